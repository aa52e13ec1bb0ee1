// Calls of exports in the host, against native code played here: frames of the stock are used again, asked for when they run out, and
// given back whatever happens; a caller that leaves, an answer that comes late and the end of the program each settle a call once.
// FEATURE: F25 F13
import assert from 'node:assert/strict';
import { describe as suite, test } from 'node:test';
import { Native, P, turn, until } from './native.mjs';
import { DeputyError } from '../../emscripten-js/host/error.js';
import { Exports } from '../../emscripten-js/host/exports.js';
import { Host } from '../../emscripten-js/host/host.js';
import { Tasks } from '../../emscripten-js/host/tasks.js';

/** @param {number} frames  in the stock */
function setUp(frames = 3) {
  const native = new Native();
  const [io, main] = [native, native].map(() => native.allocate(P.CONTEXT_SIZE, 64));
  const [ioOwner, mainOwner, stock] = [0, 0, 0].map(() => native.home());
  native.write(io + P.CONTEXT_OWNER, ioOwner);
  native.write(main + P.CONTEXT_OWNER, mainOwner);
  const hasExports = P.ROOT_EXPORTS;
  native.write(hasExports, 1);
  native.write(P.ROOT_IO, io);
  native.write(P.ROOT_MAIN, main);
  native.write(P.ROOT_STOCK, stock);
  const restock = (/** @type {number} */ count) => native.restock(stock, count);
  restock(frames);
  const exports = new Exports();
  const open = () => {
    const host = new Host({ Tasks, memory: native.wasmMemory, context: native.context, exports, linger: 0, budget: 1e6 });
    native.host = host;
    exports.open(host);
    return host;
  };
  /** What lies in an inbox, oldest first; its owner sleeps again. @param {number} context */
  const taken = (context) => {
    const found = [];
    let frame = Atomics.exchange(native.memory.u32, (context + P.CONTEXT_HEAD) >>> 2, P.INBOX_ASLEEP);
    for (; frame > P.INBOX_CLOSED; frame = native.read(frame + P.FRAME_NEXT)) found.unshift(frame);
    return found;
  };
  /** @param {number} frame @param {number} status @param {unknown} value */
  const answer = (frame, status = P.STATUS_OK, value = undefined, number = 0) => {
    native.write(frame + P.FRAME_KIND, P.KIND_ANSWER);
    native.memory.i32[(frame + P.FRAME_STATUS) >>> 2] = status;
    native.write(frame + P.FRAME_NAME, number);
    const data = frame + P.FRAME_DATA;
    if (value !== undefined) native.value(data, value);
    native.write(frame + P.FRAME_ARGS, value === undefined ? 0 : data);
    native.push(frame);
  };
  const state = (/** @type {number} */ frame) => native.read(frame + P.FRAME_STATE);
  return { native, io, main, ioOwner, mainOwner, stock, hasExports, exports, open, taken, answer, state, restock };
}

/** @param {Promise<unknown>} promise @param {number} status @param {RegExp} message */
const fails = (promise, status, message) => assert.rejects(promise, (/** @type {any} */ error) => {
  assert.ok(error instanceof DeputyError, String(error));
  assert.equal(error['status'], status);
  assert.match(error.message, message);
  return true;
});

suite('exports', () => {
  test('a call goes to the deputy, wakes it once, and ends with its answer', async () => {
    const { native, exports, open, taken, answer, main, mainOwner } = setUp();
    const host = open();
    const calls = [exports.call('f', [1, 'two']), exports.call('f', [])];
    assert.equal(native.woken(mainOwner), 1);
    const [first, second] = taken(main);
    assert.equal(native.read(first + P.FRAME_KIND), P.KIND_EXPORT);
    assert.equal(native.read(first + P.FRAME_TARGET), P.CONTEXT_ID_MAIN);
    assert.equal(native.read(first + P.FRAME_ARGC), 2);
    answer(second, P.STATUS_OK, 'second', 5);
    answer(first, P.STATUS_OK, 7, 5);
    assert.deepEqual(await Promise.all(calls), [7, 'second']);
    // From now on the export is known by its number.
    const third = exports.call('f', [true]);
    const [frame] = taken(main);
    assert.equal(native.read(frame + P.FRAME_NAME), 5);
    assert.equal(native.read(frame + P.FRAME_NAME_LEN), 0);
    answer(frame, P.STATUS_OUT_OF_RANGE, 'why', 5);
    await fails(third, P.STATUS_OUT_OF_RANGE, /^f: why$/);
    assert.equal(host.stats().exportCalls, 3);
    assert.equal(host.stats().exportCallsOut, 0);
  });

  test('other contexts are reached by the I/O thread, if there are exports at all', async () => {
    const { native, exports, open, taken, answer, io, main, hasExports } = setUp();
    open();
    const calls = ['background', 5000, 2].map((context) => exports.call('f', [{ context }]));
    const frames = taken(io);
    assert.deepEqual(frames.map((frame) => native.read(frame + P.FRAME_TARGET)), [2, 5000, 2]);
    assert.deepEqual(taken(main), []);
    for (const frame of frames) answer(frame, P.STATUS_OK, null);
    assert.deepEqual(await Promise.all(calls), [null, null, null]);
    native.write(hasExports, 0);
    for (let i = 0; i < 5; i++) await fails(exports.call('f', [{ context: 'background' }]), P.STATUS_NOT_FOUND, /^f: the program exports no function/);
    assert.deepEqual(taken(io), []);
  });

  test('without a frame calls wait in order; the I/O thread is asked for more, and an answer is one', async () => {
    const { native, exports, open, taken, answer, main, stock, ioOwner, restock } = setUp(2);
    const host = open();
    /** @type {number[]} */
    const order = [];
    const calls = Array.from({ length: 7 }, (_, i) => exports.call('f', [i]).then(() => order.push(i)));
    assert.equal(native.read(stock + P.HOME_WANTS), 1);
    assert.equal(native.woken(ioOwner) > 0, true);
    assert.equal(host.stats().exportCallsOut, 7);
    answer(taken(main)[0]);
    await until(() => order.length === 1);
    let [next] = taken(main);
    assert.equal(native.memory.i32[(next + P.FRAME_DATA + P.VALUE_DATA) >>> 2], 2);
    // The I/O thread puts some there and rings; the ring may come while the host is awake.
    restock(2);
    host.ring();
    await turn();
    const more = taken(main);
    assert.equal(more.length, 2);
    for (const frame of [next, ...more]) answer(frame);
    await until(() => order.length === 4);
    for (const frame of taken(main)) answer(frame);
    // The second frame of the first ones is still out: taken off above.
    await until(() => order.length >= 6);
    assert.equal(host.stats().exportCallsOut, 1);
    exports.close(new DeputyError(P.STATUS_CLOSED));
    assert.equal((await Promise.allSettled(calls)).filter(({ status }) => status === 'rejected').length, 1);
  });

  test('new frames are seen although their ring came while the host polled', async () => {
    const { native, exports, open, taken, main, restock } = setUp(1);
    const host = open();
    let pumped = 0;
    host.linger.allow(5);
    host.linger.alone = false;
    host.linger.most = 5;
    host.pump = () => {
      if (pumped++ > 0) return;
      restock(3);
      host.ring();
    };
    const calls = Array.from({ length: 3 }, () => exports.call('f', []));
    for (const call of calls) call.catch(() => {});
    await until(() => !host.awake);
    assert.equal(pumped > 0, true);
    assert.equal(taken(main).length, 3);
    assert.equal(native.rings, 0);
    exports.close(new DeputyError(P.STATUS_CLOSED));
  });

  test('a caller that leaves marks the frame, which is used again when it comes back', async () => {
    const { exports, open, taken, answer, main, state } = setUp(1);
    const host = open();
    const controller = new AbortController();
    const reason = { any: 'thing' };
    const call = exports.call('f', ['x'.repeat(1000), { signal: controller.signal }]);
    const [frame] = taken(main);
    assert.equal(host.stats().stashed, 1);
    assert.equal(state(frame), 0);
    controller.abort(reason);
    await assert.rejects(call, (/** @type {any} */ error) => error['status'] === P.STATUS_CANCELLED && error.cause === reason);
    assert.equal(state(frame) & P.STATE_ABANDONED, P.STATE_ABANDONED);
    assert.equal(host.stats().exportCallsOut, 1, 'the frame is out');
    const waits = exports.call('f', [2]);
    answer(frame, P.STATUS_OK, 'late');
    await until(() => host.stats().stashed === 0);
    const [again] = taken(main);
    assert.equal(again, frame);
    assert.equal(state(again), 0);
    answer(again, P.STATUS_OK, 3);
    assert.equal(await waits, 3);
    // A second answer, or one of nobody's, changes nothing.
    answer(again, P.STATUS_OK, 4);
    await turn();
    assert.equal(host.stats().exportCallsOut, 0);
  });

  test('a call that waits for a frame and is left is never sent', async () => {
    const { exports, open, taken, answer, main } = setUp(1);
    open();
    const first = exports.call('f', []);
    const left = exports.call('f', [{ timeout: 1 }]);
    const last = exports.call('g', []);
    await fails(left, P.STATUS_TIMED_OUT, /^f: 1 ms passed/);
    answer(taken(main)[0]);
    await first;
    const frames = taken(main);
    assert.equal(frames.length, 1);
    answer(frames[0], P.STATUS_OK, 'last');
    assert.equal(await last, 'last');
  });

  test('calls before the program starts wait for it; those that are left do not go out', async () => {
    const { exports, open, taken, answer, main } = setUp();
    const controller = new AbortController();
    const calls = [exports.call('a', []), exports.call('b', [{ signal: controller.signal }]), exports.call('c', [{ timeout: 0 }]), exports.call('d', [4])];
    controller.abort();
    await fails(calls[1], P.STATUS_CANCELLED, /^b: /);
    await fails(calls[2], P.STATUS_TIMED_OUT, /^c: /);
    open();
    const frames = taken(main);
    assert.equal(frames.length, 2);
    for (const frame of frames) answer(frame, P.STATUS_OK, true);
    assert.deepEqual(await Promise.all([calls[0], calls[3]]), [true, true]);
  });

  test('what cannot be sent leaves nothing: arguments, options, a deputy that has ended', async () => {
    const { native, exports, open, taken, main } = setUp(1);
    const host = open();
    await fails(exports.call('f', [Symbol('s')]), P.STATUS_WRONG_TYPE, /^argument 1 is a symbol/);
    await assert.rejects(exports.call('f', [{ get then() { throw new RangeError('getter'); } }, 1]), RangeError);
    await assert.rejects(exports.call(/** @type {any} */ ({ toString() { throw new RangeError('name'); } }), []), RangeError);
    const listeners = { added: 0, addEventListener: () => listeners.added++, removeEventListener: () => listeners.added--, aborted: false };
    for (const wrong of [{ timeout: -1 }, { context: 'x' }]) {
      await fails(exports.call('f', [{ signal: listeners, ...wrong }]), P.STATUS_INVALID_ARGUMENT, /timeout|context/);
      await fails(exports.call('f', [{ signal: AbortSignal.abort(), ...wrong }]), P.STATUS_INVALID_ARGUMENT, /timeout|context/);
    }
    assert.equal(listeners.added, 0);
    native.write(main + P.CONTEXT_HEAD, P.INBOX_CLOSED);
    for (let i = 0; i < 3; i++) await fails(exports.call('f', ['x'.repeat(i * 300), { signal: listeners }]), P.STATUS_CLOSED, /^f: the deputy has ended/);
    assert.equal(listeners.added, 0);
    native.write(main + P.CONTEXT_HEAD, P.INBOX_ASLEEP);
    exports.call('f', []).catch(() => {});
    assert.equal(taken(main).length, 1, 'the frame is there again');
    assert.equal(host.stats().stashed, 0);
    exports.close(new DeputyError(P.STATUS_CLOSED));
  });

  test('memory that belongs to an answer goes to the I/O thread', async () => {
    const { native, exports, open, taken, io, main } = setUp(1);
    open();
    const call = exports.call('f', []);
    const [frame] = taken(main);
    native.write(frame + P.FRAME_KIND, P.KIND_ANSWER);
    native.write(frame + P.FRAME_STATUS, 0);
    native.write(frame + P.FRAME_ARGS, native.values(['elsewhere']));
    native.push(frame);
    assert.equal(await call, 'elsewhere');
    assert.deepEqual(taken(io), [frame]);
    assert.equal(native.read(frame + P.FRAME_KIND), P.KIND_RELEASE);
  });

  test('what native code must not answer is an error of the call', async () => {
    const { exports, open, taken, answer, main } = setUp();
    open();
    const strange = exports.call('f', []);
    answer(taken(main)[0], P.STATUS_OK, { tag: 200 });
    await fails(strange, P.STATUS_WRONG_TYPE, /^f: the result has tag 200/);
    const foreign = exports.call('f', []);
    answer(taken(main)[0], P.STATUS_OK, { tag: P.TAG_OBJECT });
    await fails(foreign, P.STATUS_WRONG_CONTEXT, /^f: object 0 belongs to context 0/);
    const outside = exports.call('f', []);
    answer(taken(main)[0], P.STATUS_OK, { tag: P.TAG_STRING, len: 5, data: 0xfffffff0 });
    await fails(outside, P.STATUS_WRONG_TYPE, /^f: the result.* 5 bytes/);
    const failed = exports.call('f', []);
    answer(taken(main)[0], P.STATUS_STALE, { tag: P.TAG_OBJECT });
    await fails(failed, P.STATUS_STALE, /^f: ./);
    const odd = exports.call('f', []);
    answer(taken(main)[0], -99, 'odd');
    await fails(odd, P.STATUS_INTERNAL, /^f: odd/);
  });

  test('the end rejects what is out and what waits, once, and what comes later', async () => {
    const { exports, open, taken, answer, main } = setUp(1);
    open();
    const calls = [exports.call('f', []), exports.call('f', [{ timeout: 1e6 }])];
    // Nobody looks at this one, and that is no unhandled rejection.
    void exports.call('f', []);
    const [frame] = taken(main);
    const over = new DeputyError(P.STATUS_CLOSED, 'over');
    exports.close(over);
    for (const call of calls) await fails(call, P.STATUS_CLOSED, /^over$/);
    answer(frame, P.STATUS_OK, 'late');
    await turn();
    await fails(exports.call('f', []), P.STATUS_CLOSED, /^over$/);
    await fails(exports.call('f', [{ signal: AbortSignal.abort() }]), P.STATUS_CANCELLED, /^f: /);
    await turn();
  });
});
