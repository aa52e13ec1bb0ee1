// Values: 16 bytes in shared memory <-> JavaScript values. Layout: rust-core/src/protocol.rs.

import { DeputyError, encodeError } from './error.js';
import * as P from './protocol.js';
import { decodeUtf8, encodeAscii, encodeUtf8 } from './utf8.js';

/** @typedef {import('./memory.js').Memory} Memory */

/**
 * Reads the arguments of a call.
 * @param {Memory} memory
 * @param {number} at  address of the values
 * @param {number} count
 * @returns {unknown[]}
 * @throws {DeputyError} WRONG_TYPE, naming the argument
 */
export function decodeArguments(memory, at, count) {
  /** @type {unknown[]} */
  const args = [];
  if (count === 0) return args;
  if (!memory.covers(at, count * P.VALUE_SIZE)) {
    throw new DeputyError(P.STATUS.WRONG_TYPE, 'the argument array lies outside the memory');
  }
  for (let i = 0; i < count; i++) args.push(decodeValue(memory, at + i * P.VALUE_SIZE, i));
  return args;
}

/**
 * @param {Memory} memory
 * @param {number} at
 * @param {number} index  which argument it is, for messages
 */
function decodeValue(memory, at, index) {
  const data = at + P.VALUE_DATA;
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
        throw new DeputyError(P.STATUS.WRONG_TYPE, `argument ${index + 1}: the string's ${length} bytes lie outside the memory`);
      }
      return decodeUtf8(memory.u8, start, length);
    }
    default:
      throw new DeputyError(P.STATUS.WRONG_TYPE,
        `argument ${index + 1} has tag ${memory.u8[at + P.VALUE_TAG]}, expected null, undefined, bool, i32, f64 or string`);
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
  const data = at + P.VALUE_DATA;
  const word = (at + P.VALUE_TAG) >>> 2; // tag, flags and padding in one store
  switch (typeof value) {
    case 'undefined':
      memory.i32[word] = P.TAG_UNDEFINED;
      return null;
    case 'boolean':
      memory.i32[word] = P.TAG_BOOL;
      memory.i32[data >>> 2] = value ? 1 : 0;
      return null;
    case 'number':
      if ((value | 0) === value && !Object.is(value, -0)) {
        memory.i32[word] = P.TAG_I32;
        memory.i32[data >>> 2] = value;
      } else {
        memory.i32[word] = P.TAG_F64;
        memory.f64[data >>> 3] = value;
      }
      return null;
    case 'string': {
      const length = encodeAscii(value, memory.u8, frame + P.FRAME_DATA, P.FRAME_DATA_SIZE);
      if (length < 0) return encodeBytes(memory, frame, P.TAG_STRING, encodeUtf8(value));
      memory.i32[word] = P.TAG_STRING;
      memory.u32[(at + P.VALUE_LEN) >>> 2] = length;
      return null;
    }
    case 'object':
      if (value === null) {
        memory.i32[word] = P.TAG_NULL;
        return null;
      }
  }
  throw new DeputyError(P.STATUS.WRONG_TYPE,
    `the result is ${nameType(value)}, expected undefined, null, a boolean, a number or a string`);
}

/** @param {unknown} value */
function nameType(value) {
  if (typeof value !== 'object') return `a ${typeof value}`;
  const name = /** @type {object} */ (value).constructor?.name;
  return name ? `an object (${name})` : 'an object';
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
