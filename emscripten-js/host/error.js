// Errors with a status, and the bytes of an error on its way to native code.

import { putHandle } from './handle.js';
import * as P from './protocol.js';
import { say } from './say.js';
import { textAt } from './texts.js';
import { decodeUtf8, encodeUtf8 } from './utf8.js';

/** @param {number} status */
export const isStatus = (status) => status <= 0 && -status < P.STATUS_COUNT && status % 1 === 0;

/** What a status means, in words if there are any yet. Of what is none, there is nothing to say. @param {number} status */
export const textOf = (status) => isStatus(status) ? textAt(-status) || nameOf(status) : undefined;

/** Its name. @param {number} status */
const nameOf = (status) => P.STATUS_EARLY[-status] ?? textAt(P.STATUS_COUNT - status);

/** An error of the runtime itself: `status` is a number of deputy_status. */
export class DeputyError extends Error {
  /**
   * @param {number} status
   * @param {string} [message]  defaults to what the status means
   */
  constructor(status, message) {
    super(message || textOf(status) || 'unknown status');
    this.name = 'DeputyError';
    this['status'] = status;
    this['code'] = nameOf(status) || 'DEPUTY_INTERNAL';
  }
}

/**
 * The status of something that was thrown: its own, or JS_EXCEPTION for what user code threw. Never throws itself:
 * even `instanceof` can, on a revoked proxy.
 * @param {unknown} thrown
 * @returns {number}
 */
export function statusOf(thrown) {
  try {
    if (thrown instanceof DeputyError) {
      const status = thrown['status'];
      if (status !== P.STATUS_OK && isStatus(status)) return status;
    }
  } catch { /* not one of ours */ }
  return P.STATUS_JS_EXCEPTION;
}

/**
 * Name, message and stack of whatever was thrown. Never throws itself, whatever getters do.
 * @param {unknown} thrown
 * @returns {[string, string, string]}
 */
export function describe(thrown) {
  try {
    if (thrown !== null && typeof thrown === 'object' && ('message' in thrown || 'name' in thrown)) {
      const e = /** @type {{name?: unknown, message?: unknown, stack?: unknown}} */ (thrown);
      return [text(e.name, 'Error'), text(e.message, ''), text(e.stack, '')];
    }
    return [typeof thrown, String(thrown), ''];
  } catch {
    return ['Error', say`an object that cannot be described was thrown`, ''];
  }
}

/** @param {unknown} value @param {string} fallback */
const text = (value, fallback) => (value === undefined ? fallback : String(value));

/**
 * The bytes of an error value: the handle of what was thrown, three lengths, then name, message and stack, each followed by a
 * NUL. `deputy_error_name` and its like read them (rust-core/src/ffi/value.rs).
 * @param {unknown} thrown
 * @param {number} [serial]  of its handle
 * @param {number} [owner]
 * @param {string} [where]  ends the stack
 * @returns {Uint8Array}
 */
export function encodeError(thrown, serial = 0, owner = 0, where = '') {
  const [name, message, stack] = describe(thrown);
  const parts = [name, message, where && stack ? `${stack.trimEnd()}\n${where}` : stack || where].map(encodeUtf8);
  const bytes = new Uint8Array(P.ERROR_TEXTS + parts.reduce((sum, part) => sum + part.length + 1, 0));
  const words = new Uint32Array(bytes.buffer, 0, P.ERROR_TEXTS / 4);
  putHandle({ u32: words }, P.ERROR_OBJECT, serial, owner);
  let at = P.ERROR_TEXTS;
  parts.forEach((part, i) => {
    words[P.ERROR_LENGTHS / 4 + i] = part.length;
    bytes.set(part, at);
    at += part.length + 1;
  });
  return bytes;
}

/**
 * An error again from what `encodeError` made. Bytes that are not that make an error, too.
 * @param {Uint8Array} bytes
 */
export function decodeError(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = P.ERROR_TEXTS;
  const [name, message, stack] = [0, 4, 8].map((offset) => {
    const length = bytes.length < at ? 0 : Math.min(view.getUint32(P.ERROR_LENGTHS + offset, true), bytes.length - at);
    const part = decodeUtf8(bytes, at, length);
    at += length + 1;
    return part;
  });
  const error = new Error(message);
  error.name = name;
  error.stack = stack;
  return error;
}
