// Modules: imported when one of their functions is first called, once for everybody.
//
// While a module is being imported, calls of its functions wait for it. All of them run, in the order in which they came, in jobs that stand
// one behind the other in the engine's queue: nothing that comes later can run before them, so posts and asynchronous calls keep
// their order.

import { DeputyError, describe } from './error.js';
import { STATUS_NOT_FOUND } from './protocol.js';
import { say } from './say.js';

/**
 * @typedef {object} Module
 * @property {boolean} ready  the first that waited runs, or has run
 * @property {unknown} exports
 * @property {Promise<void>} coming
 */

export class Modules {
  /** @param {(specifier: string) => unknown} load  gives what the module exports, or a promise of it */
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
    const module = this.known.get(specifier) ?? this.begin(specifier);
    if (module.ready) return run(module.exports);
    // Tasks among the arguments may fail before anybody has seen their promises.
    for (const arg of args) if (arg instanceof Promise) arg.catch(() => {});
    return module.coming.then(() => {
      // Not before: what comes between its arrival and this waits, too.
      module.ready = true;
      return run(module.exports);
    });
  }

  /** @param {string} specifier */
  begin(specifier) {
    /** @type {Module} */
    const module = {
      ready: false,
      exports: undefined,
      coming: new Promise((resolve) => resolve(this.load(specifier))).then((exports) => {
        module.exports = exports;
      }, (thrown) => {
        // Not kept: the next call tries again.
        this.known.delete(specifier);
        throw failed(specifier, thrown);
      }),
    };
    this.known.set(specifier, module);
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
