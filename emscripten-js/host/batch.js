// Many operations in one trip (rust-core/src/ffi/batch.rs): each one's result is a register, which later ones use.
//
// A promise in a register is a value like any other; where native code asks for it (AWAIT) the batch goes on when it has
// settled, and other calls run meanwhile.

import { DeputyError, describe, statusOf } from './error.js';
import { bind, expect, fail } from './into.js';
import { isObject } from './kinds.js';
import { construct } from './names.js';
import { assign, callFound, object } from './operations.js';
import * as P from './protocol.js';
import { Ref } from './value.js';

/** @typedef {import('./names.js').Names} Names */

/** What an operation is called in messages. @type {Record<number, string>} */
const NAMES = {
  [P.BATCH_GLOBAL]: 'global', [P.BATCH_GET]: 'get', [P.BATCH_SET]: 'set', [P.BATCH_DELETE]: 'delete', [P.BATCH_CALL]: 'call',
  [P.BATCH_APPLY]: 'apply', [P.BATCH_NEW]: 'new', [P.BATCH_VALUE]: 'value', [P.BATCH_AWAIT]: 'await',
  [P.BATCH_RETURN]: 'return', [P.BATCH_RETURN_OBJECT]: 'return object', [P.BATCH_INTO]: 'into',
};

class Batch {
  /** @param {Names} names @param {import('./objects.js').Objects} objects @param {Int32Array} code @param {unknown[]} pool */
  constructor(names, objects, code, pool) {
    this.names = names;
    this.objects = objects;
    this.code = code;
    this.pool = pool;
    /** @type {unknown[]} */
    this.registers = [];
    /** @type {unknown[]} */
    this.returned = [];
    // All of them first: one that is released before its operation runs must stay so.
    for (let at = 0; at < code.length; at += 2 + code[at + 1]) {
      if (code[at] === P.BATCH_INTO) expect(objects, this.serial(at + 2));
    }
  }

  /** An operand: from 0 up one of the pool, below a register. @param {number} at @returns {any} */
  value(at) {
    const operand = this.code[at];
    return operand < 0 ? this.registers[~operand] : this.pool[operand + 1];
  }

  /** @param {number} from @param {number} to */
  values(from, to) {
    const values = [];
    for (let at = from; at < to; at++) values.push(this.value(at));
    return values;
  }

  /**
   * Runs from there to the end.
   * @param {number} at
   * @returns {unknown} what goes back, or a promise of it
   */
  run(at) {
    const { code, registers } = this;
    while (at < code.length) {
      const end = at + 2 + code[at + 1];
      const here = at;
      if (code[at] === P.BATCH_AWAIT) {
        return Promise.resolve(this.value(at + 2)).then((value) => {
          registers.push(value);
          return this.run(end);
        }, (thrown) => this.fail(here, thrown));
      }
      try {
        registers.push(this.operate(code[at], at + 2, end));
      } catch (thrown) {
        this.fail(here, thrown);
      }
      at = end;
    }
    return this.returned.length > 1 ? this.returned : this.returned[0];
  }

  /** @param {number} operation @param {number} at  of its operands @param {number} end @returns {unknown} */
  operate(operation, at, end) {
    switch (operation) {
      case P.BATCH_GLOBAL: {
        const name = this.value(at);
        return this.names.find(name.split('.'), name);
      }
      case P.BATCH_GET: return object(this.value(at), 'what it is got of')[this.value(at + 1)];
      case P.BATCH_SET: {
        const holder = this.value(at);
        // Classes are strict, wherever the bundle lands: an assignment that is refused throws.
        if (isObject(holder)) return void ((/** @type {any} */ (holder))[this.value(at + 1)] = this.value(at + 2));
        return assign(holder, this.value(at + 1), this.value(at + 2));
      }
      case P.BATCH_DELETE: return Reflect.deleteProperty(object(this.value(at), 'what it is deleted of'), this.value(at + 1));
      case P.BATCH_CALL: {
        const holder = object(this.value(at), 'what it is called on');
        const key = this.value(at + 1);
        const method = holder[key];
        if (typeof method === 'function') {
          switch (end - at) { // without an array of arguments, which most calls can do without
            case 2: return method.call(holder);
            case 3: return method.call(holder, this.value(at + 2));
          }
        }
        return callFound(method, holder, key, this.values(at + 2, end));
      }
      case P.BATCH_APPLY: return callFound(this.value(at), this.value(at + 1), 'the function', this.values(at + 2, end));
      case P.BATCH_NEW: {
        const constructor = this.value(at);
        const named = typeof constructor === 'string';
        return construct(named ? this.names.find(constructor.split('.'), constructor) : constructor, this.values(at + 1, end), named ? constructor : 'new');
      }
      case P.BATCH_VALUE: return this.value(at);
      case P.BATCH_RETURN: return void this.returned.push(this.value(at));
      case P.BATCH_RETURN_OBJECT: return void this.returned.push(new Ref(this.value(at)));
      case P.BATCH_INTO: return bind(this.objects, this.serial(at), this.value(at));
    }
    throw new DeputyError(P.STATUS_INTERNAL, `there is no operation ${operation}`);
  }

  /** The handle of an INTO. @param {number} at  of its operands */
  serial(at) {
    return (this.code[at + 2] >>> 0) % 2 ** (P.HANDLE_BITS - 32) * 0x100000000 + (this.code[at + 1] >>> 0);
  }

  /**
   * An operation has failed: the rest does not run. What was reserved for it is told so.
   * @param {number} failed  where it is @param {unknown} thrown
   * @returns {never}
   */
  fail(failed, thrown) {
    const { code } = this;
    const [name, message, stack] = describe(thrown);
    const operation = code[failed];
    // What it is about: the name, method, key or class, where that is a text.
    const about = operation === P.BATCH_GLOBAL || operation === P.BATCH_NEW ? failed + 2 : failed + 3;
    const subject = about < failed + 2 + code[failed + 1] && operation <= P.BATCH_NEW && operation !== P.BATCH_APPLY ? this.value(about) : undefined;
    const what = `operation ${this.registers.length} (${NAMES[operation] ?? operation}${typeof subject === 'string' ? ` ${subject}` : ''})`;
    for (let at = failed; at < code.length; at += 2 + code[at + 1]) {
      if (code[at] === P.BATCH_INTO) fail(this.objects, this.serial(at + 2), `${what}: ${message}`);
    }
    const status = statusOf(thrown);
    const text = `${what}: ${message}`;
    const error = status === P.STATUS_JS_EXCEPTION ? new Error(text, { cause: thrown }) : new DeputyError(status, text);
    if (status === P.STATUS_JS_EXCEPTION) error.name = name;
    if (stack) error.stack = stack;
    throw error;
  }
}

/** @param {Names} names @param {import('./objects.js').Objects} objects @returns {import('./names.js').Operation} */
export const batch = (names, objects) => (args) => {
  const [code] = args;
  if (!(code instanceof Int32Array)) throw new DeputyError(P.STATUS_WRONG_TYPE, 'deputy:batch: expected the operations of a deputy_batch');
  return new Batch(names, objects, code, args).run(0);
};
