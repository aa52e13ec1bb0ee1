// The program hands over the addresses of everything shared: from here on there is a host.

import { DeputyError } from './error.js';
import { Host } from './host.js';
import * as P from './protocol.js';
import { decodeUtf8 } from './utf8.js';

/** For libdeputy.js: the status of its own errors. */
export const CLOSED = P.STATUS_CLOSED;
/** Where in the root a thread says that it has failed. */
export const FAILED = P.ROOT_FAILED;

/** What is chosen for the worker pool: Workers in reserve, Workers at most, milliseconds. @param {Host | null} host @param {number} i */
export const limit = (host, i) => host?.memory.u32[((host.chosen + P.OPTION_RESERVE) >>> 2) + i];

/**
 * What the program calls a thread, or nothing. Runs no native code: the thread may have no stack left for it.
 * @param {{ buffer: ArrayBufferLike }} memory @param {number} root  address @param {number} pthread
 */
export function nameOf({ buffer }, root, pthread) {
  const u32 = new Uint32Array(buffer);
  for (let home = root + P.ROOT_THREADS - P.HOME_NEXT; (home = u32[(home + P.HOME_NEXT) >>> 2]) !== 0;) {
    const at = (/** @type {number} */ offset) => u32[(home + offset) >>> 2];
    if (at(P.HOME_PTHREAD) === pthread && at(P.HOME_NUMBER) !== 0) return decodeUtf8(new Uint8Array(buffer), at(P.HOME_NAME), at(P.HOME_NAME_LEN));
  }
  return '';
}

/**
 * Makes a host over a root (rust-core/src/context.rs): the UI's, unless `rest` names another context.
 * @param {{ buffer: ArrayBufferLike }} memory
 * @param {number} root  address
 * @param {import('./options.js').Chosen[]} chosen  what the page chose
 * @param {Partial<import('./host.js').HostOptions>} rest
 * @throws {DeputyError} the library speaks another protocol
 */
export function start(memory, root, chosen, rest) {
  const u32 = new Uint32Array(memory.buffer);
  const at = (/** @type {number} */ offset) => u32[(root + offset) >>> 2];
  if (at(P.ROOT_PROTOCOL) !== P.PROTOCOL) {
    throw new DeputyError(P.STATUS_UNSUPPORTED,
      `libdeputy-mt.a speaks protocol ${at(P.ROOT_PROTOCOL)} and libdeputy.js ${P.PROTOCOL}: use both from one build of emdeputy`);
  }
  for (const [offset, value] of chosen) u32[(at(P.ROOT_OPTIONS) + offset) >>> 2] = value;
  const host = new Host({ memory, root, context: at(P.ROOT_UI), ...rest });
  host.exports.open(host);
  host.ring();
  return host;
}
