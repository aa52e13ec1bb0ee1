import { equal } from '../runner/assert.mjs';
import { soon } from './exports.mjs';

let last = 0;
/** @type {unknown} */
let failure;
export const module = {
  preRun: [async (/** @type {any} */ app) => {
    try {
      equal((await soon(app.deputy.call('poke'))) >= 0, true);
      equal((await soon(app.deputy.call('poke'))) >= 0, true);
    } catch (error) {
      failure = error;
    }
  }],
  deputy: { imports: { frame: (/** @type {number} */ n) => (last = n) } },
};
export function check() {
  if (failure) throw failure;
  equal(last >= 20, true);
}
