import { equal } from '../../../runner/assert.mjs';

/** @type {string[]} */
const reports = [];
export const module = {
  deputy: { onLog: (/** @type {string} */ level, /** @type {string} */ text, /** @type {string} */ thread) => void (thread === 'guard' && reports.push(`${level} ${text}`)) },
};

export function check() {
  for (const [what, who] of Object.entries({ std_mutex: 'test_guard_rust', std_rwlock: 'test_guard_rust', std_condvar: 'test_guard_rust', parking_lot_mutex: 'test_guard_rust', parking_lot_rwlock: 'test_guard_rust' })) {
    const of = reports.filter((text) => text.includes(`page_waits_for_${what}`));
    equal(of.length >= 1, true, `${what}\n${reports.join('\n')}`);
    const [page, thread] = of[0].split(/\nand (?:thread \d+(?: "[^"]*")?|a thread that has ended) let it go on here:\n/);
    equal(page.includes(`page_waits_for_${what}`), true);
    equal(thread?.includes(who) ?? false, true, of[0]);
  }
}
