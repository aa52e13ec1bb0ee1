// Names -> functions. A name is split once; it is looked up on every call, so a function that is replaced or appears
// later is found, and `this` is always the object the function was found on.
//
//   a.b                 in the roots
//   ./module.mjs#a.b    among what a module exports
//   js:<address>:name   written in the program (DEPUTY_JS); the platform has made a function of what lay at the address

import { DeputyError } from './error.js';
import { Modules } from './modules.js';
import { STATUS } from './protocol.js';

const HINT = 'give it to deputy.register(), or put it into Module.deputy.imports or on globalThis';

/** @typedef {(args: unknown[]) => unknown} Bound */

export class Names {
  /**
   * @param {Record<string, unknown>[]} roots  searched in order for the first part of a name
   * @param {{ importModule?: (specifier: string) => unknown, inline?: (address: number) => unknown }} [from]  where other
   *   functions come from
   */
  constructor(roots, from = {}) {
    this.roots = roots;
    this.modules = new Modules(from.importModule);
    this.inline = from.inline;
    /** By the number native code gave the name. @type {(string[] | Bound)[]} */
    this.paths = [];
    /** What messages call them. @type {string[]} */
    this.texts = [];
  }

  /** @param {number} id */
  knows(id) {
    return this.paths[id] !== undefined;
  }

  /** @param {number} id @param {string} name */
  learn(id, name) {
    const [, address, inline] = /^js:(\d+):(.*)$/.exec(name) ?? [];
    this.texts[id] = inline ?? name;
    const hash = name.lastIndexOf('#');
    if (address) this.paths[id] = this.written(id, Number(address));
    else if (hash > 0) this.paths[id] = this.exported(name, name.slice(0, hash), name.slice(hash + 1).split('.'));
    else this.paths[id] = name.split('.');
  }

  /** @param {number} id */
  text(id) {
    return this.texts[id] ?? `#${id}`;
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
    if (typeof path === 'function') return path(args);
    return this.run(this.root(path[0]), path, args);
  }

  /** @param {any} holder  of the path's first part @param {string[]} path @param {unknown[]} args @param {string} [within] */
  run(holder, path, args, within) {
    const last = path.length - 1;
    for (let i = 0; i < last; i++) {
      holder = holder?.[path[i]];
      if (holder === undefined || holder === null) throw missing(path, i, undefined, within);
    }
    const f = holder?.[path[last]];
    if (typeof f !== 'function') throw missing(path, last, f, within);
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

  /**
   * A function that a module exports.
   * @param {string} name @param {string} specifier @param {string[]} path
   * @returns {Bound}
   */
  exported(name, specifier, path) {
    return (args) => this.modules.use(specifier, args, (exports) => this.run(exports, path, args, name));
  }

  /**
   * A function that is written in the program. Made at its first call.
   * @param {number} id @param {number} address
   * @returns {Bound}
   */
  written(id, address) {
    return (args) => {
      const f = this.inline?.(address);
      if (typeof f !== 'function') {
        throw new DeputyError(STATUS.NOT_FOUND,
          `${this.texts[id]}: this script has no such function of DEPUTY_JS(); use script and WebAssembly of one link`);
      }
      return (this.paths[id] = (args) => f(...args))(args);
    };
  }
}

/** @param {string[]} path @param {number} at @param {unknown} [found] @param {string} [within]  the name, if it is in a module */
function missing(path, at, found, within) {
  const part = path.slice(0, at + 1).join('.');
  const is = found === undefined || found === null ? 'does not exist' : `is ${typeof found}, not a function`;
  return new DeputyError(STATUS.NOT_FOUND, `${within ?? path.join('.')}: ${part} ${is}; ${within ? 'export it from the module' : HINT}`);
}
