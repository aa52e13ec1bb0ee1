import { equal } from '../runner/assert.mjs';

/** @type {string[]} */
const reports = [];
export const module = {
  deputy: {
    imports: { give: (/** @type {unknown} */ value) => value },
    onLog: (/** @type {string} */ level, /** @type {string} */ text, /** @type {string} */ thread) => void (thread === 'guard' && reports.push(`${level} ${text}`)),
  },
};

/** By whom each is waited for, and who lets it go on. */
const SCENES = { mutex: 'lets_go_of_mutex', condition: 'signals', rwlock: 'lets_go_of_rwlock', barrier: 'comes_to_barrier', semaphore: 'posts', join: '_emscripten_thread_exit' };

export function check() {
  for (const [what, who] of Object.entries(SCENES)) {
    const of = reports.filter((text) => text.includes(`page_waits_for_${what}`));
    // The inner lock of a condition may be another place.
    equal(of.length >= 1 && of.length <= 3, true, `${what}: ${of.length} reports\n${reports.join('\n')}`);
    const parts = of.map((text) => text.split(/\nand (?:thread \d+(?: "[^"]*")?|a thread that has ended) let it go on here:\n/));
    // Unknown, if the page saw the lock free before it was told who frees it.
    const [page] = parts.find(([, thread]) => thread?.includes(who) ?? true) ?? [''];
    equal(page.includes(`page_waits_for_${what}`), true, of.join('\n'));
    equal(/^error the page's thread waited \d+\.\d ms for a lock \(0x[0-9a-f]+\), which it must not/.test(page), true, page);
  }
  equal(reports.filter((text) => text.includes('page_waits_for_nothing')), []);
}
