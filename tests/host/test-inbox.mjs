// The owner's side of an inbox: everything is taken, oldest first; the owner sleeps only when there is nothing; the sender
// that finds it asleep, and no other, rings.
// FEATURE: F10 F12
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Native, P } from './native.mjs';
import { hasNews, sleep, take } from '../../emscripten-js/host/inbox.js';

/** @param {Native} native @param {number} frame */
const links = (native, frame) => {
  const frames = [];
  for (; frame !== 0; frame = native.read(frame + P.FRAME_NEXT)) frames.push(frame);
  return frames;
};

test('an empty inbox gives nothing and stays awake', () => {
  const native = new Native();
  assert.equal(native.read(native.head), P.INBOX_ASLEEP);
  assert.equal(take(native.memory, native.head), 0);
  assert.equal(native.read(native.head), P.INBOX_AWAKE);
  assert.equal(take(native.memory, native.head), 0);
});

test('frames come out in the order they were pushed, linked and ended by 0', () => {
  for (const count of [1, 2, 3, 100]) {
    const native = new Native();
    const home = native.home();
    const frames = Array.from({ length: count }, () => native.post(home, 'f'));
    assert.deepEqual(links(native, take(native.memory, native.head)), frames);
    assert.equal(take(native.memory, native.head), 0);
  }
});

test('only the push that finds the owner asleep rings', () => {
  const native = new Native();
  const home = native.home();
  native.post(home, 'f');
  native.post(home, 'f');
  assert.equal(native.rings, 1);
  take(native.memory, native.head);
  native.post(home, 'f'); // the owner is awake
  assert.equal(native.rings, 1);
  assert.equal(sleep(native.memory, native.head), false, 'there is news');
  take(native.memory, native.head);
  assert.equal(sleep(native.memory, native.head), true);
  assert.equal(native.read(native.head), P.INBOX_ASLEEP);
  native.post(home, 'f');
  assert.equal(native.rings, 2);
});

test('news is seen without being taken', () => {
  const native = new Native();
  take(native.memory, native.head);
  assert.equal(hasNews(native.memory, native.head), false);
  const frame = native.post(native.home(), 'f');
  assert.equal(hasNews(native.memory, native.head), true);
  assert.equal(native.read(native.head), frame);
});

test('a batch that was pushed while another was taken follows it', () => {
  const native = new Native();
  const home = native.home();
  const first = [native.post(home, 'f'), native.post(home, 'f')];
  const batch = take(native.memory, native.head);
  const second = [native.post(home, 'f'), native.post(home, 'f')];
  assert.deepEqual(links(native, batch), first);
  assert.deepEqual(links(native, take(native.memory, native.head)), second);
});

test('frames in memory that was grown since are found', () => {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 8, shared: true });
  const native = new Native({ memory });
  const home = native.home();
  const low = native.post(home, 'f');
  const owner = new Native({ memory }).memory; // the owner's views, made before
  memory.grow(4);
  native.top = 3 * 65536;
  const high = native.post(home, 'f');
  assert.deepEqual(links(native, take(owner, native.head)), [low, high]);
});

test('addresses beyond 2 GiB are addresses', () => {
  const memory = new WebAssembly.Memory({ initial: 40000, maximum: 40000, shared: true });
  const native = new Native({ memory, from: 0x90000000 });
  const home = native.home();
  const frames = [native.post(home, 'f'), native.post(home, 'f'), native.post(home, 'f')];
  assert.ok(frames[0] > 0x80000000);
  assert.deepEqual(links(native, take(native.memory, native.head)), frames);
  assert.equal(sleep(native.memory, native.head), true);
});
