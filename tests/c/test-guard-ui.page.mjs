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
    const [first] = of;
    equal(/^error the page's thread waited \d+\.\d ms for a lock \(0x[0-9a-f]+\), which it must not/.test(first), true, first);
    const [page, thread] = first.split(/\nand (?:thread \d+(?: "[^"]*")?|a thread that has ended) let it go on here:\n/);
    equal(page.includes(`page_waits_for_${what}`), true);
    equal(thread?.includes(who) ?? false, true, first);
  }
  equal(reports.filter((text) => text.includes('page_waits_for_nothing')), []);
}
