// What native code hands to the host is not trusted: random values, argument arrays, frames, blocks and errors. Decoders throw
// DeputyErrors and nothing else, a host that runs such frames throws nothing, gives every frame back, and writes nowhere but
// where its frames say.
// FEATURE: F113
// TIMEOUT: 120
import assert from 'node:assert/strict';
import test from 'node:test';
import { encodeBlock } from '../../emscripten-js/host/arguments.js';
import { errorOf } from '../../emscripten-js/host/ending.js';
import { decodeError, DeputyError, encodeError } from '../../emscripten-js/host/error.js';
import { Host } from '../../emscripten-js/host/host.js';
import { Into } from '../../emscripten-js/host/into.js';
import { Tasks } from '../../emscripten-js/host/tasks.js';
import { Memory } from '../../emscripten-js/host/memory.js';
import { decodeArguments, decodeValue, encodeResult } from '../../emscripten-js/host/value.js';
import { Native, P, turn } from './native.mjs';

const COUNT = Number(process.env['FUZZ'] ?? 20_000);
const SIZE = 1 << 16;

/** @param {number} seed */
function dice(seed) {
  let state = seed || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const below = (/** @type {number} */ sides) => next() % sides;
  /** @template T @param {T[]} of @returns {T} */
  const one = (of) => /** @type {T} */ (of[below(of.length)]);
  /** Numbers at which things change: small, at the end of the memory, at the ends of 32 bits. */
  const number = () => one([0, 1, below(16), below(300), below(SIZE), SIZE - below(40), SIZE + below(40), 0x7fffffff, 0x80000000, 0xffffffff - below(16), next()]) >>> 0;
  return { next, below, one, number };
}

/** What may be thrown. @param {() => unknown} run */
function onlyDeputyErrors(run) {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof DeputyError)) throw error;
    return error;
  }
}

/** Random bytes in which tags, flags and lengths are plausible now and then. @param {ReturnType<typeof dice>} d @param {Memory} memory @param {number} at */
function randomValue(d, memory, at) {
  const words = memory.u32;
  for (let i = 0; i < 4; i++) words[(at >>> 2) + i] = d.number();
  memory.u8[at + P.VALUE_TAG] = d.below(8) ? d.below(17) : d.below(256);
  if (d.below(2)) memory.u8[at + P.VALUE_KIND] = d.below(13), (memory.u8[at + P.VALUE_KIND + 1] = 0);
  if (d.below(2)) words[(at + P.VALUE_LEN) >>> 2] = d.below(9);
  memory.u8[at + P.VALUE_FLAGS] = d.below(4) ? 0 : d.below(256);
}

test('values and argument arrays', () => {
  const d = dice(1);
  const memory = new Memory({ buffer: new SharedArrayBuffer(SIZE) });
  for (let i = 0; i < SIZE; i += 4) memory.u32[i >>> 2] = d.next();
  const before = memory.u8.slice(256);
  for (let i = 0; i < COUNT; i++) {
    randomValue(d, memory, 64);
    onlyDeputyErrors(() => decodeValue(memory, 64, 0));
    onlyDeputyErrors(() => decodeValue(memory, d.number(), 0, { promise: (task) => task }));
    onlyDeputyErrors(() => decodeArguments(memory, d.one([64, d.number()]), d.one([d.below(9), d.below(5000), 0xffffffff]), { promise: (task) => task }));
  }
  assert.deepEqual(memory.u8.slice(256), before, 'reading writes nothing');
});

test('errors', () => {
  const d = dice(2);
  for (let i = 0; i < COUNT; i++) {
    const bytes = d.below(2) ? encodeError(new TypeError('x'.repeat(d.below(100)))) : new Uint8Array(d.below(64));
    for (let n = d.below(6); n > 0 && bytes.length > 0; n--) bytes[d.below(bytes.length)] = d.next();
    const error = decodeError(bytes.subarray(0, d.below(bytes.length + 1)));
    assert.ok(error instanceof Error);
    for (const part of [error.name, error.message, error.stack]) assert.equal(typeof part, 'string');
    assert.ok(errorOf(d.number() | 0, d.one([error, 'text', undefined, 7]), 'f') instanceof DeputyError);
  }
});

test('results and blocks: whatever JavaScript gives', () => {
  const d = dice(3);
  const memory = new Memory({ buffer: new SharedArrayBuffer(SIZE) });
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const circle = /** @type {unknown[]} */ ([]);
  circle.push({ circle });
  const values = () => d.one([
    undefined, null, true, 0, -0, NaN, 2 ** 31, -(2 ** 31), 1.5, '', 'x'.repeat(d.below(400)), '\ud800', '\0', 'é'.repeat(d.below(120)),
    10n, 2n ** 70n, Symbol('s'), () => 1, {}, [], new Date(), new Date(NaN), Object.create(null), new Map(), revoked.proxy, circle,
    [1, ['two', { three: 3n }], d.below(4) ? null : Symbol('s')], { a: [], b: new Uint8Array(d.below(300)), 'ä': new Float64Array(d.below(40)) },
    new Error('e'), new Uint8Array(d.below(300)), new BigInt64Array(2), new DataView(new ArrayBuffer(5)), new SharedArrayBuffer(3),
    new Proxy([1, 2], {}), new Proxy({}, { ownKeys() { throw new DeputyError(P.STATUS_CLOSED); } }), Object.create(Date.prototype),
    { get constructor() { throw new DeputyError(P.STATUS_STALE); } }, Promise.resolve(1), 'a'.repeat(192), 'a'.repeat(193),
  ]);
  const frame = 1024;
  for (let i = 0; i < COUNT; i++) {
    memory.u8.fill(0xa5, frame - 64, frame + P.FRAME_SIZE + 64);
    const args = Array.from({ length: d.below(16) }, values);
    const block = onlyDeputyErrors(() => encodeBlock(memory, frame, args, d.one(['', 'name', 'x'.repeat(300)])));
    const result = onlyDeputyErrors(() => encodeResult(memory, frame, values()));
    for (const made of [block, result]) assert.ok(made === null || made instanceof Uint8Array || made instanceof DeputyError);
    for (const [from, to] of [[frame - 64, frame], [frame + P.FRAME_SIZE, frame + P.FRAME_SIZE + 64]]) {
      assert.ok(memory.u8.subarray(from, to).every((byte) => byte === 0xa5), 'written outside the frame');
    }
  }
});

test('frames: kinds, addresses, lengths', async (t) => {
  const real = console.error;
  console.error = () => {};
  t.after(() => { console.error = real; });
  const d = dice(4);
  const native = new Native({ bytes: SIZE });
  let seen = 0;
  /** Functions that get promises listen to them. @param {unknown[]} args */
  const hear = (args) => {
    seen++;
    for (const arg of args) if (arg instanceof Promise) arg.catch(() => {});
    return args;
  };
  native.write(P.ROOT_IO, native.allocate(P.CONTEXT_SIZE, 64));
  const host = new Host({
    Tasks,
    Into,
    memory: native.wasmMemory,
    context: native.context,
    linger: 0,
    roots: [{
      give: (/** @type {unknown[]} */ ...args) => hear(args)[0],
      fails(/** @type {unknown[]} */ ...args) {
        hear(args);
        throw new RangeError('on purpose');
      },
      large: (/** @type {unknown[]} */ ...args) => 'x'.repeat(1000 * hear(args).length),
      later: async (/** @type {unknown[]} */ ...args) => hear(args).length,
      rejects: async (/** @type {unknown[]} */ ...args) => {
        hear(args);
        throw new Error('on purpose');
      },
    }],
    onError: () => {},
    onLog: () => {},
    native: () => {},
  });
  native.host = host;
  host.exports.open(host);
  const home = native.home();
  const names = ['give', 'fails', 'large', 'later', 'rejects', 'absent', 'give.deeper', '', '\0', 'constructor', '__proto__.x'];
  const [text] = native.bytes('some text in the memory');
  const frames = Array.from({ length: 16 }, () => native.frame(P.KIND_POST, home, 'give', []));
  const values = native.allocate(8 * P.VALUE_SIZE);
  const guard = native.top + 64;
  for (let at = guard; at < SIZE; at++) native.memory.u8[at] = 0x5a;
  const kinds = Array.from({ length: 16 }, (_, kind) => kind).concat([255, 0x7fffffff, -1]);
  let back = 0, sent = 0;
  const free = [...frames];
  for (let i = 0; i < COUNT; i++) {
    const frame = free.pop();
    if (frame !== undefined) {
      native.top = guard - 64;
      for (let v = 0; v < 8; v++) {
        randomValue(d, native.memory, values + v * P.VALUE_SIZE);
        // Mostly within the memory.
        if (d.below(2)) native.memory.u8[values + v * P.VALUE_SIZE + P.VALUE_TAG] = d.below(7);
        if (d.below(4)) native.write(values + v * P.VALUE_SIZE + P.VALUE_DATA, text), native.write(values + v * P.VALUE_SIZE + P.VALUE_LEN, d.below(24));
      }
      const kind = d.one(kinds);
      const which = d.below(4) ? d.below(5) : d.below(names.length);
      const [name, length] = native.bytes(names[which]);
      native.write(frame + P.FRAME_KIND, kind >>> 0);
      native.write(frame + P.FRAME_TARGET, d.below(8) ? which + 1 : d.one([d.below(20), d.number()]));
      native.write(frame + P.FRAME_NAME, d.below(4) ? name : d.number());
      native.write(frame + P.FRAME_NAME_LEN, d.below(4) ? length : d.number());
      // A fetch writes where it is told to; that is not to be the frames.
      const fetches = kind === P.KIND_FETCH || kind === P.KIND_READ;
      native.write(frame + P.FRAME_ARGS, fetches ? d.one([0, values, SIZE - 8, 0xfffffff0]) : d.below(3) ? values : d.number());
      native.write(frame + P.FRAME_ARGC, d.below(4) ? d.below(3) : d.number());
      native.write(frame + P.FRAME_STATUS, d.one([0, -1, -5, -8, d.number()]));
      native.write(frame + P.FRAME_SERIAL, d.number());
      native.write(frame + P.FRAME_FLAGS, d.number());
      native.write(frame + P.FRAME_STATE, d.below(8) ? 0 : P.STATE_ABANDONED);
      native.write(frame + P.FRAME_HOME, home);
      sent++;
      // Answers of calls that are not out, and native functions, are given to nobody: the test has them again itself.
      const nobodys = kind === P.KIND_ANSWER || kind === P.KIND_NATIVE;
      const left = (native.state(frame) & P.STATE_ABANDONED) !== 0;
      assert.doesNotThrow(() => host.run(frame), `kind ${kind}`);
      if (nobodys || kind === P.KIND_ASYNC) back++, free.push(frame);
      else if (native.isDone(frame) && !left) back++, free.push(frame);
    }
    host.objects.betweenBatches(host.memory, host.returns);
    host.returns.flush();
    for (const frame of native.returned(home)) back++, free.push(frame);
    if (free.length < 4) {
      await turn();
      // What was answered later, by its caller.
      for (const frame of frames) if (!free.includes(frame) && native.isDone(frame)) back++, free.push(frame);
    }
  }
  await turn();
  await turn();
  host.returns.flush();
  back += native.returned(home).length;
  assert.ok(seen > sent / 50 && sent > COUNT / 10, `functions ran ${seen} times of ${sent}`);
  assert.ok(back >= sent - frames.length, `${sent} frames were sent, ${back} came back`);
  for (let at = guard; at < SIZE - 8; at++) assert.equal(native.memory.u8[at], 0x5a, `written at ${at}`);
});
