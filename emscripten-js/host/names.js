// Names -> functions. A name is split once; it is looked up on every call, so a function that is replaced or appears later
// is found, and `this` is always the object the function was found on.
//
// `a.b` is looked up in what the page registered, then on globalThis; `.a.b` in the first argument; `new A.b` is a constructor;
// `deputy:get` and its like are the runtime's own (operations.js).

import { DeputyError } from './error.js';
import { STATUS } from './protocol.js';

/** @typedef {import('./objects.js').Objects} Objects */
/** @typedef {(args: unknown[]) => unknown} Operation */
/** @typedef {(names: Names, objects: Objects) => Record<string, Operation>} Operations */

const NEW = 'new ';

export class Names {
  /**
   * @param {Record<string, unknown>[]} roots  searched in order for the first part of a name
   * @param {Objects} [objects]  what native code has handles of
   * @param {Operations} [operations]  the runtime's own functions, for those
   */
  constructor(roots, objects, operations) {
    this.roots = roots;
    this.operations = objects && operations ? operations(this, objects) : {};
    /** @type {string[]}  by the number native code gave the name */
    this.texts = [];
    /** @type {string[][]}  of ordinary names */
    this.paths = [];
    /** @type {Operation[]}  of the others */
    this.others = [];
  }

  /** @param {number} id */
  knows(id) {
    return this.texts[id] !== undefined;
  }

  /** @param {number} id @param {string} name */
  learn(id, name) {
    this.texts[id] = name;
    // One array says which it is, without a look at the text at each call.
    this.paths[id] = NONE;
    if (name.startsWith('.')) {
      const path = name.slice(1).split('.');
      this.others[id] = (args) => callMethod(args, path, name);
    } else if (name.startsWith(NEW)) {
      const path = name.slice(NEW.length).trim().split('.');
      this.others[id] = (args) => construct(this.find(path, name), args, name);
    } else if (Object.hasOwn(this.operations, name)) {
      this.others[id] = /** @type {Operation} */ (this.operations[name]);
    } else {
      this.paths[id] = name.split('.');
    }
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
    const last = path.length - 1;
    if (last < 0) return this.others[id](args);
    /** @type {any} */
    let holder = this.root(path[0]);
    for (let i = 0; i < last; i++) {
      holder = holder?.[path[i]];
      if (holder === undefined || holder === null) throw missing(this.texts[id], path, i, holder);
    }
    const f = holder?.[path[last]];
    if (typeof f !== 'function') throw missing(this.texts[id], path, last, f);
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
   * What a dotted name stands for.
   * @param {string[]} path @param {string} name  for messages
   */
  find(path, name) {
    /** @type {any} */
    let found = this.root(path[0]);
    for (let i = 0; i < path.length; i++) {
      found = found?.[path[i]];
      if (found === undefined || found === null) throw missing(name, path, i, found);
    }
    return found;
  }
}

/** The path of a name that is not an ordinary one. @type {string[]} */
const NONE = [];

/**
 * Calls a method of the first argument, or of what lies in it.
 * @param {unknown[]} args @param {string[]} path @param {string} name
 */
function callMethod(args, path, name) {
  /** @type {any} */
  let holder = args[0];
  const last = path.length - 1;
  for (let i = 0; ; i++) {
    if (holder === undefined || holder === null) {
      if (i > 0) throw missing(name, path, i - 1, holder);
      throw new DeputyError(STATUS.WRONG_TYPE, `${name}: the first argument is ${holder}, expected the object whose method is called`);
    }
    const next = holder[path[i]];
    if (i === last) {
      if (typeof next !== 'function') throw missing(name, path, i, next, HAS);
      switch (args.length) {
        case 1: return next.call(holder);
        case 2: return next.call(holder, args[1]);
        case 3: return next.call(holder, args[1], args[2]);
        default: return next.apply(holder, args.slice(1));
      }
    }
    holder = next;
  }
}

/** @param {any} constructor @param {unknown[]} args @param {string} name */
export function construct(constructor, args, name) {
  if (typeof constructor !== 'function') throw new DeputyError(STATUS.NOT_FOUND, `${name}: it is ${typeof constructor}, not a constructor`);
  return new constructor(...args);
}

const HAS = 'the object has no such method';

/** @param {string} name @param {string[]} path @param {number} at @param {unknown} [found] @param {string} [hint] */
function missing(name, path, at, found, hint = 'register it in Module.deputy.imports or on globalThis') {
  const part = path.slice(0, at + 1).join('.');
  const is = found === undefined || found === null ? 'does not exist' : `is ${typeof found}, not a function`;
  return new DeputyError(STATUS.NOT_FOUND, `${name}: ${part} ${is}; ${hint}`);
}
