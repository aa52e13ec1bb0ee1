import { equal } from '../runner/assert.mjs';
import { refuses } from './exports.mjs';

/** @type {unknown} */
let failure = 'did not run';
export const module = {
  preRun: [async (/** @type {any} */ app) => {
    try {
      await app.deputy.call('nobody').catch(() => {});
      const start = performance.now();
      refuses(app.deputy, () => app.deputy.callSync('trap'), 'DEPUTY_CLOSED', /a thread has failed, and the program ends/);
      // The end has not been told yet, but is known.
      refuses(app.deputy, () => app.deputy.callSync('trap'), 'DEPUTY_CLOSED', /a thread has failed, and the program ends/);
      equal(performance.now() - start < 3000, true, 'it ends soon');
      failure = undefined;
    } catch (error) {
      failure = error;
    }
  }],
  deputy: { blocking: 'allow' },
};
export const check = () => {
  if (failure !== undefined) throw failure;
};
