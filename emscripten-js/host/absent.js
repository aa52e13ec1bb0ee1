// In place of what only programs have that export functions or make callbacks (exports.js, spin.js, callbacks.js), or that have tasks
// (tasks.js): they come as symbols of their own, with the native functions that make such.

import { DeputyError } from './error.js';
import { STATUS_NOT_FOUND } from './protocol.js';

/** @typedef {import('./exports.js').Exports} Exports */
/** @typedef {import('./spin.js').Spin} Spin */

/** No function to call, and `deputy.call()` says so. */
export class NoExports {
  constructor() {
    /** Why no call can be made any more. @type {DeputyError | null} */
    this.over = null;
    this.calls = 0;
    this.out = this.numbers = new Map();
    this.waiting = [];
  }

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

/** No asynchronous calls, and no promises of tasks: their frames come only from programs that have handles of tasks (`ffi/handle.rs`). */
export class NoTasks {
  constructor() {
    this.calls = new Map();
    this.promises = { size: 0 };
  }

  run() {}
  close() {}
}
