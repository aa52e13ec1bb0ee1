// Calls and posts through a host: outcomes of every kind, promises and thenables, failures counted and reported, frames that
// go home exactly once.
// FEATURE: F10 F12 F19
import assert from 'node:assert/strict';
import { describe as suite, test } from 'node:test';
import { Native, P, turn, until } from './native.mjs';
import { Host } from '../../emscripten-js/host/host.js';
import { Tasks } from '../../emscripten-js/host/tasks.js';

/** @param {Record<string, unknown>} imports @param {object} [options] */
function setUp(imports, options = {}) {
  const native = new Native();
  // One turn, however slow the machine is.
  const host = new Host({ Tasks, memory: native.wasmMemory, context: native.context, roots: [imports], linger: 0, budget: 1e6, ...options });
  native.host = host;
  return { native, host, home: native.home() };
}

suite('calls', () => {
  /** @param {(...args: any[]) => unknown} f @param {unknown[]} args */
  const outcome = async (f, ...args) => {
    const { native, home } = setUp({ f });
    const frame = native.call(home, 'f', ...args);
    await until(() => native.isDone(frame));
    return native.fetchedOutcome(frame, home);
  };
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();

  test('a result', async () => assert.equal((await outcome((a, b) => a + b, 'one ', 2)).value, 'one 2'));
  test('what is thrown', async () => {
    const { status, name, message } = await outcome(() => { throw new RangeError('far'); });
    assert.deepEqual({ status, name, message }, { status: P.STATUS_JS_EXCEPTION, name: 'RangeError', message: 'far' });
  });
  test('a revoked proxy is thrown, rejected, returned, resolved', async () => {
    assert.equal((await outcome(() => { throw revoked.proxy; })).status, P.STATUS_JS_EXCEPTION);
    assert.equal((await outcome(() => Promise.reject(revoked.proxy))).status, P.STATUS_JS_EXCEPTION);
    assert.notEqual((await outcome(() => revoked.proxy)).status, P.STATUS_OK);
    assert.notEqual((await outcome(() => ({ then: (/** @type {any} */ resolve) => resolve(revoked.proxy) }))).status, P.STATUS_OK);
  });
  test('a promise of a result, and of a failure', async () => {
    assert.equal((await outcome(async () => 5)).value, 5);
    assert.equal((await outcome(async () => { throw new Error('later'); })).message, 'later');
  });
  test('a promise that nothing awaits yet leaves the frame out', async () => {
    /** @type {(value: number) => void} */
    let resolve = () => {};
    const { native, home } = setUp({ f: () => new Promise((r) => { resolve = r; }) });
    const frame = native.call(home, 'f');
    await turn();
    assert.equal(native.isDone(frame), false);
    assert.equal(native.state(frame) & (P.STATE_TAKEN | P.STATE_DECODED), P.STATE_TAKEN | P.STATE_DECODED);
    native.waits(frame);
    resolve(7);
    await turn();
    assert.equal(native.outcome(frame).value, 7);
    assert.equal(native.woken(home), 1);
  });
  test('broken promises', async () => {
    const broken = Object.defineProperty(new Promise(() => {}), 'constructor', { get() { throw new Error('constructor'); } });
    assert.equal((await outcome(() => broken)).message, 'constructor');
    assert.equal((await outcome(() => ({ get then() { throw new Error('getter'); } }))).message, 'getter');
  });
  test('a thenable that is a function is awaited like any other', async () => {
    const thenable = Object.assign(() => {}, { then: (/** @type {any} */ resolve) => resolve(3) });
    assert.equal((await outcome(() => thenable)).value, 3);
  });
  test('a missing function and a wrong argument', async () => {
    const { native, host, home } = setUp({ f: () => 1 });
    const missing = native.call(home, 'g');
    const wrong = native.call(home, 'f', { tag: 200 });
    await turn();
    assert.equal(native.outcome(missing).status, P.STATUS_NOT_FOUND);
    assert.equal(native.outcome(wrong).status, P.STATUS_WRONG_TYPE);
    assert.ok(native.state(wrong) & P.STATE_DECODED);
    assert.equal(host.stats().calls, 2);
  });
  test('frames are used again and again', async () => {
    const { native, home } = setUp({ f: (/** @type {unknown} */ x) => x });
    const frame = native.allocate(P.FRAME_SIZE);
    const top = native.top;
    for (const value of [1, 'text', null, 0.5, undefined, 'x'.repeat(192), true, -1]) {
      native.top = top;
      native.names.clear();
      native.names.set('', 0);
      native.prepare(frame, P.KIND_CALL, home, 'f', [value]);
      native.push(frame);
      await until(() => native.isDone(frame));
      assert.deepStrictEqual(native.outcome(frame).value, value);
    }
  });
});

suite('posts', () => {
  /** @param {Record<string, unknown>} imports @param {object} [options] */
  const reporting = (imports, options) => {
    /** @type {string[]} */
    const reports = [];
    const onError = (/** @type {any} */ error, /** @type {string} */ name) => reports.push(`${name}: ${error?.message ?? error}`);
    return { reports, ...setUp(imports, { onError, ...options }) };
  };

  test('run, are counted, go home and report nothing', async () => {
    let sum = 0;
    const { native, host, home, reports } = reporting({ f: (/** @type {number} */ x) => (sum += x) });
    const frames = [1, 2, 3].map((x) => native.post(home, 'f', x));
    await turn();
    assert.equal(sum, 6);
    assert.deepEqual(native.returned(home).sort((a, b) => a - b), frames);
    assert.deepEqual([host.stats().posts, host.stats().postsFailed, host.stats().calls], [3, 0, 0]);
    assert.deepEqual(reports, []);
  });
  test('failures are reported once each, with their name', async () => {
    const { native, host, home, reports } = reporting({
      a: { throws() { throw new Error('thrown'); } },
      rejects: async () => { throw new Error('rejected'); },
      thenable: () => ({ then() { throw new Error('then'); } }),
      throwsNull() { throw null; },
      works: () => {},
    });
    const names = ['a.throws', 'rejects', 'works', 'thenable', 'nowhere', 'throwsNull'];
    const frames = names.map((name) => native.post(home, name));
    frames.push(native.post(home, 'works', { tag: 99 }));
    await turn();
    assert.equal(host.stats().postsFailed, 6);
    assert.equal(reports.length, 6);
    for (const report of ['a.throws: thrown', 'rejects: rejected', 'thenable: then', 'throwsNull: null']) assert.ok(reports.includes(report), `${reports}`);
    assert.ok(reports.some((report) => report.startsWith('nowhere: nowhere: nowhere does not exist')));
    assert.ok(reports.some((report) => report.startsWith('works: argument 1 has tag 99')));
    assert.deepEqual(native.returned(home).sort((a, b) => a - b), frames);
  });
  test('an onError that throws is reported itself, and the next post runs', async (t) => {
    const said = t.mock.method(console, 'error', () => {});
    let ran = 0;
    const { native, host, home } = setUp({ f() { throw new Error('post'); }, g: () => ran++ }, { onError() { throw new Error('worse'); } });
    native.post(home, 'f');
    native.post(home, 'g');
    await turn();
    assert.equal(ran, 1);
    assert.equal(host.stats().postsFailed, 1);
    assert.equal(said.mock.callCount(), 1);
    assert.match(String(said.mock.calls[0].arguments[1]), /worse/);
  });
  test('without onError the console gets it', async (t) => {
    const said = t.mock.method(console, 'error', () => {});
    const { native, home } = setUp({ f() { throw new Error('post'); } });
    native.post(home, 'f');
    await turn();
    assert.equal(said.mock.callCount(), 1);
    assert.match(said.mock.calls[0].arguments.map(String).join(' '), /f failed.*post/);
  });
  test('a thread that has no frame left is woken', async () => {
    const { native, home } = setUp({ f() {} });
    native.write(home + P.HOME_WANTS, 1);
    native.post(home, 'f');
    await turn();
    assert.equal(native.woken(home), 1);
  });
});
