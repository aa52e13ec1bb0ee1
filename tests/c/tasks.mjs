// The imports of the tests of tasks: functions that answer at once, later, never, or with a failure, and what tells how it
// went. Settling happens only when the program asks for it, so no test depends on time.
import { equal } from '../runner/assert.mjs';

/** Keeps Node from a verdict on something a test lets fail on purpose. */
const ignore = () => {};

/**
 * @param {Record<string, unknown>} [more]  further imports
 * @param {Record<string, unknown>} [options]  further options of Module.deputy
 */
export function tasks(more = {}, options = {}) {
  /** @type {any} */
  let app;
  /** @type {Map<number, {resolve: (value: unknown) => void, reject: (error: unknown) => void, signal?: AbortSignal}>} */
  const pending = new Map();
  /** @type {Set<number>} */
  const aborted = new Set();
  const seen = { started: 0 };
  const sleep = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const imports = {
    give: (value) => value,
    soon: async (value) => (await sleep(1), value),
    after: async (ms, value) => (await sleep(ms), value),
    throws(message) {
      throw new RangeError(message);
    },
    rejects: async (message) => {
      await sleep(1);
      throw new TypeError(message);
    },
    large: (length) => 'x'.repeat(length),
    largeSoon: async (length) => (await sleep(1), 'x'.repeat(length)),
    /** Stays pending until settle() or fail(); knows whether it was aborted. */
    hang(key, signal) {
      seen.started++;
      signal?.addEventListener('abort', () => aborted.add(key));
      const promise = new Promise((resolve, reject) => pending.set(key, { resolve, reject, signal }));
      promise.catch(ignore);
      return promise;
    },
    settle(key, value) {
      pending.get(key)?.resolve(value);
      return pending.delete(key);
    },
    settleLarge: (key, length) => imports.settle(key, 'y'.repeat(length)),
    fail(key, message) {
      pending.get(key)?.reject(new Error(message));
      return pending.delete(key);
    },
    settleAll() {
      for (const key of [...pending.keys()]) imports.settle(key, key);
    },
    aborted: (key) => aborted.has(key),
    started: () => seen.started,
    /** Keeps the UI busy. */
    busy(ms) {
      for (const end = performance.now() + ms; performance.now() < end;);
    },
    asyncCalls: () => app.deputy.stats().asyncCalls,
    stashed: () => app.deputy.stats().stashed,
    ...more,
  };
  return {
    imports,
    pending,
    module: { preRun: [(instance) => { app = instance; }], deputy: { imports, ...options } },
    check(app) {
      equal(app.deputy.stats().stashed, 0, 'outcomes that stayed in the host');
      equal(app.deputy.stats().postsFailed, 0, 'posts that failed');
    },
  };
}
