// Values that refer to others: each kind goes through the encoder and back through the decoder unchanged; the bytes are those of
// tests/vectors/values.txt, which the core reads too; limits are named; nothing that was kept for a value is left when it cannot cross.
// UPDATE=1 writes the vectors anew.
// FEATURE: F15 F16 F20 F23 F113
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { encodeBlock } from '../../emscripten-js/host/arguments.js';
import { decodeStashed } from '../../emscripten-js/host/ending.js';
import { Memory } from '../../emscripten-js/host/memory.js';
import { decodeArguments, decodeValue, encodeResult, Ref, RESULT } from '../../emscripten-js/host/value.js';
import { Native, P } from './native.mjs';

const native = new Native();
const frame = native.allocate(P.FRAME_SIZE);
const file = new URL('../vectors/values.txt', import.meta.url);

/** What the arguments look like as a block. @param {unknown[]} args @param {import('../../emscripten-js/host/value.js').Crossing} [cross] */
function block(args, cross) {
  const large = encodeBlock(native.memory, frame, args, '', cross);
  return (large ?? native.memory.u8.slice(frame + P.FRAME_DATA, frame + P.FRAME_DATA + P.FRAME_DATA_SIZE)).slice(0, native.read(frame + P.FRAME_BLOCK));
}

/** Reads a block where its offsets are addresses. @param {Uint8Array} bytes @param {number} argc @param {import('../../emscripten-js/host/value.js').Crossing} [cross] */
function read(bytes, argc, cross) {
  const memory = new Memory({ buffer: new SharedArrayBuffer((bytes.length + 7) & ~7) });
  memory.u8.set(bytes);
  return decodeArguments(memory, 0, argc, cross);
}

/** Each as JavaScript's source text: the name of the vector. */
const vectors = ['null', 'undefined', 'true', '-1', '0.5', '-0', '"text"', '"a\\0ä\\u{1f600}"', '""', '0n', '-1n', '2n ** 63n - 1n', '-(2n ** 63n)',
  'new Date(86400000)', 'new Date(NaN)', 'new Uint8Array([1, 2, 255])', 'new Uint8Array()', 'new Int8Array([-1, 2])', 'new Uint8ClampedArray([300])',
  'new Int16Array([-1, 2, 3])', 'new Uint16Array([65535])', 'new Int32Array([-1])', 'new Uint32Array([4294967295])',
  'new BigInt64Array([-1n])', 'new BigUint64Array([2n ** 64n - 1n])', 'new Float32Array([0.5, NaN])', 'new Float64Array([-0, 1e300])',
  '[]', '[1, "two", [3n, [null]], undefined]', '[[], [], [[]]]', '{}', '{ a: 1, "b c": { "": [true] }, "ä": "ö" }', '[{ x: new Uint8Array([7]) }, "y"]'];
/** @param {string} source */
const valueOf = (source) => new Function(`return (${source});`)();

test('each vector has the bytes it always had, and comes back', () => {
  const lines = vectors.map((source) => `${Buffer.from(block([valueOf(source)])).toString('hex')} ${source}`).join('\n') + '\n';
  if (process.env['UPDATE']) writeFileSync(file, lines);
  assert.equal(lines, readFileSync(file, 'utf8'));
  for (const source of vectors) {
    const value = valueOf(source);
    assert.deepStrictEqual(read(block([value]), 1), [value], source);
  }
  const all = vectors.map(valueOf);
  assert.deepStrictEqual(read(block(all), all.length), all);
});

test('as a result, small and stashed', () => {
  for (const value of [...vectors.map(valueOf), Array(100).fill({ a: 'x' }), new Float64Array(1000), { long: 'ä'.repeat(500) }]) {
    const bytes = encodeResult(native.memory, frame, value);
    const at = frame + P.FRAME_RESULT;
    if (bytes) {
      assert.deepStrictEqual(decodeStashed(native.memory, at, bytes, {}), value);
      continue;
    }
    // Content is in the frame, its offsets begin there.
    const content = native.memory.u8.slice(frame + P.FRAME_DATA, frame + P.FRAME_DATA + P.FRAME_DATA_SIZE);
    const tag = native.memory.u8[at];
    const got = [P.TAG_BYTES, P.TAG_ARRAY, P.TAG_RECORD].includes(tag) ? decodeStashed(native.memory, at, content, {})
      : tag === P.TAG_STRING ? native.outcome(frame).value : decodeValue(native.memory, at, RESULT);
    assert.deepStrictEqual(got, value);
  }
});

test('what is read as something simpler', () => {
  const same = (/** @type {unknown} */ value, /** @type {unknown} */ expected) => assert.deepStrictEqual(read(block([value]), 1), [expected]);
  same(new ArrayBuffer(3), new Uint8Array(3));
  same(new SharedArrayBuffer(2), new Uint8Array(2));
  same(new DataView(new Uint8Array([1, 2, 3]).buffer, 1), new Uint8Array([2, 3]));
  same(new Uint16Array(new Uint8Array([1, 0, 2, 0]).buffer, 2, 1), new Uint16Array([2]));
  same(Buffer.from('ab'), new Uint8Array([97, 98]));
  const detached = new Uint8Array(4);
  structuredClone(detached.buffer, { transfer: [detached.buffer] });
  same(detached, new Uint8Array());
  // Holes are undefined; only elements of an array and own enumerable string keys of an object cross.
  same([1, , 3], [1, undefined, 3]); // eslint-disable-line no-sparse-arrays
  same(Object.assign([1], { more: 2 }), [1]);
  same(Object.create(null, { seen: { value: 1, enumerable: true }, hidden: { value: 2 } }), { seen: 1 });
  same({ [Symbol('s')]: 1, a: 2 }, { a: 2 });
  same({ get computed() { return 7; } }, { computed: 7 });
  const [proto] = /** @type {any[]} */ (read(block([JSON.parse('{"__proto__": {"x": 1}}')]), 1));
  assert.equal(Object.getPrototypeOf(proto), Object.prototype);
  assert.deepStrictEqual(Object.keys(proto), ['__proto__']);
  const [error] = /** @type {any[]} */ (read(block([new TypeError('wörd')]), 1));
  assert.deepEqual([error.name, error.message], ['TypeError', 'wörd']);
});

test('limits are named', () => {
  const circle = /** @type {any} */ ({ a: { b: [1, 2, 3, null] } });
  circle.a.b[3] = circle.a;
  const deep = (/** @type {number} */ levels) => { let value = /** @type {unknown} */ (0); for (let i = 0; i < levels; i++) value = [value]; return value; };
  const refuses = (/** @type {unknown} */ value, /** @type {number} */ status, /** @type {RegExp} */ message) => {
    assert.throws(() => encodeResult(native.memory, frame, value), (/** @type {any} */ error) => (assert.match(error.message, message), error.status === status));
    assert.throws(() => block([1, value]), { status });
  };
  refuses(circle, P.STATUS_OUT_OF_RANGE, /^the result has a cycle at \.a\.b\[3\]$/);
  refuses(deep(65), P.STATUS_OUT_OF_RANGE, /more than 64 levels deep/);
  assert.deepStrictEqual(read(block([deep(64)]), 1), [deep(64)]);
  // The same thing twice is no cycle.
  const twice = { x: 1 };
  assert.deepStrictEqual(read(block([[twice, twice]]), 1), [[twice, twice]]);
  refuses([2n ** 63n], P.STATUS_OUT_OF_RANGE, /^the result\[0\] is a bigint/);
  refuses(-(2n ** 63n) - 1n, P.STATUS_OUT_OF_RANGE, /bigint/);
  refuses(Array(2 ** 27), P.STATUS_OUT_OF_RANGE, /needs 2147483648 bytes/);
  refuses({ a: Symbol('s') }, P.STATUS_WRONG_TYPE, /^the result\.a is a symbol/);
  assert.throws(() => block([1, { a: [Symbol('s')] }]), /^DeputyError: argument 2\.a\[0\] is a symbol/);
  // What a getter throws is the program's.
  assert.throws(() => block([{ get a() { throw new RangeError('mine'); } }]), RangeError);
  // Nothing of a failure stays.
  assert.deepStrictEqual(read(block([[1]]), 1), [[1]]);
});

test('getters that encode while something is encoded', () => {
  const inner = { get again() { return read(block([['inner', { x: 1n }]]), 1)[0]; }, after: 'x'.repeat(3000) };
  assert.deepStrictEqual(read(block([inner]), 1), [{ again: ['inner', { x: 1n }], after: 'x'.repeat(3000) }]);
});

test('what stays where it is', () => {
  const kept = /** @type {Map<number, object>} */ (new Map());
  const cross = {
    objects: {
      owner: 1, keep: (/** @type {object} */ object) => (kept.set(2 * kept.size + 2 ** 40, object), 2 * (kept.size - 1) + 2 ** 40),
      get: (/** @type {number} */ serial) => /** @type {object} */ (kept.get(serial)), known: () => undefined,
    },
    dropHandles: (/** @type {number[]} */ serials) => serials.forEach((serial) => kept.delete(serial)),
  };
  const things = [new Map(), () => 1, new (class Named {})(), Promise.resolve(), new Ref([1]), new Ref({})];
  const got = read(block([things, { f: things[1] }], cross), 2, cross);
  assert.deepEqual(got, [[things[0], things[1], things[2], things[3], [1], {}], { f: things[1] }]);
  kept.clear();
  assert.throws(() => block([[new Map(), new Map(), Symbol('s')]], cross));
  assert.equal(kept.size, 0);
  assert.equal(encodeResult(native.memory, frame, [1], cross, P.CALL_OBJECT), null);
  assert.equal(native.memory.u8[frame + P.FRAME_RESULT], P.TAG_OBJECT);
  assert.throws(() => new Ref(1), /expected an object/);
});

test('JSON', () => {
  for (const [value, text] of /** @type {[unknown, string][]} */ ([[{ a: [1, null] }, '{"a":[1,null]}'], [NaN, 'null'], ['ä', '"ä"'], [-0, '0'], [new Date(0), '"1970-01-01T00:00:00.000Z"']])) {
    assert.equal(encodeResult(native.memory, frame, value, {}, P.CALL_JSON), null);
    const length = native.read(frame + P.FRAME_RESULT + P.VALUE_LEN);
    assert.equal(native.text(frame + P.FRAME_DATA, length), text);
    assert.equal(native.memory.u8[frame + P.FRAME_RESULT], P.TAG_JSON);
  }
  const circle = /** @type {any} */ ({});
  circle.circle = circle;
  for (const value of [undefined, () => 1, Symbol('s'), 1n, circle]) {
    assert.throws(() => encodeResult(native.memory, frame, value, {}, P.CALL_JSON), { status: P.STATUS_WRONG_TYPE });
  }
  const [at, length] = native.bytes('{"a":[1,"ä"]}');
  assert.deepStrictEqual(decodeArguments(native.memory, native.values([{ tag: P.TAG_JSON, len: length, data: at }]), 1), [{ a: [1, 'ä'] }]);
  assert.throws(() => decodeArguments(native.memory, native.values([{ tag: P.TAG_JSON, len: length - 1, data: at }]), 1),
    (/** @type {any} */ error) => (assert.match(error.message, /^argument 1 is no JSON text: /), error.status === P.STATUS_WRONG_TYPE));
});

test('pointers of native code', () => {
  const decode = (/** @type {any} */ ...args) => decodeArguments(native.memory, native.values(args), args.length);
  const inner = native.values([1, 'two']);
  assert.deepStrictEqual(decode({ tag: P.TAG_ARRAY, len: 2, data: inner }), [[1, 'two']]);
  assert.deepStrictEqual(decode({ tag: P.TAG_RECORD, len: 1, data: native.values(['k', 5]) }, { tag: P.TAG_ARRAY, len: 0, data: 0 }), [{ k: 5 }, []]);
  const refuses = (/** @type {any} */ value, /** @type {number} */ status, /** @type {RegExp} */ message) =>
    assert.throws(() => decode(1, value), (/** @type {any} */ error) => (assert.match(error.message, message), error.status === status));
  refuses({ tag: P.TAG_ARRAY, len: 2, data: 0 }, P.STATUS_WRONG_TYPE, /^argument 2: NULL with a length of 2/);
  refuses({ tag: P.TAG_ARRAY, len: 0xffffffff, data: inner }, P.STATUS_WRONG_TYPE, /lie outside the memory/);
  refuses({ tag: P.TAG_RECORD, len: 1, data: inner }, P.STATUS_WRONG_TYPE, /key 0 has tag 3/);
  refuses({ tag: P.TAG_ARRAY, len: 1, data: native.values([{ tag: 200 }]) }, P.STATUS_WRONG_TYPE, /^argument 2\[0\] has tag 200/);
  refuses({ tag: P.TAG_BYTES, len: 10, data: native.memory.size - 5 }, P.STATUS_WRONG_TYPE, /10 bytes lie outside/);
  // A circle of pointers, and the same one again and again.
  const loop = native.values([null, null]);
  for (const at of [loop, loop + 16]) native.value(at, { tag: P.TAG_ARRAY, len: 2, data: loop });
  refuses({ tag: P.TAG_ARRAY, len: 1, data: loop }, P.STATUS_OUT_OF_RANGE, /levels deep|too large/);
  const kind = (/** @type {number} */ number, /** @type {number} */ len, /** @type {number} */ data, flags = 0) => {
    const at = native.values([{ tag: P.TAG_ARRAY, len, data }]);
    native.memory.u8[at + P.VALUE_KIND] = number;
    native.memory.u8[at + P.VALUE_FLAGS] = flags;
    return at;
  };
  const doubles = native.allocate(24);
  native.memory.f64.set([1, 2, 3], doubles / 8);
  assert.deepStrictEqual(decodeValue(native.memory, kind(P.ELEMENT_F64, 3, doubles), 0), new Float64Array([1, 2, 3]));
  assert.throws(() => decodeValue(native.memory, kind(12, 1, doubles), 0), /an array of kind 12/);
  // Views.
  let views = 0;
  const cross = { view: () => void views++ };
  const view = /** @type {Float64Array} */ (decodeValue(native.memory, kind(P.ELEMENT_F64, 3, doubles, P.FLAG_VIEW), 0, cross));
  assert.equal(view.buffer, native.memory.u8.buffer);
  view[0] = 9;
  assert.equal(native.memory.f64[doubles / 8], 9);
  assert.equal(views, 1);
  assert.throws(() => decodeValue(native.memory, kind(P.ELEMENT_F64, 1, doubles + 4, P.FLAG_VIEW), 0, cross), /not aligned to 8/);
  assert.throws(() => decodeValue(native.memory, kind(P.ELEMENT_F64, 3, doubles, P.FLAG_VIEW), 0), /is a view/);
});

test('an interned string is decoded once', () => {
  const [at, len] = native.bytes('name');
  const slot = native.values([{ tag: P.TAG_STRING, len, data: at }]);
  native.memory.u8[slot + P.VALUE_FLAGS] = P.FLAG_INTERNED;
  native.write(slot + P.VALUE_DATA + 4, 77);
  assert.equal(decodeValue(native.memory, slot, 0), 'name');
  native.memory.u8[at] = 0x58;
  assert.equal(decodeValue(native.memory, slot, 0), 'name');
});
