// The page's side of programs that end while the page waits in a synchronous call: it must throw DEPUTY_CLOSED, soon, and so must
// every later one.
import { equal } from '../runner/assert.mjs';
import { refuses } from './exports.mjs';

/** @param {(deputy: any) => unknown} call @param {RegExp} message */
export function ends(call, message) {
  /** @type {unknown} */
  let failure = new Error('the page did not get to its call');
  /** @type {any} */
  let deputy;
  const run = async (/** @type {any} */ app) => {
    deputy = app.deputy;
    try {
      await deputy.call('nobody').catch(() => {});
      const start = performance.now();
      refuses(deputy, () => call(deputy), 'DEPUTY_CLOSED', message);
      // The end has not been told yet, but is known.
      refuses(deputy, () => call(deputy), 'DEPUTY_CLOSED', message);
      equal(performance.now() - start < 5000, true, 'it ends soon');
      failure = undefined;
    } catch (error) {
      failure = error;
    }
  };
  return {
    module: { preRun: [(/** @type {any} */ app) => void run(app)], deputy: { blocking: 'allow' } },
    check() {
      if (failure !== undefined) throw failure;
      refuses(deputy, () => call(deputy), 'DEPUTY_CLOSED', /./);
    },
  };
}
