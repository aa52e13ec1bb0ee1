// The argument block of an export call: values, strings with a NUL behind them, and the name, in the frame or beside it, as
// rust-core/src/value.rs checks it.
// FEATURE: F25
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Native, P } from './native.mjs';
import { encodeBlock } from '../../emscripten-js/host/arguments.js';

const native = new Native();
const frame = native.allocate(P.FRAME_SIZE);

/** Reads the block as native code does. @param {unknown[]} args @param {string} name */
function block(args, name) {
  const large = encodeBlock(native.memory, frame, args, name);
  const size = native.read(frame + P.FRAME_BLOCK);
  const nameLength = native.read(frame + P.FRAME_NAME_LEN);
  assert.equal(native.read(frame + P.FRAME_ARGC), args.length);
  const bytes = (large ?? native.memory.u8.slice(frame + P.FRAME_DATA, frame + P.FRAME_DATA + P.FRAME_DATA_SIZE)).slice(0, size);
  assert.equal(bytes.length, size);
  assert.equal(large === null, size <= P.FRAME_DATA_SIZE);
  const view = new DataView(bytes.buffer);
  const text = (/** @type {number} */ from, /** @type {number} */ to) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.slice(from, to));
  const values = args.map((_, i) => {
    const at = i * P.VALUE_SIZE;
    switch (bytes[at]) {
      case P.TAG_NULL: return null;
      case P.TAG_UNDEFINED: return undefined;
      case P.TAG_BOOL: return bytes[at + P.VALUE_DATA] !== 0;
      case P.TAG_I32: return view.getInt32(at + P.VALUE_DATA, true);
      case P.TAG_F64: return view.getFloat64(at + P.VALUE_DATA, true);
      case P.TAG_STRING: {
        const [from, length] = [view.getUint32(at + P.VALUE_DATA, true), view.getUint32(at + P.VALUE_LEN, true)];
        assert.ok(from >= args.length * P.VALUE_SIZE && from + length < size - nameLength, 'the string lies between values and name');
        assert.equal(bytes[from + length], 0, 'a NUL follows');
        return text(from, from + length);
      }
      default: throw new Error(`tag ${bytes[at]}`);
    }
  });
  return { values, name: text(size - nameLength, size), size };
}

test('each kind, with the name and without', () => {
  const values = [null, undefined, true, false, 0, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 0.5, -0, NaN, Infinity, '', 'text', 'a\0b', 'ä€𝄞', 'x'.repeat(3000)];
  for (const value of values) {
    for (const name of ['', 'f', 'ä.b', 'n'.repeat(500)]) {
      const got = block([value], name);
      assert.deepStrictEqual(got.values, [value]);
      assert.equal(got.name, name);
    }
  }
  assert.deepStrictEqual(block(values, 'all').values, values);
  assert.deepStrictEqual(block([], ''), { values: [], name: '', size: 0 });
});

test('around the size of the frame', () => {
  for (let length = 160; length < 200; length++) {
    const got = block(['y'.repeat(length)], '');
    assert.equal(got.size, 16 + length + 1);
    assert.deepStrictEqual(got.values, ['y'.repeat(length)]);
  }
  for (const count of [11, 12, 13, 100]) assert.deepStrictEqual(block(Array(count).fill(true), '').values, Array(count).fill(true));
  assert.deepStrictEqual(block([...Array(11).fill(7), 'end'], 'f').values, [...Array(11).fill(7), 'end']);
});

test('lone surrogates become U+FFFD, in names too', () => {
  assert.deepStrictEqual(block(['\ud800x'], '\udc00').values, ['\ufffdx']);
  assert.equal(block(['a'], '\udc00').name, '\ufffd');
});

test('what cannot cross is named, at any place', () => {
  for (const [value, words] of /** @type {[unknown, RegExp][]} */ ([
    [Symbol('s'), /argument 2 is a symbol/], [() => {}, /is a function/], [new Map(), /is an object \(Map\)/], [2n ** 63n, /is a bigint/],
    [Promise.resolve(), /\(Promise\).*await it first/], [new (class { constructor() { Object.setPrototypeOf(this, Object.create(null)); } })(), /is an object,/],
  ])) {
    for (const others of [[1], ['text'], ['x'.repeat(300)]]) {
      assert.throws(() => encodeBlock(native.memory, frame, [...others, value], 'f'), words);
      assert.throws(() => encodeBlock(native.memory, frame, [...others, value, 3], ''), words);
    }
  }
});
