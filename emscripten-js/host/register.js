// What the page registers by name while the program runs (`deputy.register`): in front of where names are looked up.

import { DeputyError } from './error.js';
import { isObject } from './kinds.js';
import { STATUS_INVALID_ARGUMENT } from './protocol.js';
import { nameType } from './value.js';

export class Register {
  /** @param {Record<string, unknown>[]} roots  where names are looked up */
  constructor(roots) {
    this.roots = roots;
    /** @type {Record<string, unknown>} */
    this.values = Object.create(null);
  }

  /**
   * @param {string} name  the first part of dotted names
   * @param {unknown} value  a function, or an object with functions; replaces what the name had
   * @throws {DeputyError} INVALID_ARGUMENT
   */
  add(name, value) {
    if (typeof name !== 'string' || !/^[^.#]+$/.test(name)) {
      throw wrong(`the name ${String(name)}: expected a string without "." and "#"; register the object that stands before the dot`);
    }
    if (!isObject(value)) throw wrong(`${name}: expected a function, or an object with functions, got ${nameType(value)}`);
    // Only now: programs that register nothing need not look here at every call.
    if (!this.roots.includes(this.values)) this.roots.unshift(this.values);
    this.values[name] = value;
  }

  /** @param {string} name @returns {boolean} whether it was registered */
  remove(name) {
    return name in this.values && delete this.values[name];
  }
}

/** @param {string} text */
const wrong = (text) => new DeputyError(STATUS_INVALID_ARGUMENT, `deputy.register: ${text}`);
