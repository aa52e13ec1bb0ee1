// Copies into shared memory give the same bytes wherever both sides lie within a word, and touch nothing else.
// FEATURE: F81 F83
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copy } from '../../emscripten-js/host/copy.js';

test('copies of any length, from and to any place', () => {
  const lengths = [0, 1, 255, 256, 1000, 65535, 65536, 65537, 200_001];
  const source = Uint8Array.from({ length: 200_020 }, (_, i) => i * 31 + (i >>> 8));
  for (const length of lengths) {
    for (const [from, to, at] of [[0, 0, 0], [5, 0, 0], [0, 3, 0], [3, 3, 0], [3, 1, 2], [7, 2, 12], [1, 6, 7]]) {
      const memory = new Uint8Array(new SharedArrayBuffer(200_040)).fill(170);
      const part = source.subarray(from, from + length);
      copy(memory.subarray(to), part, at);
      const begin = to + at;
      assert.ok(Buffer.compare(memory.slice(begin, begin + length), part) === 0, `${length} from ${from} to ${to} + ${at}`);
      assert.ok(memory.subarray(0, begin).every((byte) => byte === 170) && memory.subarray(begin + length).every((byte) => byte === 170));
    }
  }
});
