import { equal } from '../runner/assert.mjs';
import { refuses, scripted, soon } from './exports.mjs';

/** @type {any} */
let deputy;
let throwsAt = 298;
/** @type {(id: number) => void} */
let served = () => {};
const context = new Promise((resolve) => void (served = resolve));
const imports = {
  served: (/** @type {number} */ id) => served(id),
  diveAgain: (/** @type {number} */ depth) => {
    if (depth === throwsAt) throw new RangeError('too far');
    return deputy.callSync('dive', depth);
  },
};

export const { module, check } = scripted(async (given) => {
  deputy = given;
  const { callSync, exportsSync } = deputy;
  refuses(deputy, () => callSync('add', 1, 2), 'DEPUTY_WOULD_BLOCK', /add: the program has not started/);
  const there = await soon(context);
  // Its main() returns soon; until then it serves nothing, and nothing of ours blocks it.
  equal(callSync('add', 1, 2), 3);
  for (let i = 0; i < 300; i++) equal(exportsSync.add(i, 0.5), i + 0.5);
  for (const value of [null, undefined, true, false, 0, -0, 1.5, NaN, Infinity, 2 ** 31, '', 'ä\0€𝄞', 'x'.repeat(120), 'x'.repeat(200), 'y'.repeat(3_000_000)]) {
    const back = callSync('echo', value);
    if (!Object.is(back, value)) throw new Error(`${String(value).slice(0, 50)} came back as ${String(back).slice(0, 50)}`);
  }
  // Inside one another. For more than a few frames the I/O thread must be up, and its Worker comes up only while the page is free.
  equal(await deputy.call('dive', 0, { context: 'background' }), 'bottom');
  equal(callSync('dive', 0), 'bottom');
  for (const depth of [40, 298]) equal(callSync('dive', depth), 'bottom');
  refuses(deputy, () => callSync('dive', 300), 'DEPUTY_JS_EXCEPTION', /dive: RangeError: too far/);
  // Deeper than some stack goes, the thread's or the page's: an error by name that comes through every level, and everything goes on.
  throwsAt = Infinity;
  for (const depth of [400, 500, 600, 700, 800, 900, 1000, 3000]) {
    try {
      equal(callSync('dive', depth), 'bottom');
      equal(depth <= 1000, true, `${depth} calls inside one another`);
    } catch (thrown) {
      const error = /** @type {any} */ (thrown);
      equal(error.code, 'DEPUTY_NO_MEMORY', error.message);
      equal(/inside one another/.test(error.message), true, error.message);
    }
  }
  equal(callSync('dive', 298), 'bottom');
  // Errors.
  refuses(deputy, () => callSync('fails'), 'DEPUTY_OUT_OF_RANGE', /^fails: it does not fit$/);
  refuses(deputy, () => callSync('nobody'), 'DEPUTY_NOT_FOUND', /nobody: there is no export of that name/);
  equal(await deputy.call('where', { context: 'background' }), 2);
  refuses(deputy, () => callSync('nobody', { context: 'background' }), 'DEPUTY_NOT_FOUND', /nobody/);
  refuses(deputy, () => callSync('add', 'one', 2), 'DEPUTY_WRONG_TYPE', /add: argument 1 \(a\): expected f64, got string/);
  refuses(deputy, () => callSync('add', 1), 'DEPUTY_WRONG_TYPE', /add: expected 2 arguments, got 1/);
  refuses(deputy, () => callSync('echo', Symbol('s')), 'DEPUTY_WRONG_TYPE', /argument 1/);
  refuses(deputy, () => callSync('add', 1, 2, { timeout: -1 }), 'DEPUTY_INVALID_ARGUMENT', /timeout: expected milliseconds/);
  refuses(deputy, () => callSync('add', 1, 2, { signal: new AbortController().signal }), 'DEPUTY_INVALID_ARGUMENT', /signal/);
  refuses(deputy, () => callSync('add', 1, 2, { context: 'nowhere' }), 'DEPUTY_INVALID_ARGUMENT', /context: nowhere is no context/);
  refuses(deputy, () => callSync('add', 1, 2, { context: 'caller' }), 'DEPUTY_INVALID_ARGUMENT', /no thread waits for the JavaScript that runs now/);
  refuses(deputy, () => callSync('add', 1, 2, { context: 12345 }), 'DEPUTY_STALE', /add/);
  refuses(deputy, () => callSync('add', 1, 2, { context: 1 }), 'DEPUTY_UNSUPPORTED', /add/);
  // Where it runs.
  equal(callSync('where'), 3);
  equal(callSync('where', { context: 'background' }), 2);
  equal(callSync('where', { context: there, timeout: 5000 }), there);
  // Beside asynchronous ones: those that were made before run first, and their answers wait.
  const order = [];
  const calls = [1, 2, 3].map((n) => deputy.call('add', n, 0).then((sum) => order.push(sum)));
  order.push(callSync('add', 0, 0));
  await Promise.all(calls);
  equal(order, [0, 1, 2, 3]);
  equal(exportsSync.then, undefined);
}, { blocking: 'throw', imports });
