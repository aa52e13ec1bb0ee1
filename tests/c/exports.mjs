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

/** Ends within the time, or throws. @template T @param {Promise<T>} promise @returns {Promise<T>} */
export function soon(promise, ms = 10000) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  const late = new Promise((_, reject) => void (timer = setTimeout(() => reject(new Error(`no outcome within ${ms} ms`)), ms)));
  return /** @type {Promise<T>} */ (Promise.race([promise, late]).finally(() => clearTimeout(timer)));
}

/** Comes true, or throws. @param {() => boolean | Promise<boolean>} condition */
export async function until(condition, ms = 10000) {
  for (const end = performance.now() + ms; performance.now() < end;) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  throw new Error(`this did not come true within ${ms} ms: ${condition}`);
}

/**
 * As `until`, of something that garbage collection brings about: makes garbage until it is collected. Node has a switch for
 * that at run time, browsers none.
 * @param {() => boolean | Promise<boolean>} condition
 */
export async function collected(condition, ms = 15000) {
  let gc = /** @type {any} */ (globalThis).gc;
  if (!gc && /** @type {any} */ (globalThis).process?.versions?.node) {
    const [v8, vm] = await Promise.all(['node:v8', 'node:vm'].map((name) => import(/* @vite-ignore */ name)));
    v8.setFlagsFromString('--expose-gc');
    gc = vm.runInNewContext('gc');
  }
  /** @type {unknown[]} */
  let garbage = [];
  await until(() => {
    if (gc) gc();
    else for (let i = 0; i < 20; i++) garbage.push(new Uint8Array(0x100000).fill(i), new Array(10_000).fill({}));
    if (garbage.length > 200) garbage = [];
    return condition();
  }, ms);
}

/**
 * The page's side of the programs of outstanding.h: calls are out when the program ends, each in another phase. Each must be rejected, also
 * those that nobody looks at, and those that are made later.
 */
export function outstanding() {
  /** @type {Record<string, Promise<unknown>>} */
  const calls = {};
  /** @type {any} */
  let deputy;
  const imports = {
    promise: (/** @type {Promise<unknown>} */ given) => void (calls.given = given),
    async ready() {
      equal(await deputy.call('answer', { context: 'background' }), 7);
      calls.pending = deputy.call('pending', { context: 'background' });
      equal(await deputy.call('answer', { context: 'background' }), 7);
      // Served once before the end: the answers of these are on their way or not.
      calls.queued = Promise.allSettled(Array.from({ length: 5 }, () => deputy.call('pending')));
      return 1;
    },
  };
  const begin = (/** @type {any} */ app) => {
    deputy = app.deputy;
    calls.background = deputy.call('never', { context: 'background' });
    calls.large = deputy.call('never', 'l'.repeat(10_000), { context: 'background', timeout: 1e6, signal: new AbortController().signal });
    // Nobody looks at these.
    for (let i = 0; i < 3; i++) void deputy.call('pending', { context: 'background' });
  };
  return {
    module: { preRun: [begin], deputy: { imports } },
    async check(/** @type {any} */ app) {
      deputy = app?.deputy ?? deputy;
      for (const name of ['background', 'large', 'pending', 'given']) {
        const error = await soon(calls[name].then((value) => `the value ${value}`, (thrown) => thrown), 3000);
        equal(error.code, 'DEPUTY_CLOSED', name);
        equal(error instanceof deputy.DeputyError, true);
      }
      for (const { reason } of /** @type {any[]} */ (await soon(calls.queued, 3000))) equal(reason?.code, 'DEPUTY_CLOSED');
      for (const context of ['main', 'background', 8]) await soon(rejects(deputy, deputy.call('answer', { context }), 'DEPUTY_CLOSED', /./), 3000);
      const { exportCallsOut, promises } = deputy.stats();
      equal([exportCallsOut, promises], [0, 0]);
    },
  };
}

/**
 * The synchronous call must throw a DeputyError of that status, and a message that matches.
 * @param {any} deputy @param {() => unknown} call @param {string} code @param {RegExp} message
 */
export function refuses(deputy, call, code, message) {
  let value;
  try {
    value = call();
  } catch (thrown) {
    const error = /** @type {any} */ (thrown);
    if (!(error instanceof deputy.DeputyError)) throw error;
    equal(error.code, code, error.message);
    if (!message.test(error.message)) throw new Error(`the message "${error.message}" does not match ${message}`);
    return error;
  }
  throw new Error(`expected ${code}, got the value ${String(value)}`);
}
