// A turn that has used up its budget goes on in a new task: others get their turn, nothing is lost or reordered, and nobody
// rings meanwhile. A ring runs nothing by itself.
// FEATURE: F01 F10 F12
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeClock, Native, P, turn, until } from './native.mjs';
import { Host } from '../../emscripten-js/host/host.js';
import { Tasks } from '../../emscripten-js/host/tasks.js';

/** @param {Record<string, unknown>} imports @param {object} [options] */
function setUp(imports, options = {}) {
  const native = new Native();
  const host = new Host({ Tasks, memory: native.wasmMemory, context: native.context, roots: [imports], linger: 0, ...options });
  native.host = host;
  return { native, host, home: native.home() };
}

test('a ring runs nothing at once, then everything in a microtask', async () => {
  /** @type {number[]} */
  const ran = [];
  const { native, home } = setUp({ f: (/** @type {number} */ i) => ran.push(i) }, { budget: 10_000 });
  for (let i = 0; i < 5; i++) native.post(home, 'f', i);
  assert.deepEqual(ran, []);
  await null;
  assert.deepEqual(ran, [0, 1, 2, 3, 4]);
  assert.equal(native.rings, 1);
  assert.equal(native.read(native.head), P.INBOX_ASLEEP);
  native.post(home, 'f', 5);
  assert.equal(native.rings, 2);
  await null;
  assert.equal(ran.length, 6);
});

test('a turn ends when its time is up; other tasks run before it goes on; the order is kept', async (t) => {
  const clock = fakeClock(t);
  /** @type {(number | string)[]} */
  const log = [];
  const { native, home } = setUp({ f: (/** @type {number} */ i) => { log.push(i); clock.advance(1); } }, { budget: 4 });
  for (let i = 0; i < 100; i++) native.post(home, 'f', i);
  await null;
  assert.ok(log.length >= 4 && log.length < 30, `${log.length} frames of 1 ms in a turn of 4 ms`);
  while (log.length < 200 && log.at(-1) !== 99) {
    log.push('task');
    await turn();
  }
  assert.deepEqual(log.filter((entry) => entry !== 'task'), Array.from({ length: 100 }, (_, i) => i));
  let row = 0;
  for (const entry of log) {
    row = entry === 'task' ? 0 : row + 1;
    assert.ok(row < 30, 'too many in a row');
  }
  assert.equal(native.rings, 1, 'between turns the inbox stays awake');
});

test('slow functions do not come sixteen to a turn', async (t) => {
  const clock = fakeClock(t);
  let ran = 0;
  const { native, home } = setUp({ f: () => { ran++; clock.advance(5); } }, { budget: 4 });
  for (let i = 0; i < 200; i++) native.post(home, 'f', i);
  let tasks = 0;
  await until(() => {
    tasks++;
    return ran === 200;
  });
  assert.ok(tasks > 100, `${tasks} other tasks ran beside 200 functions of 5 ms`);
});

test('what comes between turns runs after what was there', async (t) => {
  const clock = fakeClock(t);
  /** @type {number[]} */
  const ran = [];
  const { native, home } = setUp({ f: (/** @type {number} */ i) => { ran.push(i); clock.advance(10); } }, { budget: 4 });
  for (let i = 0; i < 50; i++) native.post(home, 'f', i);
  await null;
  for (let i = 50; i < 60; i++) native.post(home, 'f', i);
  await until(() => ran.length === 60);
  assert.deepEqual(ran, Array.from({ length: 60 }, (_, i) => i));
  assert.equal(native.rings, 1);
});

test('a sender that never stops cannot keep the event loop busy', async (t) => {
  const clock = fakeClock(t);
  let ran = 0;
  const { native, home } = setUp({
    f() {
      clock.advance(0.1);
      if (++ran < 1000) native.post(home, 'f');
    },
  }, { budget: 4 });
  native.post(home, 'f');
  await null;
  assert.ok(ran < 100, `${ran} frames of 0.1 ms in a turn of 4 ms`);
  let tasks = 0;
  await until(() => {
    tasks++;
    return ran === 1000;
  });
  assert.ok(tasks >= 10, `${tasks} other tasks ran beside 25 turns`);
});

test('calls and posts of several threads keep the order of each', async () => {
  /** @type {string[]} */
  const ran = [];
  const { native, home } = setUp({ f: (/** @type {string} */ what) => void ran.push(what) });
  const other = native.home();
  native.post(home, 'f', 'a1');
  native.call(other, 'f', 'b1');
  native.post(home, 'f', 'a2');
  const last = native.call(home, 'f', 'a3');
  native.post(other, 'f', 'b2');
  await null;
  assert.deepEqual(ran, ['a1', 'b1', 'a2', 'a3', 'b2']);
  assert.ok(native.isDone(last));
});

test('a pump that throws leaves no frame behind', async () => {
  const { native, host, home } = setUp({ f: () => 1 }, {
    linger: 1,
    pump() {
      throw new Error('the platform');
    },
  });
  native.host = undefined; // rung by hand
  const first = native.call(home, 'f');
  assert.throws(() => host.drain(), /the platform/);
  assert.ok(native.isDone(first));
  const second = native.call(home, 'f');
  host.pump = undefined;
  await until(() => native.isDone(second));
});

test('the pump is served while the host lingers', async (t) => {
  fakeClock(t, 0.001);
  let pumps = 0;
  /** @type {number[]} */
  const frames = [];
  const { native, home } = setUp({ f: () => 1 }, {
    linger: 0.5,
    pump() {
      if (++pumps === 3) frames.push(native.call(home, 'f'));
    },
  });
  native.call(home, 'f');
  await null;
  assert.ok(pumps >= 3);
  assert.ok(native.isDone(frames[0]), 'news during the linger is served in the same turn');
  assert.equal(native.rings, 1);
});

test('a call that was left before it was taken never runs, and its frame goes home', async () => {
  let ran = 0;
  const { native, host, home } = setUp({ f: () => ++ran });
  const frame = native.call(home, 'f');
  native.abandon(frame);
  await null;
  assert.equal(ran, 0);
  assert.deepEqual(native.returned(home), [frame]);
  assert.equal(host.stats().abandoned, 1);
  assert.equal(host.stats().calls, 0);
});

test('a frame that asks for something unknown is answered', async () => {
  const { native, home } = setUp({});
  const frame = native.frame(77, home);
  native.push(frame);
  await null;
  assert.ok(native.isDone(frame));
  const { status, message } = await native.fetchedOutcome(frame, home);
  assert.equal(status, P.STATUS_INTERNAL);
  assert.match(String(message), /77/);
});
