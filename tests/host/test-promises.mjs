// Promises for native tasks: one a task while it is pending, settled once, and rejected when the program ends; what nobody has looked at
// is no unhandled rejection then.
// FEATURE: F31
import assert from 'node:assert/strict';
import { describe as suite, test } from 'node:test';
import { Native, P, turn, until } from './native.mjs';
import { DeputyError } from '../../emscripten-js/host/error.js';
import { Host } from '../../emscripten-js/host/host.js';
import { Tasks } from '../../emscripten-js/host/tasks.js';
import { Promises } from '../../emscripten-js/host/promises.js';

test('one promise a task, until it has settled', async () => {
  const promises = new Promises();
  const [a, same, b] = [promises.of(1n), promises.of(1n), promises.of(2n ** 63n)];
  assert.equal(a, same);
  assert.notEqual(a, b);
  assert.equal(promises.size, 2);
  promises.settle(1n, true, 'value');
  promises.settle(1n, false, new Error('late'));
  promises.settle(3n, false, new Error('nobody has this one'));
  assert.equal(await a, 'value');
  assert.notEqual(promises.of(1n), a, 'a new one: who gives it again tells again');
  promises.settle(2n ** 63n, false, new RangeError('why'));
  await assert.rejects(b, RangeError);
  promises.close(new DeputyError(P.STATUS_CLOSED));
  assert.equal(promises.size, 0);
  void promises.of(7n);
  await assert.rejects(promises.of(8n), DeputyError);
  await turn();
});

suite('the host', () => {
  function setUp(imports = {}) {
    const native = new Native();
    /** @type {Promise<unknown>[]} */
    const given = [];
    const host = new Host({
Tasks,
      memory: native.wasmMemory,
      context: native.context,
      linger: 0,
      budget: 1e6,
      onError() {},
      roots: [{ take: (/** @type {Promise<unknown>} */ promise) => void given.push(promise), ...imports }],
    });
    native.host = host;
    const home = native.home();
    const task = (/** @type {number} */ data) => ({ tag: P.TAG_TASK, data });
    const settle = (/** @type {number} */ handle, /** @type {number} */ status, /** @type {unknown} */ value) => {
      const frame = native.frame(P.KIND_SETTLE, home, '', [task(handle), value]);
      native.memory.i32[(frame + P.FRAME_STATUS) >>> 2] = status;
      native.push(frame);
      return frame;
    };
    return { native, host, home, given, task, settle };
  }

  test('settles what it gave, with values and errors of every kind', async () => {
    const { native, host, home, given, task, settle } = setUp();
    const endings = /** @type {[number, unknown, unknown][]} */ ([[0, 5, 5], [0, 'text', 'text'], [0, undefined, undefined], [-5, null, 'DEPUTY_CANCELLED'],
      [-10, 'a text', 'DEPUTY_OUT_OF_RANGE'], [0, { tag: 200 }, 'DEPUTY_WRONG_TYPE'], [-6, { tag: 200 }, 'DEPUTY_CLOSED'],
      [0, { tag: P.TAG_STRING, len: 9, data: 0xffffff00 }, 'DEPUTY_WRONG_TYPE'], [-77, null, 'DEPUTY_INTERNAL']]);
    endings.forEach((_, i) => native.call(home, 'take', task(100 + i)));
    await until(() => given.length === endings.length);
    assert.equal(host.stats().promises, endings.length);
    const frames = endings.map(([status, value], i) => settle(100 + i, status, value));
    const got = await Promise.all(given.map((promise) => promise.catch((error) => error['code'])));
    assert.deepEqual(got, endings.map(([, , expected]) => expected));
    assert.equal(host.stats().promises, 0);
    await until(() => frames.length === 0 || native.returned(home).length > 0);
  });

  test('a call that fails before its function runs leaves nothing that could be unhandled', async () => {
    const { native, home, task, settle, host } = setUp({ throws(/** @type {unknown} */ _promise) { throw new Error('at once'); } });
    const calls = [native.call(home, 'nobody', task(1)), native.call(home, 'take', task(2), { tag: 200 }), native.call(home, 'throws', task(3))];
    native.post(home, 'nobody', task(4));
    await until(() => calls.every((call) => native.isDone(call)));
    assert.equal(host.stats().promises, 4);
    for (const handle of [1, 2, 3, 4]) settle(handle, -10, null);
    await until(() => host.stats().promises === 0);
    for (let turns = 0; turns < 3; turns++) await turn();
  });
});
