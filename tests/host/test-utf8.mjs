// UTF-8 in shared memory, with a TextDecoder that refuses shared memory as browsers do: every length around the limits of
// the short ways, any mix of characters, broken sequences as the web platform decodes them, byte order marks kept.
// FEATURE: F10 F15
import assert from 'node:assert/strict';
import { test } from 'node:test';
import './strict.mjs';
import { decodeUtf8, encodeAscii, encodeUtf8 } from '../../emscripten-js/host/utf8.js';

const shared = new Uint8Array(new SharedArrayBuffer(4096));
/** @param {Uint8Array} bytes @param {number} at */
function decodeAt(bytes, at) {
  shared.fill(0xff); // what lies around must not matter
  shared.set(bytes, at);
  return decodeUtf8(shared, at, bytes.length);
}
const expected = (/** @type {Uint8Array} */ bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.slice());

test('the guard: this TextDecoder refuses shared memory', () => {
  assert.throws(() => new TextDecoder().decode(shared), TypeError);
});

test('ASCII of every length, anywhere', () => {
  for (let length = 0; length <= 200; length++) {
    const text = String.fromCharCode(...Array.from({ length }, (_, i) => (i * 7 + length) % 128));
    assert.equal(decodeAt(new TextEncoder().encode(text), length % 9), text);
  }
});

test('one character that is not ASCII, at every place of every length', () => {
  for (const character of ['\u0080', '\u00e9', '\u20ac', '\u{1f600}']) {
    for (let length = 0; length <= 60; length++) {
      for (let at = 0; at <= length; at++) {
        const text = 'x'.repeat(at) + character + 'y'.repeat(length - at);
        assert.equal(decodeAt(new TextEncoder().encode(text), 1), text);
      }
    }
  }
});

test('byte order marks stay', () => {
  for (const rest of ['', 'a', '\ufeff', 'x'.repeat(40), 'x'.repeat(100)]) {
    assert.equal(decodeAt(new TextEncoder().encode(`\ufeff${rest}`), 0), `\ufeff${rest}`);
  }
});

test('any bytes at all decode as the platform decodes them', () => {
  let seed = 12345;
  const random = (/** @type {number} */ below) => (seed = (seed * 1103515245 + 12345) >>> 0) % below;
  const interesting = [0x00, 0x41, 0x7f, 0x80, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xed, 0xa0, 0xef, 0xbb, 0xf0, 0xf4, 0x90, 0xf8, 0xff];
  for (let turn = 0; turn < 3000; turn++) {
    const bytes = Uint8Array.from({ length: random(turn % 2 ? 8 : 90) }, () => interesting[random(interesting.length)]);
    assert.equal(decodeAt(bytes, random(5)), expected(bytes), `bytes ${bytes}`);
  }
});

test('the memory around is not read', () => {
  shared.fill(0xbf);
  shared.set([0xe2, 0x82], 10); // would be a euro sign with 0xac behind it
  shared[12] = 0xac;
  assert.equal(decodeUtf8(shared, 10, 2), '\ufffd');
});

test('short ASCII is written in place, everything else is left to the other way', () => {
  for (const length of [0, 1, 31, 32, 47, 48, 49, 191, 192]) {
    shared.fill(0);
    const text = 'a'.repeat(length);
    assert.equal(encodeAscii(text, shared, 3, 192), length);
    assert.equal(String.fromCharCode(...shared.slice(3, 3 + length)), text);
    assert.equal(shared[3 + length], 0);
    assert.equal(shared[2], 0);
  }
  assert.equal(encodeAscii('a'.repeat(193), shared, 0, 192), -1);
  assert.equal(encodeAscii('abc', shared, 0, 2), -1);
  assert.equal(encodeAscii('ab\u0080', shared, 0, 192), -1);
  assert.equal(encodeAscii('\0', shared, 0, 1), 1);
});

test('lone surrogates encode as U+FFFD', () => {
  assert.deepEqual(encodeUtf8('\ud800'), Uint8Array.of(0xef, 0xbf, 0xbd));
  assert.deepEqual(encodeUtf8('a\udc00\ud800b'), Uint8Array.of(0x61, 0xef, 0xbf, 0xbd, 0xef, 0xbf, 0xbd, 0x62));
});
