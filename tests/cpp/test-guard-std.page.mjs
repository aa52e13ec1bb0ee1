import { equal } from '../runner/assert.mjs';

/** @type {string[]} */
const reports = [];
export const module = {
  deputy: { onLog: (/** @type {string} */ level, /** @type {string} */ text, /** @type {string} */ thread) => void (thread === 'guard' && reports.push(`${level} ${text}`)) },
};

export function check() {
  for (const what of ['mutex', 'shared', 'condition', 'semaphore', 'latch', 'word', 'future']) {
    const of = reports.filter((text) => text.includes(`page_waits_for_${what}`));
    equal(of.length >= 1, true, `${what}\n${reports.join('\n')}`);
    const [page, thread] = of[0].split(/\nand (?:thread \d+(?: "[^"]*")?|a thread that has ended) let it go on here:\n/);
    equal(page.includes(`page_waits_for_${what}`), true);
    // libc++ looks again and again instead of being woken.
    if (['semaphore', 'latch', 'word'].includes(what)) continue;
    equal(/__thread_proxy/.test(thread ?? ''), true, of[0]);
  }
}
