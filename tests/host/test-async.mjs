// Async calls in the host: whoever looks at the frame when (nobody, one waiter, the I/O thread, both), it is woken or handed on
// exactly as it asked; cancellation reaches its call and no other; stashes stay until they are discarded.
// FEATURE: F11 F13 F34
import assert from 'node:assert/strict';
import { describe as suite, test } from 'node:test';
import { Native, P, turn, until } from './native.mjs';
import { Host } from '../../emscripten-js/host/host.js';
import { Into } from '../../emscripten-js/host/into.js';
import { markAsyncDone, Tasks } from '../../emscripten-js/host/tasks.js';

/** @typedef {{resolve: (value?: unknown) => void, reject: (error: unknown) => void, signal?: AbortSignal}} Pending */

/** @param {Record<string, unknown>} [imports] */
function setUp(imports = {}) {
  const native = new Native();
  const io = native.allocate(P.CONTEXT_SIZE, 64);
  const owner = native.home();
  native.write(io + P.CONTEXT_OWNER, owner);
  native.write(P.ROOT_IO, io);
  /** @type {Pending[]} */
  const pending = [];
  const host = new Host({
    Tasks,
    Into,
    memory: native.wasmMemory,
    context: native.context,
    linger: 0,
    budget: 1e6, // one turn, however slow the machine is
    roots: [{
      give: (/** @type {unknown} */ value) => value,
      large: (/** @type {number} */ length) => 'x'.repeat(length),
      later: (/** @type {AbortSignal | undefined} */ signal) => new Promise((resolve, reject) => pending.push({ resolve, reject, signal })),
      ...imports,
    }],
  });
  native.host = host;
  const home = native.home();
  let serials = 0;
  /** @param {string} name @param {unknown[]} args @param {{flags?: number, serial?: number, frame?: number, push?: boolean}} [how] */
  const call = (name, args = [], { flags = 0, serial = ++serials, frame = native.allocate(P.FRAME_SIZE), push = true } = {}) => {
    native.prepare(frame, P.KIND_ASYNC, home, name, args);
    native.write(frame + P.FRAME_SERIAL, serial);
    native.write(frame + P.FRAME_FLAGS, flags);
    if (push) native.push(frame);
    return frame;
  };
  /** @param {number} kind @param {number} target @param {number} args */
  const message = (kind, target, args = 0, argc = 0) => {
    const frame = native.frame(kind, home);
    native.write(frame + P.FRAME_TARGET, target);
    native.write(frame + P.FRAME_ARGS, args);
    native.write(frame + P.FRAME_ARGC, argc);
    native.push(frame);
    return frame;
  };
  /** Frames in the I/O thread's inbox, newest first; the word is AWAKE then. */
  const forwarded = () => {
    const frames = [];
    let frame = Atomics.exchange(native.memory.u32, (io + P.CONTEXT_HEAD) >>> 2, P.INBOX_AWAKE);
    for (; frame > P.INBOX_CLOSED; frame = native.read(frame + P.FRAME_NEXT)) frames.push(frame);
    return frames;
  };
  const sleepIo = () => native.write(io + P.CONTEXT_HEAD, P.INBOX_ASLEEP);
  return { native, host, home, io, owner, pending, call, message, forwarded, sleepIo, serial: (/** @type {number} */ frame) => native.read(frame + P.FRAME_SERIAL) };
}

/** @param {Native} native @param {number} frame @param {number} bits */
const mark = (native, frame, bits) => Atomics.or(native.memory.u32, (frame + P.FRAME_STATE) >>> 2, bits);

suite('the state word', () => {
  for (const waiting of [false, true]) {
    for (const forward of [false, true]) {
      for (const when of ['before', 'after']) {
        test(`${waiting ? 'a waiter' : 'no waiter'}, ${forward ? 'with' : 'without'} FORWARD, set ${when} DONE`, async () => {
          const { native, pending, call, forwarded, home, owner } = setUp();
          const waiter = native.home();
          const frame = call('later');
          await turn();
          const bits = (waiting ? P.STATE_WAITING : 0) | (forward ? P.STATE_FORWARD : 0);
          const ask = () => {
            if (waiting) native.write(frame + P.FRAME_HOME, waiter);
            return mark(native, frame, bits);
          };
          if (when === 'before') assert.equal(ask() & P.STATE_DONE, 0);
          pending[0].resolve(7);
          await turn();
          if (when === 'after') assert.ok(ask() & P.STATE_DONE, 'who asks too late sees that it is done');
          const inTime = when === 'before';
          assert.equal(native.outcome(frame).value, 7);
          assert.equal(native.woken(waiter), Number(inTime && waiting));
          assert.equal(native.woken(home), 0);
          assert.equal(native.woken(owner), Number(inTime && forward));
          assert.deepEqual(forwarded(), inTime && forward ? [frame] : []);
          assert.deepEqual(native.returned(home), [], 'an async frame is given back by native code alone');
        });
      }
    }
  }
  test('the waiter that is woken is the one of the moment of DONE', () => {
    const { native, home } = setUp();
    const frame = native.frame(P.KIND_ASYNC, home);
    const [first, second] = [native.home(), native.home()];
    native.write(frame + P.FRAME_HOME, first);
    native.waits(frame);
    native.write(frame + P.FRAME_HOME, second);
    assert.equal(markAsyncDone(native.memory, frame), P.STATE_WAITING);
    assert.deepEqual([native.woken(first), native.woken(second)], [0, 1]);
  });
  test('a plain value, a throw and a missing function are done in the same turn', async () => {
    const { native, host, home, call } = setUp({ throws() { throw new RangeError('far'); } });
    const frames = [call('give', [5]), call('throws'), call('nobody'), call('give', [{ tag: 200 }])];
    await turn();
    assert.deepEqual(frames.map((frame) => native.outcome(frame).status),
      [P.STATUS_OK, P.STATUS_JS_EXCEPTION, P.STATUS_NOT_FOUND, P.STATUS_WRONG_TYPE]);
    assert.equal(native.outcome(frames[0]).value, 5);
    assert.equal((await native.fetchedOutcome(frames[1], home)).message, 'far');
    assert.equal(host.stats().asyncCalls, 0);
    assert.equal(host.stats().calls, 4);
  });
});

suite('the I/O inbox', () => {
  test('asleep: the owner is woken, once for many', async () => {
    const { native, pending, call, forwarded, owner } = setUp();
    const frames = [call('later'), call('later'), call('later')];
    await turn();
    for (const frame of frames) mark(native, frame, P.STATE_FORWARD);
    for (const { resolve } of pending) resolve(1);
    await turn();
    assert.equal(native.woken(owner), 1);
    assert.deepEqual(forwarded(), [...frames].reverse());
  });
  test('awake: it is not', async () => {
    const { native, pending, call, forwarded, owner } = setUp();
    forwarded();
    const frame = call('later');
    await turn();
    mark(native, frame, P.STATE_FORWARD);
    pending[0].resolve(1);
    await turn();
    assert.equal(native.woken(owner), 0);
    assert.deepEqual(forwarded(), [frame]);
  });
  test('asleep again: woken again', async () => {
    const { native, pending, call, forwarded, sleepIo, owner } = setUp();
    for (let round = 0; round < 3; round++) {
      sleepIo();
      const frame = call('later');
      await turn();
      mark(native, frame, P.STATE_FORWARD);
      pending[round].resolve(1);
      await turn();
      assert.equal(native.woken(owner), round + 1);
      assert.deepEqual(forwarded(), [frame]);
    }
  });
  test('closed: the frame is not linked anywhere, and nobody is woken', async () => {
    const { native, io, pending, call, owner } = setUp();
    native.write(io + P.CONTEXT_HEAD, P.INBOX_CLOSED);
    const frame = call('later');
    await turn();
    mark(native, frame, P.STATE_FORWARD);
    pending[0].resolve(1);
    await turn();
    assert.equal(native.read(io + P.CONTEXT_HEAD), P.INBOX_CLOSED);
    assert.equal(native.woken(owner), 0);
    assert.ok(native.isDone(frame));
  });
  test('still without an owner: the frame lies there for when it looks', async () => {
    const { native, io, pending, call, forwarded } = setUp();
    native.write(io + P.CONTEXT_OWNER, 0);
    const frame = call('later');
    await turn();
    mark(native, frame, P.STATE_FORWARD);
    pending[0].resolve(1);
    await turn();
    assert.deepEqual(forwarded(), [frame]);
  });
});

suite('cancellation', () => {
  test('aborts the signal of its call', async () => {
    const { native, home, pending, call, message, serial } = setUp();
    const frame = call('later', [], { flags: P.CALL_SIGNAL });
    const number = serial(frame);
    await turn();
    assert.ok(pending[0].signal instanceof AbortSignal);
    assert.equal(pending[0].signal?.aborted, false);
    const cancel = message(P.KIND_CANCEL, number, frame);
    await turn();
    assert.equal(pending[0].signal?.aborted, true);
    assert.deepEqual(native.returned(home), [cancel]);
  });
  test('ends its call at once; what comes later meets nothing', async () => {
    const { native, host, pending, call, message, serial, forwarded } = setUp();
    const frame = call('later', [], { flags: P.CALL_SIGNAL });
    const number = serial(frame);
    await turn();
    mark(native, frame, P.STATE_FORWARD);
    message(P.KIND_CANCEL, number, frame);
    await turn();
    assert.equal(host.stats().asyncCalls, 0);
    assert.equal(host.stats().stashed, 0, 'nobody reads the outcome of a cancelled call: it has no value');
    assert.deepEqual(forwarded(), [frame]);
    // The frame serves another call when the first one's promise settles.
    call('later', [], { frame });
    await turn();
    pending[0].resolve('x'.repeat(1000));
    await turn();
    assert.equal(native.isDone(frame), false);
    assert.equal(host.stats().stashed, 0);
    pending[1].resolve(2);
    await turn();
    assert.equal(native.outcome(frame).value, 2);
  });
  test('with the serial number of an earlier call of that frame does nothing', async () => {
    const { native, host, pending, call, message, serial } = setUp();
    const frame = call('give', [1]);
    const earlier = native.read(frame + P.FRAME_SERIAL);
    await turn();
    call('later', [], { frame, flags: P.CALL_SIGNAL });
    const now = serial(frame);
    assert.notEqual(now, earlier);
    await turn();
    message(P.KIND_CANCEL, earlier, frame);
    await turn();
    assert.equal(pending[0].signal?.aborted, false);
    assert.equal(host.stats().asyncCalls, 1);
    pending[0].resolve(3);
    await turn();
    assert.equal(native.outcome(frame).value, 3);
  });
  test('of a call that has settled, or of none, does nothing', async () => {
    const { native, host, home, call, message, serial } = setUp();
    const frame = call('give', [1]);
    const number = serial(frame);
    await turn();
    const messages = [message(P.KIND_CANCEL, number, frame), message(P.KIND_CANCEL, 1, 4096)];
    await turn();
    assert.equal(native.outcome(frame).value, 1);
    assert.equal(host.stats().asyncCalls, 0);
    assert.deepEqual(native.returned(home).sort((a, b) => a - b), messages);
  });
  test('before the call is taken: its function does not run', async () => {
    let ran = 0;
    const { native, host, call, message, serial, forwarded } = setUp({ counts: () => ran++ });
    const frame = call('counts', [], { push: false });
    native.push(frame);
    mark(native, frame, P.STATE_ABANDONED | P.STATE_FORWARD);
    message(P.KIND_CANCEL, serial(frame), frame);
    await turn();
    assert.equal(ran, 0);
    assert.ok(native.isDone(frame));
    assert.equal(native.outcome(frame).status, P.STATUS_CANCELLED);
    assert.deepEqual([host.stats().asyncCalls, host.stats().stashed], [0, 0]);
    assert.deepEqual(forwarded(), [frame]);
  });
  test('of a call without a signal: the function got none', async () => {
    const { pending, call, message, serial } = setUp();
    const frame = call('later', []);
    const number = serial(frame);
    await turn();
    assert.equal(pending[0].signal, undefined);
    message(P.KIND_CANCEL, number, frame);
    await turn();
  });
});

suite('stashes', () => {
  test('a READ copies and keeps, as often as asked; a DISCARD removes', async () => {
    const { native, host, home, call, message } = setUp();
    const frame = call('large', [1000]);
    await turn();
    const { stash = 0, length = 0, status } = native.outcome(frame);
    assert.equal(status, P.STATUS_OK);
    assert.equal(host.stats().stashed, 1);
    for (let round = 0; round < 3; round++) {
      const to = native.allocate(length);
      const read = message(P.KIND_READ, stash, to, length);
      await turn();
      assert.equal(native.outcome(read).status, P.STATUS_OK);
      assert.ok(native.isDone(read));
      assert.equal(native.text(to, length), 'x'.repeat(1000));
      assert.equal(host.stats().stashed, 1);
    }
    const wrong = message(P.KIND_READ, stash, native.allocate(length), length - 1);
    await turn();
    assert.equal(native.outcome(wrong).status, P.STATUS_INTERNAL);
    assert.equal(host.stats().stashed, 1);
    const discard = message(P.KIND_DISCARD, stash);
    await turn();
    assert.equal(host.stats().stashed, 0);
    assert.deepEqual(native.returned(home), [discard]);
    const late = message(P.KIND_READ, stash, native.allocate(length), length);
    message(P.KIND_DISCARD, stash);
    await turn();
    assert.equal(native.outcome(late).status, P.STATUS_INTERNAL);
  });
  test('a READ that was left before it was taken keeps the stash too', async () => {
    const { native, host, home, call, message } = setUp();
    const frame = call('large', [1000]);
    await turn();
    const { stash = 0, length = 0 } = native.outcome(frame);
    const read = message(P.KIND_READ, stash, native.allocate(length), length);
    native.abandon(read);
    await turn();
    assert.equal(host.stats().stashed, 1);
    assert.deepEqual(native.returned(home), [read]);
  });
  test('the outcomes of many calls are told apart', async () => {
    const { native, host, call, message } = setUp();
    const frames = [300, 400, 500].map((length) => call('large', [length]));
    await turn();
    const stashes = frames.map((frame) => native.outcome(frame));
    assert.equal(host.stats().stashed, 3);
    message(P.KIND_DISCARD, stashes[1].stash ?? 0);
    for (const which of [2, 0]) {
      const { stash = 0, length = 0 } = stashes[which];
      const to = native.allocate(length);
      message(P.KIND_READ, stash, to, length);
      await turn();
      assert.equal(native.text(to, length), 'x'.repeat(length));
    }
    assert.equal(host.stats().stashed, 2);
  });
});

suite('broken promises', () => {
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  /** @type {[string, () => unknown, RegExp | undefined][]} */
  const cases = [
    ['a getter of then that throws', () => ({ get then() { throw new Error('getter'); } }), /getter/],
    ['a then that throws', () => ({ then() { throw new Error('then'); } }), /then/],
    ['a constructor that throws', () => Object.defineProperty(new Promise(() => {}), 'constructor', { get() { throw new Error('constructor'); } }), /constructor/],
    ['a revoked proxy', () => revoked.proxy, undefined],
    ['a promise of a revoked proxy', () => ({ then: (/** @type {any} */ resolve) => resolve(revoked.proxy) }), undefined],
    ['a rejection with nothing', () => Promise.reject(undefined), undefined],
  ];
  for (const [what, f, message] of cases) {
    test(`${what} fails its call and no other`, async () => {
      const { native, host, home, call } = setUp({ f });
      const frame = call('f');
      const next = call('give', [9]);
      await until(() => native.isDone(frame));
      await until(() => native.isDone(next));
      const { status, message: text } = await native.fetchedOutcome(frame, home);
      assert.equal(status, P.STATUS_JS_EXCEPTION);
      if (message) assert.match(String(text), message);
      assert.equal(native.outcome(next).value, 9);
      assert.equal(host.stats().asyncCalls, 0);
    });
  }
  test('a thenable that settles twice settles once', async () => {
    const { native, call, forwarded } = setUp({ f: () => ({ then: (/** @type {any} */ yes, /** @type {any} */ no) => (yes(1), yes(2), no(3)) }) });
    const frame = call('f', [], { push: false });
    mark(native, frame, P.STATE_FORWARD);
    native.push(frame);
    await until(() => native.isDone(frame));
    await turn();
    assert.equal(native.outcome(frame).value, 1);
    assert.deepEqual(forwarded(), [frame]);
  });
});

suite('native functions', () => {
  test('run through the option, in order with calls; one that throws harms nobody', async (t) => {
    const said = t.mock.method(console, 'error', () => {});
    const native = new Native();
    /** @type {unknown[]} */
    const order = [];
    const host = new Host({
      Tasks,
      memory: native.wasmMemory, context: native.context, linger: 0,
      roots: [{ note: (/** @type {unknown} */ value) => void order.push(value) }],
      native(frame) {
        order.push(frame);
        if (order.length === 2) throw new Error('native');
      },
    });
    native.host = host;
    const home = native.home();
    const frames = [1, 2, 3].map(() => native.frame(P.KIND_NATIVE, home));
    native.push(frames[0]);
    native.push(frames[1]);
    native.post(home, 'note', 'between');
    native.push(frames[2]);
    await turn();
    assert.deepEqual(order, [frames[0], frames[1], 'between', frames[2]]);
    assert.equal(said.mock.callCount(), 1);
    assert.equal(native.returned(home).length, 1, 'native frames are given back by native code');
  });
});
