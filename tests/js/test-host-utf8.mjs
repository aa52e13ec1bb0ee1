// The environment's own TextDecoder and shared memory: strings of every length around the host's limits decode, with a byte
// order mark, broken sequences and NUL, whether the environment accepts shared memory or not.
// FEATURE: F10 F15
import { decodeUtf8, encodeAscii, encodeUtf8 } from '../../emscripten-js/host/utf8.js';
import { equal } from '../runner/assert.mjs';

export default async () => {
  const shared = new Uint8Array(new SharedArrayBuffer(4096));
  const plain = new TextDecoder('utf-8', { ignoreBOM: true });
  for (let length = 0; length <= 200; length++) {
    for (const text of ['x'.repeat(length), `\u20ac${'x'.repeat(length)}`, `${'x'.repeat(length)}\u{1f600}`, `\ufeff${'\0'.repeat(length)}`]) {
      const bytes = encodeUtf8(text);
      shared.set(bytes, 5);
      equal(decodeUtf8(shared, 5, bytes.length), text);
    }
  }
  for (const bytes of [[0xff], [0xe2, 0x82], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80, 0x7a], [0x61, 0xf0, 0x9f]]) {
    for (const padding of [0, 100]) {
      const all = Uint8Array.from([...bytes, ...Array.from({ length: padding }, () => 0x61)]);
      shared.set(all, 0);
      equal(decodeUtf8(shared, 0, all.length), plain.decode(all));
    }
  }
  equal(encodeAscii('a'.repeat(192), shared, 0, 192), 192);
  equal(decodeUtf8(shared, 0, 192), 'a'.repeat(192));
  equal([...encodeUtf8('\ud800')], [0xef, 0xbf, 0xbd]);
};
