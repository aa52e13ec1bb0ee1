// Values between shared memory and JavaScript: every kind in both directions with its limits; what cannot cross is refused
// by name; what is thrown is described whatever it is.
// FEATURE: F10 F15 F16
import assert from 'node:assert/strict';
import { describe as suite, test } from 'node:test';
import { Native, P } from './native.mjs';
import { DeputyError, describe, statusOf } from '../../emscripten-js/host/error.js';
import { decodeArguments, encodeResult, encodeThrown } from '../../emscripten-js/host/value.js';

suite('arguments', () => {
  const native = new Native();
  const decode = (/** @type {unknown[]} */ ...args) => decodeArguments(native.memory, native.values(args), args.length);

  test('none', () => assert.deepEqual(decodeArguments(native.memory, 0, 0), []));
  test('each kind, alone and together', () => {
    const values = [null, undefined, true, false, 0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, -(2 ** 31) - 1, 0.1, -0, NaN, Infinity,
      -Infinity, 2 ** 53, Number.MIN_VALUE, Number.MAX_VALUE, '', 'abc', 'a\0b', '\u20ac', '\u{1f600}', 'x'.repeat(1000)];
    for (const value of values) assert.deepStrictEqual(decode(value), [value]);
    assert.deepStrictEqual(decode(...values), values);
  });
  test('any byte but 0 is true', () => assert.deepEqual(decode({ tag: P.TAG_BOOL, data: 0x80 }), [true]));
  test('an empty string may lie anywhere', () => assert.deepEqual(decode({ tag: P.TAG_STRING, len: 0, data: 0 }), ['']));

  /** @param {RegExp} words @param {unknown[]} args */
  const refused = (words, ...args) => assert.throws(() => decode(...args), (/** @type {any} */ error) => {
    assert.ok(error instanceof DeputyError);
    assert.equal(error.status, P.STATUS_WRONG_TYPE);
    assert.match(error.message, words);
    return true;
  });
  test('kinds that need a host, and unknown ones, are refused by number', () => {
    for (const tag of [P.TAG_OBJECT, P.TAG_CALLBACK, P.TAG_TASK, 16, 255]) {
      refused(new RegExp(`argument 3 has tag ${tag}\\b`), 1, 2, { tag });
    }
  });
  test('strings outside the memory are refused', () => {
    const size = native.memory.size;
    refused(/argument 1.* 1 bytes/, { tag: P.TAG_STRING, len: 1, data: 0 });
    refused(/argument 2.* 1 bytes/, 0, { tag: P.TAG_STRING, len: 1, data: size });
    refused(/ 2 bytes/, { tag: P.TAG_STRING, len: 2, data: size - 1 });
    refused(/ 4294967295 bytes/, { tag: P.TAG_STRING, len: 0xffffffff, data: 64 });
    refused(/ 16 bytes/, { tag: P.TAG_STRING, len: 16, data: 0xfffffff8 });
    assert.deepEqual(decode({ tag: P.TAG_STRING, len: 1, data: size - 1 }), ['\0']);
  });
  test('an argument array outside the memory is refused', () => {
    for (const [at, count] of [[native.memory.size, 1], [native.memory.size - 16, 2], [0xfffffff0, 1], [64, 0xffffffff]]) {
      assert.throws(() => decodeArguments(native.memory, at, count), { status: P.STATUS_WRONG_TYPE });
    }
  });
  test('arguments and strings in memory that was grown since', () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 8, shared: true });
    const host = new Native({ memory }).memory;
    memory.grow(4);
    const caller = new Native({ memory, from: 2 * 65536 });
    assert.deepEqual(decodeArguments(host, caller.values(['new', 1.5]), 2), ['new', 1.5]);
  });
});

suite('results', () => {
  const native = new Native();
  const frame = native.frame(P.KIND_CALL, native.home());
  /** @param {unknown} value @param {number} tag */
  const is = (value, tag) => {
    assert.equal(encodeResult(native.memory, frame, value), null);
    const outcome = native.outcome(frame);
    assert.equal(outcome.tag, tag);
    assert.deepStrictEqual(outcome.value, value);
  };
  test('each kind', () => {
    is(null, P.TAG_NULL);
    is(undefined, P.TAG_UNDEFINED);
    is(true, P.TAG_BOOL);
    is(false, P.TAG_BOOL);
    for (const value of [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)]) is(value, P.TAG_I32);
    for (const value of [-0, NaN, Infinity, 0.5, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, Number.MIN_VALUE]) is(value, P.TAG_F64);
    for (const value of ['', 'a', 'a\0b', 'x'.repeat(191), 'x'.repeat(192), '\u00e9'.repeat(96), '\u20ac'.repeat(64)]) is(value, P.TAG_STRING);
  });
  test('what does not fit the frame is handed over, and the flag does not stay', () => {
    for (const value of ['x'.repeat(193), '\u00e9'.repeat(97), `${'x'.repeat(190)}\u20ac`, 'x'.repeat(100000)]) {
      const bytes = encodeResult(native.memory, frame, value);
      assert.deepEqual(bytes, new TextEncoder().encode(value));
      const outcome = native.outcome(frame);
      assert.equal(outcome.tag, P.TAG_STRING);
      assert.equal(outcome.length, bytes?.length);
      assert.ok('stash' in outcome);
      is('small', P.TAG_STRING);
      is(1, P.TAG_I32);
    }
  });
  test('nothing beyond the room is written', () => {
    const end = frame + P.FRAME_DATA + P.FRAME_DATA_SIZE;
    native.memory.u8[end] = 0xaa;
    for (let length = 185; length < 200; length++) encodeResult(native.memory, frame, 'x'.repeat(length));
    encodeResult(native.memory, frame, '\u20ac'.repeat(70));
    assert.equal(native.memory.u8[end], 0xaa);
  });
  test('lone surrogates become U+FFFD', () => {
    encodeResult(native.memory, frame, 'a\ud800b');
    assert.equal(native.outcome(frame).value, 'a\ufffdb');
  });
  test('what cannot cross is refused by name', () => {
    class Named {}
    const hostile = new Proxy({}, { ownKeys() { throw new RangeError('hands off'); } });
    for (const [value, words] of /** @type {[unknown, RegExp][]} */ ([
      [new Named(), /the result is an object \(Named\)/], [new Map(), /Map/], [() => 1, /a function/], [Symbol('s'), /a symbol/],
      [[1, { a: new Map() }], /the result\[1\]\.a is an object \(Map\)/], [{ 'b c': Symbol('s') }, /the result\["b c"\] is a symbol/],
    ])) {
      assert.throws(() => encodeResult(native.memory, frame, value), (/** @type {any} */ error) => {
        assert.equal(error.status, P.STATUS_WRONG_TYPE);
        assert.match(error.message, words);
        return true;
      });
    }
    assert.throws(() => encodeResult(native.memory, frame, hostile)); // whatever it is, it is an error
  });
});

suite('what is thrown', () => {
  const native = new Native();
  const frame = native.frame(P.KIND_CALL, native.home());
  test('name, message and stack', () => {
    const error = Object.assign(new TypeError('gr\u00fc\u00df'), { stack: 'here' });
    assert.equal(encodeThrown(native.memory, frame, error), null);
    const { tag, name, message, stack } = native.outcome(frame);
    assert.deepEqual({ tag, name, message, stack }, { tag: P.TAG_ERROR, name: 'TypeError', message: 'gr\u00fc\u00df', stack: 'here' });
  });
  test('a long one is handed over', () => {
    const bytes = encodeThrown(native.memory, frame, new Error('x'.repeat(1000)));
    const [at] = native.bytes(/** @type {Uint8Array} */ (bytes));
    assert.equal(native.error(at).message, 'x'.repeat(1000));
  });
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  for (const [what, thrown, name, message] of /** @type {[string, unknown, string, string?][]} */ ([
    ['a string', 'text', 'string', 'text'], ['null', null, 'object', 'null'], ['undefined', undefined, 'undefined', 'undefined'],
    ['a number', -0, 'number', '0'], ['a bigint', 1n, 'bigint', '1'], ['a symbol', Symbol('s'), 'symbol', 'Symbol(s)'],
    ['no message', new Error(), 'Error', ''], ['something like an error', { name: 'N', message: 'm' }, 'N', 'm'],
    ['a symbol as message', { message: Symbol('m') }, 'Error', 'Symbol(m)'],
    ['throwing getters', { get message() { throw new Error('no'); } }, 'Error'],
    ['no prototype', Object.create(null), 'Error'], ['a revoked proxy', revoked.proxy, 'Error'],
    ['a toString that throws', { toString() { throw new Error('no'); } }, 'Error'],
  ])) {
    test(what, () => {
      const parts = describe(thrown);
      assert.equal(parts.length, 3);
      for (const part of parts) assert.equal(typeof part, 'string');
      assert.equal(parts[0], name);
      if (message !== undefined) assert.equal(parts[1], message);
      assert.equal(statusOf(thrown), P.STATUS_JS_EXCEPTION);
      encodeThrown(native.memory, frame, thrown);
    });
  }
  test('an error of the runtime has its own status, but never OK or an unknown one', () => {
    assert.equal(statusOf(new DeputyError(P.STATUS_NOT_FOUND)), P.STATUS_NOT_FOUND);
    assert.equal(new DeputyError(P.STATUS_NOT_FOUND).code, 'DEPUTY_NOT_FOUND');
    assert.equal(statusOf(new DeputyError(P.STATUS_OK)), P.STATUS_JS_EXCEPTION);
    assert.equal(statusOf(new DeputyError(4711)), P.STATUS_JS_EXCEPTION);
  });
});
