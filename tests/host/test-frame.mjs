// The frame's state word: whenever the caller leaves, exactly one of caller and host has the frame afterwards, the caller
// is woken when it waits for something, and an outcome nobody reads is nobody's.
// FEATURE: F13
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Native, P } from './native.mjs';
import { giveBack, LEFT, markDecoded, markDone, markTaken, Returns, SEEN, WOKEN } from '../../emscripten-js/host/frame.js';

/**
 * The caller's part as rust-core/src/call.rs plays it: what it does when its time is up, before the host's step `at`.
 * @param {string} [at]
 * @param {string} [waitsBefore] the host's step before which it goes to sleep
 */
function play(at, waitsBefore) {
  const native = new Native();
  const home = native.home();
  const frame = native.frame(P.KIND_CALL, home);
  const { memory } = native;
  const seen = { taken: true, callerOwns: false, releasedAtOnce: false, wokenForDecoded: false, done: -1 };
  const caller = (/** @type {string} */ step) => {
    if (waitsBefore === step) native.waits(frame);
    if (at !== step) return;
    const before = native.abandon(frame);
    seen.callerOwns = (before & P.STATE_DONE) !== 0;
    seen.releasedAtOnce = !(before & P.STATE_TAKEN) || (before & P.STATE_DECODED) !== 0 || seen.callerOwns;
  };
  caller('taken');
  seen.taken = markTaken(memory, frame);
  if (!seen.taken) {
    giveBack(memory, frame);
  } else {
    caller('decoded');
    const woken = native.woken(home);
    markDecoded(memory, frame);
    seen.wokenForDecoded = native.woken(home) > woken;
    caller('done');
    seen.done = markDone(memory, frame);
    caller('after');
  }
  return { ...seen, returned: native.returned(home).length, woken: native.woken(home) };
}

test('nobody leaves: the outcome is seen and nobody is woken', () => {
  const { taken, done, returned, woken } = play();
  assert.deepEqual({ taken, done, returned, woken }, { taken: true, done: SEEN, returned: 0, woken: 0 });
});

for (const step of ['taken', 'decoded', 'done']) {
  test(`a caller that sleeps from before "${step}" on is woken once, by the outcome`, () => {
    const { done, returned, woken, wokenForDecoded } = play(undefined, step);
    assert.deepEqual({ done, returned, woken, wokenForDecoded }, { done: WOKEN, returned: 0, woken: 1, wokenForDecoded: false });
  });
}

test('a caller that leaves before the host takes the frame: it never runs and goes home', () => {
  const { taken, releasedAtOnce, returned } = play('taken');
  assert.deepEqual({ taken, releasedAtOnce, returned }, { taken: false, releasedAtOnce: true, returned: 1 });
});

test('a caller that leaves while its arguments are read waits for that, is woken, and the frame goes home', () => {
  for (const waitsBefore of [undefined, 'taken', 'decoded']) {
    const { done, releasedAtOnce, wokenForDecoded, returned } = play('decoded', waitsBefore);
    assert.deepEqual({ done, releasedAtOnce, wokenForDecoded, returned }, { done: LEFT, releasedAtOnce: false, wokenForDecoded: true, returned: 1 });
  }
});

test('a caller that leaves while the function runs is free at once, and the frame goes home', () => {
  for (const waitsBefore of [undefined, 'taken', 'done']) {
    const { done, releasedAtOnce, returned } = play('done', waitsBefore);
    assert.deepEqual({ done, releasedAtOnce, returned }, { done: LEFT, releasedAtOnce: true, returned: 1 });
  }
});

test('a caller that would leave when the outcome is there keeps the frame', () => {
  const { done, callerOwns, returned } = play('after');
  assert.deepEqual({ done, callerOwns, returned }, { done: SEEN, callerOwns: true, returned: 0 });
});

test('frames pile up at home, and wake a thread that has none', () => {
  const native = new Native();
  const home = native.home();
  const frames = [1, 2, 3].map(() => native.frame(P.KIND_POST, home));
  giveBack(native.memory, frames[0]);
  giveBack(native.memory, frames[1]);
  assert.equal(native.woken(home), 0);
  native.write(home + P.HOME_WANTS, 1);
  giveBack(native.memory, frames[2]);
  assert.equal(native.woken(home), 1);
  assert.deepEqual(native.returned(home), [frames[2], frames[1], frames[0]]);
});

test('frames that are collected go home once each, to the right home, at the latest on flush', () => {
  const native = new Native({ bytes: 1 << 22 });
  const returns = new Returns(native.memory);
  const homes = [native.home(), native.home(), native.home()];
  const frames = homes.map(() => /** @type {number[]} */ ([]));
  for (let i = 0; i < 1000; i++) {
    const which = (i >> 3) % 3 === 2 ? 2 : i % 2; // runs of one home, and two that alternate
    const frame = native.frame(P.KIND_POST, homes[which]);
    frames[which].push(frame);
    returns.add(frame);
  }
  returns.flush();
  returns.flush();
  homes.forEach((home, i) => assert.deepEqual(native.returned(home).sort((a, b) => a - b), frames[i]));
});

test('collecting wakes a thread that has no frame, and does not hold frames back without bound', () => {
  const native = new Native();
  const home = native.home();
  const returns = new Returns(native.memory);
  native.write(home + P.HOME_WANTS, 1);
  for (let i = 0; i < 500; i++) returns.add(native.frame(P.KIND_POST, home));
  assert.ok(native.woken(home) > 0);
  assert.ok(native.returned(home).length >= 400);
  returns.flush();
});

for (const [what, use] of /** @type {[string, (host: any, frame: number, caller: Native) => void][]} */ ([
  ['an outcome for a caller that sleeps', (host, frame, caller) => (caller.waits(frame), markDone(host, frame))],
  ['an outcome for a caller that has left', (host, frame, caller) => (caller.abandon(frame), markDone(host, frame))],
  ['a caller that waits for its arguments', (host, frame, caller) => (caller.abandon(frame), markDecoded(host, frame))],
  ['a frame that goes home', (host, frame) => giveBack(host, frame)],
  ['frames that go home together', (host, frame) => {
    const returns = new Returns(host);
    returns.add(frame);
    returns.flush();
  }],
])) {
  test(`the thread record may lie in memory that was grown since: ${what}`, () => {
    const memory = new WebAssembly.Memory({ initial: 2, maximum: 8, shared: true });
    const caller = new Native({ memory });
    const host = new Native({ memory }).memory; // the host's views, made before
    const frame = caller.allocate(P.FRAME_SIZE);
    memory.grow(4);
    caller.top = 3 * 65536;
    const home = caller.home();
    caller.prepare(frame, P.KIND_CALL, home, '', []);
    use(host, frame, caller);
    assert.equal(caller.woken(home) + caller.returned(home).length, 1);
  });
}
