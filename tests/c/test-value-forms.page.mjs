import { equal } from '../runner/assert.mjs';

let last;
const cycle = { a: /** @type {unknown[]} */ ([]) };
cycle.a.push(cycle);
let deep = /** @type {unknown} */ (0);
for (let i = 0; i < 65; i++) deep = [deep];
const things = {
  page: { title: 'ä', list: [1, 2.5, null], at: new Date(0) },
  undefined, cycle, bigint: 1n, deep, huge: 2n ** 64n,
  symbol: { list: [1, Symbol('s')] },
  getter: { get a() { throw new RangeError('got'); } },
};
export const module = {
  deputy: {
    imports: {
      echo: (value) => value,
      give: (what) => things[what],
      titleOf: (page) => (last = page.title),
      last: () => last,
      long: () => 'x'.repeat(10000),
    },
  },
};
export function check(app) {
  equal(app.deputy.stats().stashed, 0, 'outcomes that stayed in the host');
}
