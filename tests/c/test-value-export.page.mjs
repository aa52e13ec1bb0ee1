import { equal } from '../runner/assert.mjs';
import { rejects, scripted } from './exports.mjs';

/** A text that tells kinds apart. @param {unknown} value @returns {string} */
function show(value) {
  if (Array.isArray(value)) return `[${Array.from(value, show)}]`;
  if (ArrayBuffer.isView(value)) return `${value.constructor.name}(${Array.from(/** @type {any} */ (value), String)})`;
  if (value instanceof Date) return `Date(${value.getTime()})`;
  if (value instanceof Error) return `Error(${value.name}: ${value.message})`;
  if (value !== null && typeof value === 'object') return `{${Object.entries(value).map(([key, of]) => `${JSON.stringify(key)}:${show(of)}`)}}`;
  return Object.is(value, -0) ? '-0' : typeof value === 'bigint' ? `${value}n` : typeof value === 'string' ? JSON.stringify(value) : String(value);
}

let deep = /** @type {unknown} */ ('bottom');
for (let i = 0; i < 62; i++) deep = [deep];
const values = [null, undefined, true, -1, 0.5, -0, NaN, 2 ** 40, 0n, -1n, 2n ** 63n - 1n, -(2n ** 63n), '', 'a\0ä𝄞', new Date(5), new Date(NaN),
  new Uint8Array([1, 2, 255]), new Uint8Array(), new Uint8Array(5000).fill(7), new Int8Array([-1]), new Uint8ClampedArray([300]), new Int16Array([-1, 5]),
  new Uint16Array([65535]), new Int32Array([1, -1]), new Uint32Array([2 ** 32 - 1]), new BigInt64Array([-1n]), new BigUint64Array([2n ** 64n - 1n]),
  new Float32Array([0.5]), new Float64Array(500).fill(-0), [], {}, [[], {}, [[]]], { a: 1, 'b c': [true, { '': 'x' }], ä: null },
  Array.from({ length: 500 }, (_, i) => ({ i, text: `${i}` })), new TypeError('wörd'), [new RangeError('inside')], deep];

export const { module, check } = scripted(async (deputy) => {
  const { call } = deputy;
  const fails = (promise, code, message) => rejects(deputy, promise, code, message);
  for (const value of values) {
    const text = show(value);
    for (const name of ['echo', 'copied', 'later']) equal(show(await call(name, value)), text, name);
    equal(show(await call('echo', value, { context: 'background' })), text);
    equal(show(await call('swapped', 'other', value)), show([value, 'other']));
    equal(show(await call('first', { other: 1, key: value })), text);
  }
  equal(show(await call('swapped', values.slice(0, 30), { timeout: 5 }, { timeout: 5000 })), show([{ timeout: 5 }, values.slice(0, 30)]));
  // Things that are read as something simpler.
  equal(show(await call('echo', new ArrayBuffer(3))), 'Uint8Array(0,0,0)');
  equal(show(await call('echo', new SharedArrayBuffer(2))), 'Uint8Array(0,0)');
  equal(show(await call('echo', new DataView(new Uint8Array([1, 2]).buffer, 1))), 'Uint8Array(2)');
  equal(show(await call('echo', [1, , 3])), '[1,undefined,3]'); // eslint-disable-line no-sparse-arrays
  equal(show(await call('echo', '\ud800')), '"\ufffd"');
  // Signatures.
  for (const [given, expected] of [[5, '5n'], [5n, '5n'], [-(2 ** 53) + 1, '-9007199254740991n'], [2n ** 62n, '4611686018427387904n']]) {
    equal(show(await call('i64', given)), expected);
  }
  for (const given of [0.5, NaN, Infinity, 2 ** 53]) await fails(call('i64', given), 'DEPUTY_OUT_OF_RANGE', /argument 1 \(a\): the number is not a safe integer/);
  await fails(call('i64', '5'), 'DEPUTY_WRONG_TYPE', /expected i64, got string/);
  equal(await call('i32', 7n), 7);
  await fails(call('i32', 2n ** 31n), 'DEPUTY_OUT_OF_RANGE', /^i32: result: the number is not an i32/);
  equal(await call('f64', 2n ** 53n - 1n), 2 ** 53 - 1);
  await fails(call('f64', 2n ** 53n), 'DEPUTY_OUT_OF_RANGE', /not a safe integer/);
  equal(show(await call('bytes', new Uint8Array([1]))), 'Uint8Array(1)');
  equal(await call('bytes', null), null);
  await fails(call('bytes', [1]), 'DEPUTY_WRONG_TYPE', /expected bytes or null, got array/);
  equal(show(await call('date', new Date(9))), 'Date(9)');
  await fails(call('date', 9), 'DEPUTY_WRONG_TYPE', /expected date, got i32/);
  equal(show(await call('error', new TypeError('t'))), 'Error(TypeError: t)');
  // What cannot cross.
  const circle = { list: /** @type {unknown[]} */ ([1]) };
  circle.list.push(circle);
  await fails(call('echo', 1, circle), 'DEPUTY_OUT_OF_RANGE', /^argument 2 has a cycle at \.list\[1\]$/);
  await fails(call('echo', { a: [Symbol('s')] }), 'DEPUTY_WRONG_TYPE', /^argument 1\.a\[0\] is a symbol/);
  await fails(call('echo', [2n ** 63n]), 'DEPUTY_OUT_OF_RANGE', /^argument 1\[0\] is a bigint/);
  await fails(call('echo', [[[deep]]]), 'DEPUTY_OUT_OF_RANGE', /more than 64 levels deep/);
  equal(await call('echo', 'still'), 'still');
});
