// Values: 16 bytes in shared memory <-> JavaScript values. Layout: rust-core/src/protocol.rs.

import { DeputyError, encodeError } from './error.js';
import * as P from './protocol.js';
import { decodeUtf8, encodeAscii, encodeUtf8 } from './utf8.js';

/** @typedef {import('./memory.js').Memory} Memory */

/**
 * What stands for something that stays where it is. A host has them all; without one, values of that kind do not cross.
 * @typedef {object} Crossing
 * @property {(task: bigint) => unknown} [promise]  the promise for a task
 * @property {(serial: number, owner: number) => unknown} [object]  the object of a handle; throws STALE
 * @property {(serial: number, owner: number) => unknown} [callback]  the function for a native callback; throws STALE
 * @property {(object: object) => number} [keep]  the serial of a handle for an object, which native code will release
 * @property {number} [owner]  whose handles those are
 */
/** @type {Crossing} */
const NOTHING = {};

/**
 * Reads the arguments of a call.
 * @param {Memory} memory
 * @param {number} at  address of the values
 * @param {number} count
 * @param {Crossing} [cross]
 * @returns {unknown[]}
 * @throws {DeputyError} WRONG_TYPE, naming the argument
 */
export function decodeArguments(memory, at, count, cross = NOTHING) {
  /** @type {unknown[]} */
  const args = [];
  if (count === 0) return args;
  if (!memory.covers(at, count * P.VALUE_SIZE)) {
    throw new DeputyError(P.STATUS.WRONG_TYPE, 'the argument array lies outside the memory');
  }
  for (let i = 0; i < count; i++) args.push(decodeValue(memory, at + i * P.VALUE_SIZE, i, cross));
  return args;
}

/** In place of an argument's index. */
export const RESULT = -1;

/**
 * @param {Memory} memory
 * @param {number} at
 * @param {number} index  which argument it is, for messages; RESULT if it is none
 * @param {Crossing} [cross]
 * @returns {unknown}
 */
export function decodeValue(memory, at, index, cross = NOTHING) {
  const data = at + P.VALUE_DATA;
  const what = () => (index === RESULT ? 'the result' : `argument ${index + 1}`);
  switch (memory.u8[at + P.VALUE_TAG]) {
    case P.TAG_NULL: return null;
    case P.TAG_UNDEFINED: return undefined;
    case P.TAG_BOOL: return memory.u8[data] !== 0;
    case P.TAG_I32: return memory.i32[data >>> 2];
    case P.TAG_F64: return memory.f64[data >>> 3];
    case P.TAG_STRING: {
      const length = memory.u32[(at + P.VALUE_LEN) >>> 2];
      const start = memory.u32[data >>> 2];
      if (!memory.covers(start, length) || (start === 0 && length > 0)) {
        throw new DeputyError(P.STATUS.WRONG_TYPE, `${what()}: the string's ${length} bytes lie outside the memory`);
      }
      return decodeUtf8(memory.u8, start, length);
    }
    case P.TAG_TASK:
      if (cross.promise) return cross.promise(taskAt(memory, at));
      break;
    case P.TAG_OBJECT:
      if (cross.object) return cross.object(serialAt(memory, at), ownerAt(memory, at));
      break;
    case P.TAG_CALLBACK:
      if (cross.callback) return cross.callback(serialAt(memory, at), ownerAt(memory, at));
  }
  throw new DeputyError(P.STATUS.WRONG_TYPE,
    `${what()} has tag ${memory.u8[at + P.VALUE_TAG]}, expected null, undefined, bool, i32, f64, string or task`);
}

/**
 * The handle in a task value.
 * @param {Memory} memory @param {number} at
 */
export const taskAt = (memory, at) =>
  (BigInt(memory.u32[(at + P.VALUE_DATA + 4) >>> 2]) << 32n) | BigInt(memory.u32[(at + P.VALUE_DATA) >>> 2]);

/**
 * What names an object or callback in the handle of a value.
 * @param {Memory} memory @param {number} at
 */
export const serialAt = (memory, at) =>
  (memory.u32[(at + P.VALUE_DATA + 4) >>> 2] % OWNER) * 0x100000000 + memory.u32[(at + P.VALUE_DATA) >>> 2];

/**
 * The index of the context it belongs to.
 * @param {Memory} memory @param {number} at
 */
export const ownerAt = (memory, at) => memory.u32[(at + P.VALUE_DATA + 4) >>> 2] >>> (P.HANDLE_BITS - 32);

/** One owner in the upper half of a handle. */
const OWNER = 2 ** (P.HANDLE_BITS - 32);

/**
 * Writes a handle.
 * @param {Words} to @param {number} at  of the value @param {number} tag @param {number} serial @param {number} owner
 */
export function writeHandle(to, at, tag, serial, owner) {
  to.i32[at >>> 2] = tag;
  to.u32[(at + P.VALUE_DATA) >>> 2] = serial % 0x100000000;
  to.u32[(at + P.VALUE_DATA + 4) >>> 2] = Math.floor(serial / 0x100000000) + owner * OWNER;
}

/** @typedef {{ u32: Uint32Array, i32: Int32Array, f64: Float64Array }} Words */

/**
 * Writes the arguments of an export call into its frame: a block as rust-core/src/export.rs reads it. One that does not fit is
 * returned.
 * @param {Memory} memory
 * @param {number} frame
 * @param {unknown[]} args
 * @param {string} name  the export's; empty if native code knows its number
 * @returns {Uint8Array | null}
 * @throws {DeputyError} WRONG_TYPE, naming the argument
 */
export function encodeBlock(memory, frame, args, name) {
  const word = frame >>> 2;
  memory.u32[word + (P.FRAME_ARGC >>> 2)] = args.length;
  memory.u32[word + (P.FRAME_NAME_LEN >>> 2)] = 0;
  const strings = args.length * P.VALUE_SIZE;
  // Without a string all of it is known beforehand: nothing is allocated.
  if (name === '' && strings <= P.FRAME_DATA_SIZE) {
    let i = 0;
    while (i < args.length && encodePlain(memory, frame + P.FRAME_DATA + i * P.VALUE_SIZE, args[i])) i++;
    if (i === args.length) {
      memory.u32[word + (P.FRAME_BLOCK >>> 2)] = strings;
      return null;
    }
  }
  const texts = args.map((arg) => (typeof arg === 'string' ? encodeUtf8(arg) : null));
  const named = encodeUtf8(name);
  const size = texts.reduce((sum, text) => sum + (text ? text.length + 1 : 0), strings) + named.length;
  const block = new ArrayBuffer((size + 7) & ~7);
  const bytes = new Uint8Array(block);
  const small = { u32: new Uint32Array(block), i32: new Int32Array(block), f64: new Float64Array(block) };
  let at = strings;
  args.forEach((arg, i) => {
    const slot = i * P.VALUE_SIZE;
    const text = texts[i];
    if (text) {
      small.u32[slot >>> 2] = P.TAG_STRING;
      small.u32[(slot + P.VALUE_LEN) >>> 2] = text.length;
      small.u32[(slot + P.VALUE_DATA) >>> 2] = at;
      bytes.set(text, at);
      at += text.length + 1;
    } else if (!encodePlain(small, slot, arg)) {
      throw new DeputyError(P.STATUS.WRONG_TYPE,
        `argument ${i + 1} is ${nameType(arg)}, expected undefined, null, a boolean, a number or a string${hintFor(arg)}`);
    }
  });
  bytes.set(named, at);
  memory.u32[word + (P.FRAME_NAME_LEN >>> 2)] = named.length;
  memory.u32[word + (P.FRAME_BLOCK >>> 2)] = size;
  if (size > P.FRAME_DATA_SIZE) return bytes.subarray(0, size);
  memory.u8.set(bytes.subarray(0, size), frame + P.FRAME_DATA);
  return null;
}

/**
 * Writes a value that has no bytes; false if it has, or cannot cross.
 * @param {Words} to @param {number} at @param {unknown} value
 */
function encodePlain(to, at, value) {
  const word = at >>> 2; // tag, flags and padding in one store
  const data = at + P.VALUE_DATA;
  switch (typeof value) {
    case 'undefined':
      to.i32[word] = P.TAG_UNDEFINED;
      return true;
    case 'boolean':
      to.i32[word] = P.TAG_BOOL;
      to.i32[data >>> 2] = value ? 1 : 0;
      return true;
    case 'number':
      if ((value | 0) === value && !Object.is(value, -0)) {
        to.i32[word] = P.TAG_I32;
        to.i32[data >>> 2] = value;
      } else {
        to.i32[word] = P.TAG_F64;
        to.f64[data >>> 3] = value;
      }
      return true;
    default:
      to.i32[word] = P.TAG_NULL;
      return value === null;
  }
}

/**
 * Writes the outcome of a call into its frame. Bytes that do not fit are returned: the host stashes them and the
 * caller fetches them.
 * @param {Memory} memory
 * @param {number} frame
 * @param {unknown} value
 * @returns {Uint8Array | null}
 * @throws {DeputyError} WRONG_TYPE, naming what was returned
 */
export function encodeResult(memory, frame, value) {
  const at = frame + P.FRAME_RESULT;
  if (encodePlain(memory, at, value)) return null;
  if (typeof value === 'string') {
    const length = encodeAscii(value, memory.u8, frame + P.FRAME_DATA, P.FRAME_DATA_SIZE);
    if (length < 0) return encodeBytes(memory, frame, P.TAG_STRING, encodeUtf8(value));
    memory.i32[(at + P.VALUE_TAG) >>> 2] = P.TAG_STRING;
    memory.u32[(at + P.VALUE_LEN) >>> 2] = length;
    return null;
  }
  throw new DeputyError(P.STATUS.WRONG_TYPE,
    `the result is ${nameType(value)}, expected undefined, null, a boolean, a number or a string`);
}

/** @param {unknown} value */
function hintFor(value) {
  try {
    return typeof (/** @type {any} */ (value)?.then) === 'function' ? '; await it first' : '';
  } catch {
    return '';
  }
}

/** @param {unknown} value */
function nameType(value) {
  if (typeof value !== 'object') return `a ${typeof value}`;
  try {
    const name = /** @type {object} */ (value).constructor?.name;
    if (name && typeof name === 'string') return `an object (${name})`;
  } catch { /* a getter, or a revoked proxy */ }
  return 'an object';
}

/**
 * Writes what was thrown into the frame.
 * @param {Memory} memory
 * @param {number} frame
 * @param {unknown} thrown
 * @returns {Uint8Array | null}  as `encodeResult`
 */
export function encodeThrown(memory, frame, thrown) {
  return encodeBytes(memory, frame, P.TAG_ERROR, encodeError(thrown));
}

/**
 * @param {Memory} memory @param {number} frame @param {number} tag @param {Uint8Array} bytes
 * @returns {Uint8Array | null}
 */
function encodeBytes(memory, frame, tag, bytes) {
  const at = frame + P.FRAME_RESULT;
  const fits = bytes.length <= P.FRAME_DATA_SIZE;
  memory.i32[(at + P.VALUE_TAG) >>> 2] = tag | (fits ? 0 : P.FLAG_STASHED << 8);
  memory.u32[(at + P.VALUE_LEN) >>> 2] = bytes.length;
  if (!fits) return bytes;
  memory.u8.set(bytes, frame + P.FRAME_DATA);
  return null;
}
