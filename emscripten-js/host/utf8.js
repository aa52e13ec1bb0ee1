// UTF-8 in shared memory. Browsers refuse shared memory in TextDecoder (Node accepts it), so short strings are decoded
// here and long ones are copied first.

// A BOM stays.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** Up to here a loop is faster than a copy and a decoder. */
const SHORT = 48;

/**
 * @param {Uint8Array} u8
 * @param {number} start
 * @param {number} length
 * @returns {string}  bytes that are not UTF-8 become U+FFFD; NUL stays
 */
export function decodeUtf8(u8, start, length) {
  if (length <= SHORT) {
    let text = '';
    let i = start;
    const end = start + length;
    for (; i < end; i++) {
      const byte = u8[i];
      if (byte >= 0x80) break;
      text += String.fromCharCode(byte);
    }
    if (i === end) return text;
  }
  // slice() copies out of the shared memory.
  return decoder.decode(u8.slice(start, start + length));
}

/**
 * Writes a short ASCII string; returns its length, or -1 if it is not ASCII or does not fit.
 * @param {string} text
 * @param {Uint8Array} u8
 * @param {number} start
 * @param {number} room
 */
export function encodeAscii(text, u8, start, room) {
  const length = text.length;
  if (length > room || length > SHORT * 4) return -1;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return -1;
    u8[start + i] = code;
  }
  return length;
}

/**
 * @param {string} text
 * @returns {Uint8Array}  lone surrogates become U+FFFD
 */
export const encodeUtf8 = (text) => encoder.encode(text);
