// An outcome that does not fit its frame waits in the host until it is fetched or discarded; whoever leaves whenever, none
// stays behind, and no buffer is written after its owner was told that it is free.
// FEATURE: F10 F13
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Native, P, turn } from './native.mjs';
import { Host } from '../../emscripten-js/host/host.js';
import { Tasks } from '../../emscripten-js/host/tasks.js';

function setUp() {
  const native = new Native();
  /** @type {{resolve: (value: unknown) => void, reject: (error: unknown) => void}[]} */
  const pending = [];
  const host = new Host({
Tasks,
    memory: native.wasmMemory,
    context: native.context,
    linger: 0,
    roots: [{
      large: (/** @type {number} */ length) => 'x'.repeat(length),
      fail: (/** @type {number} */ length) => { throw new Error('y'.repeat(length)); },
      later: () => new Promise((resolve, reject) => pending.push({ resolve, reject })),
    }],
  });
  native.host = host;
  const home = native.home();
  /** A finished call with a large outcome. @param {string} name @param {number} length */
  const stashed = async (name = 'large', length = 1000) => {
    const frame = native.call(home, name, length);
    await turn();
    const { status, length: size, stash } = native.outcome(frame);
    assert.ok(stash, 'nothing was stashed');
    return { status, size: /** @type {number} */ (size), stash };
  };
  return { native, host, home, pending, stashed };
}

test('a large result is fetched, once', async () => {
  const { native, host, home, stashed } = setUp();
  const { status, size, stash } = await stashed();
  assert.equal(status, P.STATUS_OK);
  assert.equal(size, 1000);
  assert.equal(host.stats().stashed, 1);
  const to = native.allocate(size + 1);
  native.memory.u8[to + size] = 0xaa;
  const fetch = native.fetch(home, stash, to, size);
  await turn();
  assert.equal(native.outcome(fetch).status, P.STATUS_OK);
  assert.equal(native.text(to, size), 'x'.repeat(1000));
  assert.equal(native.memory.u8[to + size], 0xaa);
  assert.equal(host.stats().stashed, 0);
  const again = native.fetch(home, stash, to, size);
  await turn();
  assert.equal(native.outcome(again).status, P.STATUS_INTERNAL);
});

test('a large error too', async () => {
  const { native, home, stashed } = setUp();
  const { status, size, stash } = await stashed('fail');
  assert.equal(status, P.STATUS_JS_EXCEPTION);
  const to = native.allocate(size);
  native.fetch(home, stash, to, size);
  await turn();
  assert.equal(native.error(to).message, 'y'.repeat(1000));
});

test('several at once do not mix', async () => {
  const { native, host, home, stashed } = setUp();
  const all = [await stashed('large', 300), await stashed('large', 400), await stashed('large', 500)];
  assert.equal(new Set(all.map(({ stash }) => stash)).size, 3);
  for (const { size, stash } of [all[1], all[2], all[0]]) {
    const to = native.allocate(size);
    native.fetch(home, stash, to, size);
    await turn();
    assert.equal(native.text(to, size), 'x'.repeat(size));
  }
  assert.equal(host.stats().stashed, 0);
});

test('an unwanted one is discarded', async () => {
  const { native, host, home, stashed } = setUp();
  const { size, stash } = await stashed();
  const fetch = native.fetch(home, stash, 0, size);
  await turn();
  assert.equal(native.outcome(fetch).status, P.STATUS_OK);
  assert.equal(host.stats().stashed, 0);
});

test('a fetch with the wrong size, to nowhere or of nothing is refused and leaves nothing', async () => {
  const { native, host, home, stashed } = setUp();
  for (const [to, more] of [[64, 1], [64, -1], [native.memory.size - 10, 0], [0xfffffff0, 0]]) {
    const { size, stash } = await stashed();
    const fetch = native.fetch(home, stash, to, size + more);
    await turn();
    assert.equal(native.outcome(fetch).status, P.STATUS_INTERNAL);
  }
  const fetch = native.fetch(home, 4711, 64, 10);
  await turn();
  assert.equal(native.outcome(fetch).status, P.STATUS_INTERNAL);
  assert.equal(host.stats().stashed, 0);
});

test('a fetch that was left before it was taken discards', async () => {
  const { native, host, home, stashed } = setUp();
  const { size, stash } = await stashed();
  const to = native.allocate(size);
  const fetch = native.fetch(home, stash, to, size);
  native.abandon(fetch);
  await turn();
  assert.equal(host.stats().stashed, 0);
  assert.deepEqual(native.returned(home), [fetch]);
  assert.equal(native.memory.u8[to], 0, 'the buffer was written');
});

test('a caller that leaves while its buffer is written is woken when that is over', async () => {
  const { native, host, home, stashed } = setUp();
  const { size, stash } = await stashed();
  const to = native.allocate(size);
  const fetch = native.fetch(home, stash, to, size);
  // In the middle of the copy. What the caller does then: it sleeps until its memory is no longer needed.
  const { u8 } = host.memory;
  let before = 0;
  u8.set = function (...args) {
    before = native.abandon(fetch);
    return Uint8Array.prototype.set.apply(this, args);
  };
  await turn();
  assert.equal(before & (P.STATE_TAKEN | P.STATE_DECODED | P.STATE_DONE), P.STATE_TAKEN);
  assert.ok(native.state(fetch) & (P.STATE_DECODED | P.STATE_DONE));
  assert.equal(native.woken(home), 1);
  assert.deepEqual(native.returned(home), [fetch]);
  assert.equal(host.stats().stashed, 0);
});

for (const [what, settle] of /** @type {[string, (promise: any) => void][]} */ ([
  ['result', ({ resolve }) => resolve('x'.repeat(1000))], ['error', ({ reject }) => reject(new Error('x'.repeat(1000)))],
])) {
  test(`a call that was left before its large ${what} came leaves none`, async () => {
    const { native, host, home, pending } = setUp();
    const frame = native.call(home, 'later');
    await turn();
    assert.ok(!(native.abandon(frame) & P.STATE_DONE));
    settle(pending[0]);
    await turn();
    assert.equal(host.stats().stashed, 0);
    assert.deepEqual(native.returned(home), [frame]);
  });
}

test('numbers of stashes wrap without meeting one that is out', async () => {
  const { native, host, home, stashed } = setUp();
  const first = await stashed();
  host.stashed = 0xffffffff;
  const others = [await stashed(), await stashed()];
  const numbers = [first, ...others].map(({ stash }) => stash);
  assert.equal(new Set(numbers).size, 3);
  assert.ok(!numbers.includes(0));
  for (const { size, stash } of [first, ...others]) {
    const fetch = native.fetch(home, stash, native.allocate(size), size);
    await turn();
    assert.equal(native.outcome(fetch).status, P.STATUS_OK);
  }
});
