import { equal } from '../runner/assert.mjs';
import { refuses, scripted, soon } from './exports.mjs';

/** @type {any} */
let deputy;
let done = () => {};
const all = new Promise((resolve) => void (done = () => resolve(undefined)));
let notes = 0;
const refused = (/** @type {any} */ f) => {
  refuses(deputy, () => f(1, 2), 'DEPUTY_WOULD_BLOCK', /callback: the page would freeze/);
  notes++;
};
const imports = {
  sorts(/** @type {any} */ f) {
    /** @type {number[]} */
    const seen = [];
    [1, 2].forEach((n) => seen.push(f(n, 5)));
    equal(seen, [-4, -3]);
    equal('a1b2'.replace(/\d/g, (digit) => f(Number(digit), 0)), 'a1b2');
    const sorted = [5, 3, 9, 1, 2, 4].sort(f).join();
    f.dispose();
    return sorted;
  },
  fails(/** @type {any} */ f) {
    refuses(deputy, () => [1, 99].sort((a, b) => f(b, a) && f(a, b)), 'DEPUTY_OUT_OF_RANGE', /99 cannot be compared/);
    refuses(deputy, () => f('x', 1), 'DEPUTY_WRONG_TYPE', /compare: argument 1/);
    refuses(deputy, () => f(Symbol('s'), 1), 'DEPUTY_WRONG_TYPE', /argument 1/);
    equal(f(3, 1), 2);
  },
  async later(/** @type {any} */ f) {
    equal(f(3, 1), 2);
    await null;
    refused(f);
  },
  refused,
  disposes(/** @type {any} */ f) {
    equal(f(3, 1), 2);
    f.dispose();
    refuses(deputy, () => f(3, 1), 'DEPUTY_STALE', /disposed/);
  },
  done: () => done(),
};
export const { module, check } = scripted(async (given) => {
  deputy = given;
  await soon(all);
  equal(notes, 2);
}, { imports });
