import { assert, equal } from '../runner/assert.mjs';
import { BOUND, replaceWorker } from './start.mjs';

/** @type {any[]} */
const workers = [];
replaceWorker((Real) => class extends Real {
  /** @param {any} url @param {any} options */
  constructor(url, options) {
    super(url, options);
    workers.push(this);
  }
});
let killed = 0;
const kill = () => {
  killed = performance.now();
  // The second is the thread's: there is no reserve.
  workers[1].terminate();
  return new Promise(() => {});
};
export const module = { deputy: { imports: { kill }, pool: { reserve: 0 } } };

export function check(app, { error }) {
  assert(error instanceof app.deputy.DeputyError, `${error} is no DeputyError`);
  equal(error.reason, 'uncaught');
  assert(performance.now() - killed < BOUND, 'in bounded time');
}
