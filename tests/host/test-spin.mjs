// Synchronous calls of native functions, without wasm: what the page throws, runs and puts aside while it spins. The pump plays the
// native threads.
// FEATURE: F26 F24 F54
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { Native, P, turn } from './native.mjs';
import { DeputyError } from '../../emscripten-js/host/error.js';
import { Exports } from '../../emscripten-js/host/exports.js';
import { Host } from '../../emscripten-js/host/host.js';
import { Tasks } from '../../emscripten-js/host/tasks.js';

const PREVENT = 0, THROW = 1, ALLOW = 3;

/** @param {number} mode @param {Record<string, unknown>} imports @param {number} frames */
function setUp(mode, imports = {}, frames = 3) {
  const native = new Native();
  const [io, main] = [0, 0].map(() => native.allocate(P.CONTEXT_SIZE, 64));
  const [ioOwner, owner, stock] = [0, 0, 0].map(() => native.home());
  native.write(io + P.CONTEXT_OWNER, ioOwner);
  native.write(main + P.CONTEXT_OWNER, owner);
  native.write(owner + P.HOME_CONTEXT, P.CONTEXT_ID_MAIN);
  native.write(owner + P.HOME_NUMBER, 7);
  const root = native.allocate(64);
  const chosen = native.allocate(P.OPTIONS_SIZE);
  native.write(chosen + P.OPTION_BUDGET, 1e6);
  native.write(chosen + P.OPTION_BLOCKING, mode);
  for (const [offset, value] of [[P.ROOT_EXPORTS, 1], [P.ROOT_IO, io], [P.ROOT_MAIN, main], [P.ROOT_STOCK, stock], [P.ROOT_OPTIONS, chosen]]) native.write(root + offset, value);
  const restock = (/** @type {number} */ count) => native.restock(stock, count);
  restock(frames);
  const exports = new Exports();
  /** What native threads do, a step a time. @type {(() => void)[]} */
  const steps = [];
  const host = new Host({ Tasks, memory: native.wasmMemory, context: native.context, exports, root,
    roots: [imports], pump: () => steps.shift()?.() });
  native.host = host;
  exports.open(host);
  /** The only call in the deputy's inbox. */
  const taken = () => {
    const frame = Atomics.exchange(native.memory.u32, (main + P.CONTEXT_HEAD) >>> 2, P.INBOX_ASLEEP);
    assert.equal(frame > P.INBOX_CLOSED, true, 'there is a call');
    return frame;
  };
  /** @param {number} frame @param {unknown} value */
  const answer = (frame, value, status = P.STATUS_OK) => {
    native.write(frame + P.FRAME_KIND, P.KIND_ANSWER);
    native.memory.i32[(frame + P.FRAME_STATUS) >>> 2] = status;
    native.write(frame + P.FRAME_NAME, 0);
    native.value(frame + P.FRAME_DATA, value);
    native.write(frame + P.FRAME_ARGS, frame + P.FRAME_DATA);
    native.push(frame);
  };
  /** A call of a thread's. @param {string} name @param {unknown[]} args @param {number} chain */
  const calls = (name, args, chain, kind = P.KIND_CALL, home = owner) => {
    const frame = native.frame(kind, home, name, args);
    native.write(frame + P.FRAME_CHAIN, chain);
    native.push(frame);
    return frame;
  };
  const state = (/** @type {number} */ frame) => native.read(frame + P.FRAME_STATE);
  const spins = () => native.read(root + P.ROOT_SPIN);
  return { native, io, main, owner, stock, root, chosen, restock, exports, steps, host, taken, answer, calls, state, spins };
}

/** @param {() => unknown} call @param {number} status @param {RegExp} message */
const throws = (call, status, message) => assert.throws(call, (/** @type {any} */ error) => {
  assert.ok(error instanceof DeputyError, String(error));
  assert.equal(error['status'], status, error.message);
  assert.match(error.message, message);
  return true;
});

suite('spin', () => {
  test('the default mode refuses, before anything is sent', () => {
    const { exports, host, native, main } = setUp(PREVENT);
    throws(() => exports.callSync('f', []), P.STATUS_WOULD_BLOCK, /^f: the page would freeze.*await deputy\.call/);
    assert.equal(native.read(main + P.CONTEXT_HEAD), P.INBOX_ASLEEP);
    assert.equal(host.stats().exportCalls, 0);
    throws(() => new Exports().callSync('f', []), P.STATUS_WOULD_BLOCK, /^f: the program has not started/);
  });

  test('a call has its outcome, and a chain meanwhile', () => {
    const { exports, steps, taken, answer, native, spins, host } = setUp(THROW);
    steps.push(() => {
      const frame = taken();
      assert.equal(native.read(frame + P.FRAME_CHAIN), spins());
      assert.equal(spins() > 0, true);
      answer(frame, 5);
    }, () => answer(taken(), 'why', P.STATUS_OUT_OF_RANGE));
    assert.equal(exports.callSync('f', [1]), 5);
    assert.equal(spins(), 0);
    throws(() => exports.callSync('f', []), P.STATUS_OUT_OF_RANGE, /^f: why$/);
    assert.equal(host.stats().exportCallsOut, 0);
  });

  test('what belongs to the call runs at once; strangers keep their order, and their turn comes', async () => {
    /** @type {string[]} */
    const order = [];
    const { exports, steps, taken, answer, calls, spins, native, state, host } = setUp(THROW, { note: (/** @type {string} */ text) => void order.push(text) });
    const other = native.home();
    // The helper says a name only once; it must be the host's first.
    calls('note', ['first'], 0, P.KIND_POST, other);
    await turn();
    order.length = 0;
    calls('note', ['before'], 0, P.KIND_POST, other);
    let frame = 0;
    const waits = [0, 0];
    steps.push(
      () => {
        frame = taken();
        calls('note', ['stranger 1'], 0, P.KIND_POST, other);
        calls('note', ['own 1'], spins(), P.KIND_POST);
        waits[0] = calls('note', ['stranger 2'], 0, P.KIND_CALL, other);
        waits[1] = calls('note', ['own 2'], spins());
        calls('note', ['another chain'], spins() + 1, P.KIND_POST, other);
      },
      () => {
        assert.deepEqual(order, ['own 1', 'own 2']);
        assert.equal(state(waits[0]) & P.STATE_TAKEN, 0);
        assert.equal(state(waits[1]) & P.STATE_DONE, P.STATE_DONE);
        answer(frame, null);
      },
    );
    exports.callSync('f', []);
    order.push('returned');
    await turn();
    await turn();
    assert.deepEqual(order, ['own 1', 'own 2', 'returned', 'before', 'stranger 1', 'stranger 2', 'another chain']);
    assert.equal(host.awake, false);
  });

  test('a promise of the chain is no outcome', () => {
    for (const [mode, status] of [[THROW, P.STATUS_WOULD_BLOCK], [ALLOW, P.STATUS_DEADLOCK]]) {
      const { exports, steps, taken, answer, calls, spins, native, state } = setUp(mode, { later: async () => 1, fails: async () => { throw new Error('x'); } });
      let frame = 0;
      /** @type {number[]} */
      let asked = [];
      steps.push(() => {
        frame = taken();
        asked = ['later', 'fails'].map((name) => calls(name, [], spins()));
        asked.push(calls('later', [], spins(), P.KIND_ASYNC));
      }, () => {
        for (const call of asked.slice(0, 2)) assert.equal(native.memory.i32[(call + P.FRAME_STATUS) >>> 2], status);
        // Who waits for the asynchronous one is told that it is a promise.
        assert.equal(state(asked[2]), P.STATE_TAKEN | P.STATE_DECODED);
        answer(frame, null);
      });
      assert.equal(exports.callSync('f', []), null);
    }
  });

  test('a thread is called back through the frame it waits on, in every mode; one that has left is not', async () => {
    /** @type {unknown[]} */
    const got = [];
    const parts = setUp(PREVENT, { back: (/** @type {string} */ context) => void got.push(parts.exports.callSync('f', [{ context }])) });
    const { native, steps, answer, calls, owner, exports, main, state } = parts;
    const nested = (/** @type {number} */ frame) => {
      assert.equal(state(frame) & P.STATE_NESTED, P.STATE_NESTED);
      return Atomics.exchange(native.memory.u32, (frame + P.FRAME_NESTED) >>> 2, 0);
    };
    for (const context of ['main', 'caller']) {
      const frame = calls('back', [context], 0);
      native.memory.i32[(frame + P.FRAME_STATE) >>> 2] |= P.STATE_WAITING;
      const woken = native.woken(owner);
      steps.push(() => {
        assert.equal(native.woken(owner), woken + 1);
        const inner = nested(frame);
        assert.equal(native.read(inner + P.FRAME_RUNNER), owner);
        answer(inner, context);
      });
      parts.host.ring();
      await turn();
      assert.equal(state(frame) & P.STATE_DONE, P.STATE_DONE);
    }
    assert.deepEqual(got, ['main', 'caller']);
    // A thread of no context: only as the caller.
    const alone = native.home();
    native.write(alone + P.HOME_NUMBER, 9);
    for (const [context, status] of [['main', P.STATUS_WOULD_BLOCK], ['caller', P.STATUS_OK]]) {
      const frame = calls('back', [context], 0, P.KIND_CALL, alone);
      if (status === P.STATUS_OK) steps.push(() => answer(nested(frame), 1));
      parts.host.ring();
      await turn();
      assert.equal(native.memory.i32[(frame + P.FRAME_STATUS) >>> 2], status);
    }
    // It has left.
    const frame = calls('back', ['caller'], 0);
    const stays = parts.host.names.call.bind(parts.host.names);
    parts.host.names.call = (id, args) => {
      Atomics.or(native.memory.i32, (frame + P.FRAME_STATE) >>> 2, P.STATE_ABANDONED);
      return stays(id, args);
    };
    parts.host.ring();
    await turn();
    assert.equal(got.length, 3);
    assert.equal(native.read(main + P.CONTEXT_HEAD), P.INBOX_ASLEEP);
    assert.equal(exports.out.size, 0);
  });

  test('at its time a call is left; what no thread has seen is taken back', async () => {
    /** @type {any[]} */
    const got = [];
    const parts = setUp(ALLOW, {
      back() {
        try {
          parts.exports.callSync('f', [{ timeout: 5 }]);
        } catch (error) {
          got.push(error);
        }
      },
    }, 1);
    const { exports, taken, state, calls, answer, host, native } = parts;
    throws(() => exports.callSync('f', [{ timeout: 5 }]), P.STATUS_TIMED_OUT, /^f: 5 ms passed before there was an outcome$/);
    const frame = taken();
    assert.equal(state(frame), P.STATE_ABANDONED);
    answer(frame, 'late');
    await turn();
    await turn();
    assert.equal(host.stats().exportCallsOut, 0);
    const outer = calls('back', [], 0);
    host.ring();
    await turn();
    assert.equal(got[0]?.status, P.STATUS_TIMED_OUT);
    assert.equal(native.read(outer + P.FRAME_NESTED), 0);
    assert.equal(host.stats().exportCallsOut, 0);
    assert.equal(exports.take() !== 0, true, 'the frame is free');
  });

  test('who waits for the page cannot be waited for', () => {
    const { exports, native, owner, calls, steps, taken, state } = setUp(ALLOW);
    const frame = calls('x', [], 0);
    native.write(owner + P.HOME_WAIT, 0x100 | P.WAIT_CALL);
    native.write(owner + P.HOME_WAIT_FOR, frame);
    const start = performance.now();
    throws(() => exports.callSync('f', []), P.STATUS_DEADLOCK, /^f: deadlock: the page waits for thread 7, which waits for the call 'x' and does not serve/);
    assert.equal(performance.now() - start < 1000, true);
    assert.equal(state(taken()), P.STATE_ABANDONED);
    // One that runs the call, and waits for a thread that waits for the page.
    const other = native.home();
    native.write(other + P.HOME_WAIT, P.WAIT_CALL);
    native.write(other + P.HOME_WAIT_FOR, frame);
    steps.push(() => {
      const call = taken();
      native.write(call + P.FRAME_RUNNER, owner);
      native.write(call + P.FRAME_STATE, P.STATE_TAKEN);
      native.write(owner + P.HOME_WAIT, 0x200 | P.WAIT_SEND);
      native.write(owner + P.HOME_AWAITS, other);
    });
    throws(() => exports.callSync('f', []), P.STATUS_DEADLOCK, /thread 7, which waits for a function that it has sent, and that thread 0, which waits for the call/);
    // One that serves while it waits is no deadlock, nor one that has its outcome.
    native.write(owner + P.HOME_WAIT, 0x300 | P.WAIT_TASK | P.WAIT_PUMPS);
    throws(() => exports.callSync('f', [{ timeout: 150 }]), P.STATUS_TIMED_OUT, /f/);
    native.write(owner + P.HOME_WAIT, 0x400 | P.WAIT_CALL);
    native.write(owner + P.HOME_WAIT_FOR, frame);
    native.write(frame + P.FRAME_STATE, P.STATE_DONE);
    throws(() => exports.callSync('f', [{ timeout: 150 }]), P.STATUS_TIMED_OUT, /f/);
  });

  test('calls around one that has ended by a deadlock end by the same at once', () => {
    const { exports, native, owner, calls } = setUp(ALLOW, {}, 30);
    native.write(owner + P.HOME_WAIT, 0x100 | P.WAIT_CALL);
    native.write(owner + P.HOME_WAIT_FOR, calls('x', [], 0));
    const start = performance.now();
    // By themselves each would take 75 ms.
    for (let i = 0; i < 30; i++) throws(() => exports.callSync('f', []), P.STATUS_DEADLOCK, /thread 7, which waits for the call/);
    assert.equal(performance.now() - start < 1500, true);
  });

  test('the end of the program ends it', () => {
    const { exports, steps, native, root, host } = setUp(ALLOW);
    steps.push(() => native.write(root + P.ROOT_FAILED, 1));
    throws(() => exports.callSync('f', []), P.STATUS_CLOSED, /a thread has failed, and the program ends/);
    throws(() => exports.callSync('f', []), P.STATUS_CLOSED, /a thread has failed/);
    const second = setUp(ALLOW);
    second.steps.push(() => second.host.spin.stop(new DeputyError(P.STATUS_CLOSED, 'the program has ended with code 3')));
    throws(() => second.exports.callSync('f', []), P.STATUS_CLOSED, /ended with code 3/);
    const third = setUp(ALLOW);
    third.steps.push(() => third.host.end(new DeputyError(P.STATUS_CLOSED, 'over')));
    throws(() => third.exports.callSync('f', []), P.STATUS_CLOSED, /over/);
    host.end(new DeputyError(P.STATUS_CLOSED));
  });

  test('without a frame it waits for the I/O thread to make some', () => {
    const { exports, steps, restock, taken, answer } = setUp(ALLOW, {}, 0);
    steps.push(() => {}, () => restock(1), () => answer(taken(), 1));
    assert.equal(exports.callSync('f', []), 1);
    const { exports: none } = setUp(ALLOW, {}, 0);
    throws(() => none.callSync('f', [{ timeout: 5 }]), P.STATUS_TIMED_OUT, /f/);
    throws(() => none.callSync('f', []), P.STATUS_DEADLOCK, /the I\/O thread makes no frames/);
  });

  test('what cannot be sent leaves nothing behind', () => {
    const { exports, host, main, native } = setUp(ALLOW);
    throws(() => exports.callSync('f', [Symbol('s')]), P.STATUS_WRONG_TYPE, /argument 1/);
    throws(() => exports.callSync('f', [{ timeout: 'x' }]), P.STATUS_INVALID_ARGUMENT, /timeout/);
    throws(() => exports.callSync('f', [{ signal: {} }]), P.STATUS_INVALID_ARGUMENT, /signal/);
    throws(() => exports.callSync('f', [{ context: 'caller' }]), P.STATUS_INVALID_ARGUMENT, /no thread waits/);
    native.write(main + P.CONTEXT_HEAD, P.INBOX_CLOSED);
    throws(() => exports.callSync('f', ['x'.repeat(1000)]), P.STATUS_CLOSED, /the deputy has ended/);
    assert.deepEqual([host.stats().exportCallsOut, host.stats().stashed], [0, 0]);
  });
});
