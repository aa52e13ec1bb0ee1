// Copies of many bytes into shared memory. Part of http.js and of ws.js.

/** Bytes that are moved at a time: they stay in the cache. */
const PIECE = 1 << 16;

/** @type {Uint8Array | undefined} */
let piece;

/**
 * As `to.set(from, at)`. V8 copies into shared memory word by word, which is an eighth of the work, only if both lie at the same
 * place within a word: if not, bytes go by way of memory in which they do.
 * @param {Uint8Array} to @param {Uint8Array} from @param {number} at
 */
export function copy(to, from, at) {
  const shift = (to.byteOffset + at) & 7;
  if (from.length < 256 || (from.byteOffset & 7) === shift) return to.set(from, at);
  piece ??= new Uint8Array(PIECE + 8);
  for (let done = 0; done < from.length; done += PIECE) {
    const part = from.subarray(done, done + PIECE);
    piece.set(part, shift);
    to.set(piece.subarray(shift, shift + part.length), at + done);
  }
}
