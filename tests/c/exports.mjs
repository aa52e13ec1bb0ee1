// The page's side of the tests of exports: `script(deputy, app)` calls the program's functions while it runs. The program ends
// with the export `finish`, which every such test has (exports.h).
import { equal } from '../runner/assert.mjs';

/**
 * @param {(deputy: any, app: any) => Promise<void>} script
 * @param {Record<string, unknown>} [options]  of Module.deputy
 */
export function scripted(script, options = {}) {
  /** @type {unknown} */
  let failure;
  let done = false;
  const run = async (/** @type {any} */ app) => {
    try {
      await script(app.deputy, app);
      done = true;
    } catch (error) {
      failure = error;
      console.error(error);
    }
    app.deputy.call('finish', done ? 0 : 1).catch(() => {});
  };
  return {
    module: { preRun: [(/** @type {any} */ app) => void run(app)], deputy: options },
    check(/** @type {any} */ app) {
      if (failure !== undefined) throw failure;
      equal(done, true, 'the script came to its end');
      equal(app.deputy.stats().exportCallsOut, 0, 'calls without an outcome');
      equal(app.deputy.stats().stashed, 0, 'outcomes and arguments that stayed in the host');
    },
  };
}

/**
 * The call must be rejected with a DeputyError of that status, and a message that matches.
 * @param {any} deputy @param {Promise<unknown>} promise @param {string} code @param {RegExp} message
 */
export async function rejects(deputy, promise, code, message) {
  let error;
  try {
    const value = await promise;
    throw new Error(`expected ${code}, got the value ${String(value)}`);
  } catch (thrown) {
    error = /** @type {any} */ (thrown);
  }
  if (!(error instanceof deputy.DeputyError)) throw error;
  equal(error.code, code, error.message);
  if (!message.test(error.message)) throw new Error(`the message "${error.message}" does not match ${message}`);
  return error;
}

/** Ends with a value within a second, or throws. @param {Promise<unknown>} promise */
export const soon = (promise, ms = 10000) =>
  Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error(`no outcome within ${ms} ms`)), ms))]);
