// The table of handles: identity, references, stale handles, reserved ones; releases are applied after what was queued before
// them; frames of releases are closed once and go home.
// FEATURE: F40 F41 F43
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Native, turn } from './native.mjs';
import { Host } from '../../emscripten-js/host/host.js';
import { bind, expect, fail, Into, miss } from '../../emscripten-js/host/into.js';
import { Tasks } from '../../emscripten-js/host/tasks.js';
import { Objects } from '../../emscripten-js/host/objects.js';
import * as P from '../../emscripten-js/host/protocol.js';

test('the same object has the same handle, until its last reference is gone', () => {
  let counted = 0;
  const objects = new Objects(1, (count) => void (counted = count));
  const a = {}, f = () => {};
  const serial = objects.keep(a);
  assert.equal(objects.keep(a), serial);
  assert.notEqual(objects.keep(f), serial);
  assert.equal(counted, 2);
  assert.equal(objects.get(serial, 1), a);
  assert.throws(() => objects.get(serial, 2), { status: P.STATUS_WRONG_CONTEXT });
  objects.drop(serial);
  assert.equal(objects.get(serial, 1), a);
  objects.drop(serial);
  objects.drop(serial);
  objects.retain(serial);
  assert.throws(() => objects.get(serial, 1), { status: P.STATUS_STALE, message: /released/ });
  assert.notEqual(objects.keep(a), serial);
  assert.equal(counted, 2);
});

test('a reserved handle: bound once, failed once, forgotten when it is released', () => {
  const objects = new Objects(1);
  const a = {};
  assert.throws(() => objects.get(1, 1), { status: P.STATUS_STALE, message: /no call has bound it/ });
  expect(objects, 1);
  assert.throws(() => objects.get(1, 1), { message: /a call that has not ended/ });
  assert.throws(() => expect(objects, 1), { status: P.STATUS_INVALID_ARGUMENT });
  bind(objects, 1, a);
  fail(objects, 1, 'too late');
  assert.equal(objects.get(1, 1), a);
  assert.equal(objects.keep(a), 1);
  objects.drop(1);
  objects.drop(1);
  // Released while its call was out.
  expect(objects, 3);
  objects.drop(3);
  bind(objects, 3, a);
  fail(objects, 3, 'f: too late');
  assert.equal(objects.size, 0);
  // Failed, and what comes later does not bind it.
  expect(objects, 5);
  fail(objects, 5, 'f: no');
  bind(objects, 5, a);
  assert.throws(() => objects.get(5, 1), { status: P.STATUS_STALE, message: /f: no/ });
  assert.throws(() => bind(objects, 7, 1), { status: P.STATUS_WRONG_TYPE });
  objects.drop(5);
  // Its call never began.
  miss(objects, 9, 'f: left');
  assert.throws(() => objects.get(9, 1), { status: P.STATUS_STALE, message: /f: left/ });
  objects.drop(9);
  assert.equal(objects.size, 0);
});

/** A frame of releases, as rust-core/src/frame.rs makes it. @param {Native} native @param {number} home @param {number[]} serials */
function releases(native, home, serials) {
  const frame = native.frame(P.KIND_UNREF, home);
  const { u32 } = native.memory;
  u32[(frame + P.FRAME_TARGET) >>> 2] = 2;
  serials.forEach((serial, i) => add(native, frame, i, serial));
  return frame;
}
/** @param {Native} native @param {number} frame @param {number} i @param {number} serial */
function add(native, frame, i, serial) {
  const { u32, i32 } = native.memory;
  u32[(frame + P.FRAME_DATA + 8 * i) >>> 2] = serial;
  u32[(frame + P.FRAME_DATA + 8 * i + 4) >>> 2] = 1 << (P.HANDLE_BITS - 32);
  i32[(frame + P.FRAME_STATE) >>> 2] = i + 1;
}

test('a release is applied after what was queued before it, also if it joins a frame that is there already', async () => {
  const native = new Native({ bytes: 1 << 22 });
  /** @type {unknown[]} */
  const seen = [];
  const objects = [{}, {}];
  let frame = 0;
  const serials = objects.map(() => 0);
  const host = new Host({
    Tasks,
    Into,
    memory: native.wasmMemory, context: native.context, linger: 0,
    roots: [{
      first() {
        // The batch runs: somebody queues a call, then gives up what it needs.
        native.post(home, 'second');
        add(native, frame, 1, serials[1]);
      },
      second: () => seen.push(...serials.map((serial) => { try { return host.objects.get(serial, 1); } catch { return 'stale'; } })),
    }],
  });
  native.host = host;
  const home = native.home();
  objects.forEach((object, i) => void (serials[i] = host.objects.keep(object)));
  frame = releases(native, home, [serials[0]]);
  native.push(frame);
  native.post(home, 'first');
  host.ring();
  for (let i = 0; i < 5; i++) await turn();
  assert.equal(seen[1], objects[1]);
  assert.equal(host.objects.size, 0);
  assert.ok(native.memory.i32[(frame + P.FRAME_STATE) >>> 2] < 0, 'it is closed');
  assert.equal(native.returned(home).length, 3);
});
