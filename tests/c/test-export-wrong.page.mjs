import { equal } from '../runner/assert.mjs';
import { rejects, scripted } from './exports.mjs';

const throws = () => {
  throw new RangeError('thrown by the import');
};

export const { module, check } = scripted(async (deputy) => {
  const { call } = deputy;
  const fails = (promise, code, message) => rejects(deputy, promise, code, message);
  // Names.
  for (let again = 0; again < 2; again++) await fails(call('nobody', 1), 'DEPUTY_NOT_FOUND', /^nobody: there is no export of that name/);
  await fails(call(''), 'DEPUTY_NOT_FOUND', /./);
  await fails(call('n'.repeat(5000)), 'DEPUTY_NOT_FOUND', /^nnnn/);
  await fails(call('toString'), 'DEPUTY_NOT_FOUND', /^toString: /);
  await fails(call('täkes\0'), 'DEPUTY_NOT_FOUND', /^täkes\0: /);
  await fails(deputy.exports.constructor(), 'DEPUTY_NOT_FOUND', /^constructor: /);
  // Twice: before and after the host knows the number of the name.
  for (let again = 0; again < 2; again++) {
    // Numbers of arguments.
    await fails(call('takes'), 'DEPUTY_WRONG_TYPE', /^takes: expected 3 to 5 arguments, got 0/);
    await fails(call('takes', 1, 2), 'DEPUTY_WRONG_TYPE', /got 2/);
    await fails(call('takes', 1, 2, true, '', 1, 1), 'DEPUTY_WRONG_TYPE', /got 6/);
    await fails(call('none', undefined), 'DEPUTY_WRONG_TYPE', /^none: expected 0 arguments, got 1/);
    // Types.
    await fails(call('takes', '1', 2, true), 'DEPUTY_WRONG_TYPE', /^takes: argument 1 \(a\): expected i32, got string/);
    await fails(call('takes', true, 2, true), 'DEPUTY_WRONG_TYPE', /argument 1 \(a\): expected i32, got bool/);
    await fails(call('takes', undefined, 2, true), 'DEPUTY_WRONG_TYPE', /argument 1 \(a\): expected i32, got undefined/);
    await fails(call('takes', 1, null, true), 'DEPUTY_WRONG_TYPE', /argument 2 \(b\): expected f64, got null/);
    await fails(call('takes', 1, 2, 0), 'DEPUTY_WRONG_TYPE', /argument 3 \(c\): expected bool, got i32/);
    await fails(call('takes', 1, 2, true, null), 'DEPUTY_WRONG_TYPE', /argument 4 \(d\): expected string, got null/);
    await fails(call('takes', 1, 2, true, 's', 'x'), 'DEPUTY_WRONG_TYPE', /argument 5 \(e\): expected i32 or null, got string/);
    // Ranges.
    for (const number of [0.5, 2 ** 31, -(2 ** 31) - 1, NaN, Infinity, 1e300]) {
      await fails(call('takes', number, 2, true), 'DEPUTY_OUT_OF_RANGE', /argument 1 \(a\): .* is not an i32/);
    }
    // What cannot cross at all.
    await fails(call('takes', 1, Symbol('s'), true), 'DEPUTY_WRONG_TYPE', /argument 2 is a symbol/);
    await fails(call('takes', 1, { a: [Symbol('s')] }, true), 'DEPUTY_WRONG_TYPE', /argument 2\.a\[0\] is a symbol/);
    await fails(call('takes', 1, 2n ** 63n, true), 'DEPUTY_OUT_OF_RANGE', /argument 2 is a bigint/);
    // What can, but is something else.
    for (const [value, named] of [[{ a: 1 }, 'record'], [[], 'array'], [new Date(), 'date'], [new Uint8Array(3), 'bytes'], [new Error('e'), 'error']]) {
      await fails(call('takes', 1, value, true), 'DEPUTY_WRONG_TYPE', new RegExp(`argument 2 \\(b\\): expected f64, got ${String(named)}`));
    }
    await fails(call('takes', 1, 2, true, { signal: undefined, more: 1 }), 'DEPUTY_WRONG_TYPE', /argument 4 \(d\): expected string, got record/);
    equal(await call('runs'), again * 5, 'none of these ran');
    // What fits.
    equal(await call('takes', -0, 1, false), 3);
    equal(await call('takes', -(2 ** 31), 2 ** 40, true, ''), 4);
    equal(await call('takes', 2 ** 31 - 1, NaN, true, undefined, null), 5);
    equal(await call('takes', 1, 2, true, undefined, undefined), 5);
    equal(await call('none'), 0);
  }
  // Options that are none.
  for (const context of ['nowhere', 'toString', 0, -1, 1.5, 2 ** 32, NaN, null, {}, true]) {
    await fails(call('none', { context }), 'DEPUTY_INVALID_ARGUMENT', /context: .* is no context/);
  }
  for (const timeout of [-1, NaN, '5', null, {}]) await fails(call('none', { timeout }), 'DEPUTY_INVALID_ARGUMENT', /timeout: expected milliseconds/);
  for (const signal of [null, {}, 5, 'now']) await fails(call('none', { signal }), 'DEPUTY_INVALID_ARGUMENT', /signal: expected an AbortSignal/);
  // Two mistakes at once are one rejection, and nothing stays with the signal.
  const signal = AbortSignal.abort(new Error('early'));
  await fails(call('none', { signal, timeout: -1 }), 'DEPUTY_INVALID_ARGUMENT', /timeout/);
  // An object without keys is an argument.
  await fails(call('none', {}), 'DEPUTY_WRONG_TYPE', /expected 0 arguments, got 1/);
  for (const options of [{ signal: undefined, timeout: undefined, context: undefined }, { timeout: Infinity }, { timeout: 2 ** 31 },
    { context: 'main', timeout: 1e6 }, { context: 3 }, Object.assign(Object.create(null), { context: 'main' })]) {
    equal(await call('none', options), 0);
  }
  // Results.
  equal(await call('gives.i32', 7), 7);
  equal(await call('gives.i32', -0), 0);
  await fails(call('gives.i32', 0.5), 'DEPUTY_OUT_OF_RANGE', /^gives\.i32: result: the number is not an i32/);
  await fails(call('gives.i32', 'x'.repeat(500)), 'DEPUTY_WRONG_TYPE', /^gives\.i32: result: expected i32, got string/);
  equal(await call('gives.f64', 7), 7);
  await fails(call('gives.f64', true), 'DEPUTY_WRONG_TYPE', /result: expected f64, got bool/);
  equal(await call('gives.void', undefined), undefined);
  await fails(call('gives.void', 0), 'DEPUTY_WRONG_TYPE', /result: expected void, got i32/);
  equal(await call('gives.text', null), null);
  equal(await call('gives.text', 'ä'), 'ä');
  await fails(call('gives.text', undefined), 'DEPUTY_WRONG_TYPE', /result: expected string or null, got undefined/);
  equal(await call('gives.bool', true), true);
  await fails(call('gives.bool', 1), 'DEPUTY_WRONG_TYPE', /result: expected bool, got i32/);
  // Failures of its own.
  const codes = ['INVALID_ARGUMENT', 'NO_MEMORY', 'WOULD_BLOCK', 'TIMED_OUT', 'CANCELLED', 'CLOSED', 'NOT_FOUND', 'JS_EXCEPTION', 'WRONG_TYPE',
    'OUT_OF_RANGE', 'STALE', 'DEADLOCK', 'UNSUPPORTED', 'NO_THREADS', 'INTERNAL'];
  for (const [i, code] of codes.entries()) {
    const plain = await fails(call('fails', -1 - i), `DEPUTY_${code}`, /^fails: ./);
    equal(plain.status, -1 - i);
    equal(plain.name, 'DeputyError');
    equal(plain.cause, undefined);
    await fails(call('fails', -1 - i, `text ${i}`), `DEPUTY_${code}`, new RegExp(`^fails: text ${i}$`));
  }
  const long = 'ä'.repeat(100_000);
  equal((await fails(call('fails', -5, long), 'DEPUTY_CANCELLED', /^fails: ä/)).message, `fails: ${long}`);
  equal((await fails(call('fails', -5, 'fails: said already'), 'DEPUTY_CANCELLED', /./)).message, 'fails: said already');
  await fails(call('fails', -5, ''), 'DEPUTY_CANCELLED', /^fails: /);
  await fails(call('fails', -5, 42), 'DEPUTY_CANCELLED', /^fails: ./);
  equal(await call('fails', 0, 'no failure'), 'no failure');
  for (const status of [-99, 1, 77, -(2 ** 31), 2 ** 31 - 1]) await fails(call('fails', status, 'odd'), 'DEPUTY_INTERNAL', /^fails: odd$/);
  const thrown = await fails(call('passes'), 'DEPUTY_JS_EXCEPTION', /^passes: RangeError: thrown by the import$/);
  equal(thrown.cause instanceof Error && thrown.cause.name, 'RangeError');
  equal(thrown.cause.message, 'thrown by the import');
  // Results that native code must not give.
  for (const tag of [16, 200, 255]) {
    await fails(call('strange', tag, 0, 0), 'DEPUTY_WRONG_TYPE', /^strange: .*result/);
    await fails(call('strange', tag, 0, -5), 'DEPUTY_CANCELLED', /^strange: /);
  }
  await fails(call('strange', 6, 10, 0), 'DEPUTY_INVALID_ARGUMENT', /^strange: /);
  await fails(call('strange', 10, 0, 0), 'DEPUTY_STALE', /freed/);
  equal(await call('strange', 6, 0, 0), '');
  // And after all that it works as before.
  equal(await call('takes', 1, 2, true), 3);
}, { imports: { throws } });
