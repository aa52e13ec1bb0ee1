// Dotted names -> functions. A name is split once; it is looked up on every call, so a function that is replaced or
// appears later is found, and `this` is always the object the function was found on.

import { DeputyError } from './error.js';
import { STATUS } from './protocol.js';

export class Names {
  /** @param {Record<string, unknown>[]} roots  searched in order for the first part of a name */
  constructor(roots) {
    this.roots = roots;
    /** @type {string[][]}  by the number native code gave the name */
    this.paths = [];
  }

  /** @param {number} id */
  knows(id) {
    return this.paths[id] !== undefined;
  }

  /** @param {number} id @param {string} name */
  learn(id, name) {
    this.paths[id] = name.split('.');
  }

  /** @param {number} id */
  text(id) {
    return this.paths[id]?.join('.') ?? `#${id}`;
  }

  /**
   * Calls the function.
   * @param {number} id
   * @param {unknown[]} args
   * @returns {unknown}
   * @throws {DeputyError} NOT_FOUND, or whatever the function throws
   */
  call(id, args) {
    const path = this.paths[id];
    const last = path.length - 1;
    /** @type {any} */
    let holder = this.root(path[0]);
    for (let i = 0; i < last; i++) {
      holder = holder?.[path[i]];
      if (holder === undefined || holder === null) throw this.missing(path, i);
    }
    const f = holder?.[path[last]];
    if (typeof f !== 'function') throw this.missing(path, last, f);
    switch (args.length) { // apply() through Reflect costs more than the call itself
      case 0: return f.call(holder);
      case 1: return f.call(holder, args[0]);
      case 2: return f.call(holder, args[0], args[1]);
      default: return f.apply(holder, args);
    }
  }

  /** @param {string} first */
  root(first) {
    for (const root of this.roots) {
      // What every object inherits (`toString`, ...) is not what the page registered.
      if (first in root && root[first] !== /** @type {any} */ (Object.prototype)[first]) return root;
    }
    return undefined;
  }

  /** @param {string[]} path @param {number} at @param {unknown} [found] */
  missing(path, at, found) {
    const name = path.join('.');
    const part = path.slice(0, at + 1).join('.');
    const is = found === undefined || found === null ? 'does not exist' : `is ${typeof found}, not a function`;
    return new DeputyError(STATUS.NOT_FOUND,
      `${name}: ${part} ${is}; register it in Module.deputy.imports or on globalThis`);
  }
}
