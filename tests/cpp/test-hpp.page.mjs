import { equal } from '../runner/assert.mjs';
import { scripted } from '../c/exports.mjs';

const thrown = new RangeError('too far');
let sum = 0;
/** @type {() => void} */
let started = () => {};
const ready = new Promise((resolve) => (started = () => resolve(undefined)));
const imports = {
  echo: (/** @type {unknown} */ value) => value,
  list: () => ['a', 'b'],
  fails() { throw thrown; },
  never: () => new Promise(() => {}),
  count: (/** @type {number} */ number) => void (sum += number),
  counted: () => sum,
  ready: () => started(),
};

/** @param {Promise<unknown>} promise @param {string} code @param {RegExp} text */
async function rejects(promise, code, text) {
  const error = await promise.then(() => { throw new Error(`it did not fail with ${code}`); }, (/** @type {any} */ e) => e);
  if (error.code !== code || !text.test(error.message)) throw new Error(`expected ${code} ${text}, got ${error.code} ${error.message}`);
  return error;
}

export const { module, check } = scripted(async ({ call, exports }) => {
  await ready;
  equal(await exports.area(2), 12);
  await rejects(exports.area(-2), 'DEPUTY_NATIVE_EXCEPTION', /app::odd: a circle has no negative radius/);
  await rejects(exports.area('2'), 'DEPUTY_WRONG_TYPE', /argument 1 \(radius\): expected f64, got string/);
  equal(await exports.twice('ab', 3), 'ababab');
  equal(await exports.twice('ab'), 'abab');
  await rejects(exports.twice(5), 'DEPUTY_WRONG_TYPE', /argument 1: .*expected a string/);
  await rejects(exports.twice('ab', 1.5), 'DEPUTY_OUT_OF_RANGE', /argument 2/);
  await rejects(exports.throwsInt(), 'DEPUTY_NATIVE_EXCEPTION', /int was thrown/);
  await rejects(exports.throwsOutOfRange(), 'DEPUTY_OUT_OF_RANGE', /no such row/);
  equal(await exports.add(1, 1), 42);
  const error = await rejects(exports.passesOn(), 'DEPUTY_JS_EXCEPTION', /too far/);
  equal(error.cause.message, 'too far');
}, { imports });
