// In place of what only programs have that export functions or make callbacks (exports.js, spin.js, callbacks.js): it comes as a symbol of
// its own, with the native functions that make such.

import { DeputyError } from './error.js';
import { STATUS_NOT_FOUND } from './protocol.js';

/** @typedef {import('./exports.js').Exports} Exports */
/** @typedef {import('./spin.js').Spin} Spin */

/** No function to call, and `deputy.call()` says so. */
export class NoExports {
  /** Why no call can be made any more. @type {DeputyError | null} */
  over = null;

  /** @param {unknown} name @returns {DeputyError} */
  error(name) {
    return this.over ?? new DeputyError(STATUS_NOT_FOUND, `${String(name)}: the program exports no function`);
  }

  /** @param {unknown} name */
  async call(name) {
    throw this.error(name);
  }

  /** @param {unknown} name */
  callSync(name) {
    throw this.error(name);
  }

  /** Calls that were made, and those that are out. */
  figures() {
    return [0, 0];
  }

  open() {}
  answer() {}
  goOn() {}

  /** @param {DeputyError} error */
  close(error) {
    this.over = error;
  }

  spin() {
    return /** @type {Spin} */ (/** @type {unknown} */ ({ chain: 0, stop() {} }));
  }

  /** No native code of this program can have made one; of what is no callback it sends none. */
  callbacks() {
    return undefined;
  }
}
