// Modules: imported when one of their functions is first called, once for everybody.
//
// While a module is being imported, calls of its functions wait in its queue. All of them run, in the order in which they came,
// in the very job in which it arrives: nothing that comes later can run before them, so posts and asynchronous calls keep
// their order.

import { DeputyError, describe } from './error.js';
import { STATUS_NOT_FOUND } from './protocol.js';
import { say } from './say.js';

/**
 * @typedef {object} Module
 * @property {boolean} ready
 * @property {unknown} [exports]
 * @property {((failure: DeputyError | null, exports: unknown) => void)[]} waiting
 */

export class Modules {
  /** @param {(specifier: string) => unknown} [load]  gives what the module exports, or a promise of it */
  constructor(load) {
    this.load = load;
    /** Those that are there or on their way, by specifier. @type {Map<string, Module>} */
    this.known = new Map();
  }

  /**
   * Runs something with what a module exports: now, if it is there, else as soon as it is.
   * @param {string} specifier
   * @param {unknown[]} args  of the call
   * @param {(exports: unknown) => unknown} run
   * @returns {unknown}  what `run` gives, or a promise of it; rejected with NOT_FOUND if the module cannot be imported
   */
  use(specifier, args, run) {
    const known = this.known.get(specifier);
    if (known?.ready) return run(known.exports);
    // Tasks among the arguments may fail before anybody has seen their promises.
    for (const arg of args) if (arg instanceof Promise) arg.catch(() => {});
    return new Promise((resolve, reject) => {
      (known ?? this.begin(specifier)).waiting.push((failure, exports) => {
        try {
          if (failure) throw failure;
          resolve(run(exports));
        } catch (thrown) {
          reject(thrown);
        }
      });
    });
  }

  /** @param {string} specifier */
  begin(specifier) {
    /** @type {Module} */
    const module = { ready: false, waiting: [] };
    const end = (/** @type {DeputyError | null} */ failure, /** @type {unknown} */ exports) => {
      // Not kept: the next call tries again.
      if (failure) this.known.delete(specifier);
      module.ready = true;
      module.exports = exports;
      for (const go of module.waiting) go(failure, exports);
      module.waiting = [];
    };
    this.known.set(specifier, module);
    new Promise((resolve) => {
      if (!this.load) throw new Error(say`this host imports no modules`);
      resolve(this.load(specifier));
    }).then((exports) => end(null, exports), (thrown) => end(failed(specifier, thrown), undefined));
    return module;
  }
}

/**
 * Why a module could not be imported. A browser tells one that is missing from one that throws by nothing but the text.
 * @param {string} specifier @param {unknown} thrown
 */
function failed(specifier, thrown) {
  const [name, message, stack] = describe(thrown);
  const error = new DeputyError(STATUS_NOT_FOUND, say`${specifier}: the module could not be imported: ${name}: ${message}`);
  error['cause'] = thrown;
  if (stack) error.stack = stack;
  return error;
}
