// A host that is closed runs what was sent before, in order, and nothing that comes after; it ends although somebody goes on
// sending; promises that settle later harm nothing.
// FEATURE: F02 F12
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeClock, Native, turn } from './native.mjs';
import { Host } from '../../emscripten-js/host/host.js';
import { Tasks } from '../../emscripten-js/host/tasks.js';

/** @param {Record<string, unknown>} imports @param {object} [options] */
function setUp(imports, options = {}) {
  const native = new Native({ bytes: 1 << 22 });
  const host = new Host({ Tasks, memory: native.wasmMemory, context: native.context, roots: [imports], linger: 0, ...options });
  native.host = host;
  return { native, host, home: native.home() };
}

test('what was sent before runs, in order, and every frame goes home', () => {
  /** @type {number[]} */
  const ran = [];
  const { native, host, home } = setUp({ f: (/** @type {number} */ i) => ran.push(i) });
  for (let i = 0; i < 100; i++) native.post(home, 'f', i);
  const call = native.call(home, 'f', 100);
  host.close();
  assert.deepEqual(ran, Array.from({ length: 101 }, (_, i) => i));
  assert.ok(native.isDone(call));
  assert.equal(native.returned(home).length, 100);
});

test('also what a turn had left over', async (t) => {
  const clock = fakeClock(t);
  /** @type {number[]} */
  const ran = [];
  const { native, host, home } = setUp({ f: (/** @type {number} */ i) => { ran.push(i); clock.advance(10); } }, { budget: 4 });
  for (let i = 0; i < 50; i++) native.post(home, 'f', i);
  await null;
  assert.ok(ran.length < 50);
  native.post(home, 'f', 50);
  host.close();
  assert.deepEqual(ran, Array.from({ length: 51 }, (_, i) => i));
  await turn();
  assert.equal(ran.length, 51);
});

test('nothing that comes after, rung or not', async () => {
  let ran = 0;
  const { native, host, home } = setUp({ f: () => ran++ });
  host.close();
  host.close();
  native.post(home, 'f');
  host.ring();
  host.drain();
  await turn();
  assert.equal(ran, 0);
});

test('it ends although every post sends another', () => {
  let ran = 0;
  const { native, host, home } = setUp({ f: () => { ran++; if (ran < 5000) native.post(home, 'f'); } });
  for (let i = 0; i < 10; i++) native.post(home, 'f');
  host.close();
  assert.ok(ran >= 10 && ran < 100, `${ran} ran`);
});

test('promises that settle afterwards harm nothing', async () => {
  /** @type {(value: string) => void} */
  let resolve = () => {};
  const { native, host, home } = setUp({ f: () => new Promise((r) => { resolve = r; }) });
  const frame = native.call(home, 'f');
  await turn();
  host.close();
  resolve('x'.repeat(1000));
  await turn();
  assert.ok(native.isDone(frame));
});

test('a post that closes the host from inside ends its turn', async () => {
  let ran = 0;
  const { native, host, home } = setUp({ f: () => ran++, end: () => { host.closed = true; } });
  native.post(home, 'f');
  native.post(home, 'end');
  for (let i = 0; i < 200; i++) native.post(home, 'f');
  await turn();
  assert.ok(ran < 200, `${ran} ran after the end`);
});
