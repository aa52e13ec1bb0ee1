// Names -> functions. A name is split once; it is looked up on every call, so a function that is replaced or appears later
// is found, and `this` is always the object the function was found on.
//
//   a.b                 in what the page registered, then on globalThis
//   .a.b                in the first argument
//   new A.b             a constructor
//   ./module.mjs#a.b    among what a module exports
//   js:<address>:name   written in the program (DEPUTY_JS): the platform has made a function of what lay at the address
//   deputy:get, ...     the runtime's own (operations.js)

import { DeputyError } from './error.js';
import { Modules } from './modules.js';
import { STATUS_NOT_FOUND, STATUS_WRONG_TYPE } from './protocol.js';
import { say } from './say.js';

/** @typedef {import('./objects.js').Objects} Objects */
/** @typedef {(args: unknown[]) => unknown} Operation */
/** @typedef {(names: Names, objects: Objects) => Record<string, Operation>} Operations */

const NEW = 'new ';
const INLINE = 'js:';

export class Names {
  /**
   * @param {Record<string, unknown>[]} roots  searched in order for the first part of a name
   * @param {Objects} [objects]  what native code has handles of
   * @param {Operations[]} [operations]  the runtime's own functions; they need `objects`
   * @param {{ importModule?: (specifier: string) => unknown, inline?: (address: number) => unknown }} [from]  where functions
   *   of modules and of the program come from
   */
  constructor(roots, objects, operations = [], from = {}) {
    this.roots = roots;
    this.modules = new Modules(/** @type {any} */ (from.importModule));
    this.inline = from.inline;
    this.operations = Object.assign({}, ...operations.map((make) => make(this, /** @type {Objects} */ (objects))));
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
    const hash = name.lastIndexOf('#');
    const make = name.startsWith(NEW);
    const method = name.startsWith('.');
    const begin = make ? NEW.length : 0;
    const text = name.slice(hash > 0 ? hash + 1 : method ? 1 : begin);
    const path = (make ? text.trim() : text).split('.');
    const use = (/** @type {unknown} */ holder, /** @type {unknown[]} */ args, /** @type {() => string} */ hint = registered) =>
      make ? construct(find(holder, path, name, hint), args, name) : invoke(holder, path, args, name, hint);
    if (name.startsWith(INLINE)) {
      this.others[id] = this.written(id, name.slice(INLINE.length));
    } else if (hash > 0) {
      this.others[id] = (args) => this.modules.use(name.slice(begin, hash), args, (exports) => use(exports, args, exported));
    } else if (method) {
      this.others[id] = (args) => callMethod(args, path, name);
    } else if (make) {
      this.others[id] = (args) => use(this.root(path[0]), args);
    } else if (Object.hasOwn(this.operations, name)) {
      this.others[id] = /** @type {Operation} */ (this.operations[name]);
    } else {
      this.paths[id] = path;
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
    if (path.length === 0) return this.others[id](args);
    return invoke(this.root(path[0]), path, args, this.texts[id]);
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
    return find(this.root(path[0]), path, name);
  }

  /**
   * A function that is written in the program. It is made at its first call.
   * @param {number} id @param {string} rest  of the name: where its text lay, and what messages call it
   * @returns {Operation}
   */
  written(id, rest) {
    const text = (this.texts[id] = rest.slice(rest.indexOf(':') + 1));
    return (args) => {
      const f = this.inline?.(parseInt(rest, 10));
      if (typeof f !== 'function') {
        throw new DeputyError(STATUS_NOT_FOUND, say`${text}: this script has no such function of DEPUTY_JS(); use script and WebAssembly of one link`);
      }
      return (this.others[id] = (args) => f(...args))(args);
    };
  }
}

/**
 * Calls a function that is found in `holder`.
 * @param {any} holder @param {string[]} path @param {unknown[]} args @param {string} name @param {() => string} [hint]
 * @param {number} [first]  where among `args` its own begin
 */
function invoke(holder, path, args, name, hint, first = 0) {
  const last = path.length - 1;
  holder = find(holder, path, name, hint, last);
  const f = holder?.[path[last]];
  if (typeof f !== 'function') throw missing(name, path, last, f, hint);
  switch (args.length - first) { // apply() through Reflect costs more than the call itself
    case 0: return f.call(holder);
    case 1: return f.call(holder, args[first]);
    case 2: return f.call(holder, args[first], args[first + 1]);
    default: return f.apply(holder, first > 0 ? args.slice(first) : args);
  }
}

/** @param {any} found @param {string[]} path @param {string} name @param {() => string} [hint] @param {number} [length]  of the path that is gone */
function find(found, path, name, hint, length = path.length) {
  for (let i = 0; i < length; i++) {
    found = found?.[path[i]];
    if (found === undefined || found === null) throw missing(name, path, i, found, hint);
  }
  return found;
}

/** The path of a name that is not an ordinary one. @type {string[]} */
const NONE = [];

/**
 * Calls a method of the first argument, or of what lies in it.
 * @param {unknown[]} args @param {string[]} path @param {string} name
 */
function callMethod(args, path, name) {
  const [holder] = args;
  if (holder === undefined || holder === null) {
    throw new DeputyError(STATUS_WRONG_TYPE, say`${name}: the first argument is ${holder}, expected the object whose method is called`);
  }
  return invoke(holder, path, args, name, () => say`the object has no such method`, 1);
}

/** @param {any} constructor @param {unknown[]} args @param {string} name */
export function construct(constructor, args, name) {
  if (typeof constructor !== 'function') throw new DeputyError(STATUS_NOT_FOUND, say`${name}: it is ${typeof constructor}, not a constructor`);
  return new constructor(...args);
}

const exported = () => say`export it from the module`;
const registered = () => say`give it to deputy.register(), or put it into Module.deputy.imports or on globalThis`;

/** @param {string} name @param {string[]} path @param {number} at @param {unknown} [found] @param {() => string} [hint] */
function missing(name, path, at, found, hint = registered) {
  const part = path.slice(0, at + 1).join('.');
  const is = found === undefined || found === null ? say`does not exist` : say`is ${typeof found}, not a function`;
  return new DeputyError(STATUS_NOT_FOUND, `${name}: ${part} ${is}; ${hint()}`);
}
