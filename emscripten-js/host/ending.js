// How something native ended that JavaScript waits for: exports, callbacks and tasks.

import { describe, DeputyError, isStatus, statusOf, textOf } from './error.js';
import { Memory } from './memory.js';
import * as P from './protocol.js';
import { decodeUtf8 } from './utf8.js';
import { decodeContent, decodeValue, RESULT } from './value.js';

/** @typedef {import('./host.js').Host} Host */
/** @typedef {import('./value.js').Crossing} Crossing */

/**
 * A value that native code sent: the result of an export, or of a task.
 * @param {Host} host @param {number} at  its address, 0 if there is none
 * @returns {unknown}
 */
function outcomeAt(host, at) {
  const { memory } = host;
  if (at === 0 || !memory.covers(at, P.VALUE_SIZE)) return undefined;
  // What a promise of ours gave and nobody has fetched: it has not left the host.
  const stashed = (memory.u8[at + P.VALUE_FLAGS] & P.FLAG_STASHED) !== 0 ? host.stash.get(memory.u32[(at + P.VALUE_DATA) >>> 2])?.bytes : undefined;
  if (stashed) return decodeStashed(memory, at, stashed, host.cross);
  try {
    return decodeValue(memory, at, RESULT, host.cross);
  } finally {
    host.callbacks?.giveBack(at, 1);
  }
}

/**
 * How something native ended: with a value, or with the error that tells why not. Never throws, whatever native code wrote.
 * @param {Host} host @param {number} status @param {number} at  address of the value, 0 if there is none @param {string} what  whose it is
 * @param {string} [where]  it ran
 * @returns {[ok: boolean, value: unknown]}
 */
export function ending(host, status, at, what, where) {
  let value;
  try {
    value = outcomeAt(host, at);
  } catch (thrown) {
    if (status === P.STATUS_OK) return [false, errorOf(statusOf(thrown), describe(thrown)[1], what, where)];
  }
  return status === P.STATUS_OK ? [true, value] : [false, errorOf(status, value, what, where)];
}

/**
 * Reads an outcome that never left the host: its head is in the memory, the bytes are these.
 * @param {Memory} memory @param {number} at @param {Uint8Array} bytes @param {Crossing} cross
 */
export function decodeStashed(memory, at, bytes, cross) {
  const head = memory.u32[at >>> 2] & ~(P.FLAG_VIEW << 8);
  const length = memory.u32[(at + P.VALUE_LEN) >>> 2];
  if ((head & 0xff) === P.TAG_STRING) return decodeUtf8(bytes, 0, bytes.length);
  // Its offsets begin with the bytes; buffers of blocks are whole words (`Block.take`).
  const own = bytes.byteOffset === 0 && bytes.buffer.byteLength % 8 === 0 ? bytes : copyOf(bytes);
  return decodeContent(new Memory(own), head, length, 0, RESULT, cross, 0);
}

/** In a buffer of its own, of whole words. @param {Uint8Array} bytes */
function copyOf(bytes) {
  const copy = new Uint8Array((bytes.length + 7) & ~7);
  copy.set(bytes);
  return copy;
}

/**
 * The error that rejects the promise of an export, or of a task that was given to JavaScript.
 * @param {number} status
 * @param {unknown} value  what native code gave with it: a text, what JavaScript threw, or nothing
 * @param {string} what  whose it is
 * @param {string} [where]  it ran, for the stack
 */
export function errorOf(status, value, what, where = '') {
  const isCause = value !== null && (typeof value === 'object' || typeof value === 'function');
  const text = typeof value === 'string' ? value : isCause ? describe(value).slice(0, 2).join(': ') : textOf(status);
  const message = text?.startsWith(`${what}: `) ? text : `${what}: ${text ?? `status ${status}`}`;
  const error = new DeputyError(isStatus(status) ? status : P.STATUS_INTERNAL, message);
  if (isCause) error['cause'] = value;
  if (where) error.stack += `\n    at ${what} (native, ${where})`;
  return error;
}
