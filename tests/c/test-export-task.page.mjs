import { equal } from '../runner/assert.mjs';
import { rejects, scripted, soon } from './exports.mjs';

const does = async (what) => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  if (what === 'throw') throw new SyntaxError('on the way');
  return what === 'large' ? 'l'.repeat(100_000) : what;
};
export const { module, check } = scripted(async (deputy) => {
  const { call } = deputy;
  const fails = (promise, code, message) => soon(rejects(deputy, promise, code, message));
  // Settled later, and before.
  const pending = [call('give', 0), call('give', 0), call('give', 0, { context: 'background' })];
  equal(await call('settle', 0, 'resolve', 'later'), 0);
  equal(await soon(Promise.all(pending)), ['later', 'later', 'later']);
  equal(await call('give', 0), 'later');
  equal(await call('settle', 0, 'resolve', 'twice'), -5);
  equal(await call('settle', 1, 'resolve', 'x'.repeat(50_000)), 0);
  equal((await call('give', 1)).length, 50_000);
  for (const value of [null, undefined, true, -0, 1.5]) {
    equal(await call('settle', 2, 'resolve', value), 0);
    equal(await call('give', 2), value);
    await call('settle', 2, 'free');
  }
  // Failures, before and after.
  for (const early of [true, false]) {
    const settle = async (index, ...how) => {
      const asked = early ? undefined : call('give', index);
      asked?.catch(() => {});
      equal(await call('settle', index, ...how), 0);
      return asked ?? call('give', index);
    };
    await fails(settle(3, 'reject', -10), 'DEPUTY_OUT_OF_RANGE', /^give: ./);
    await fails(settle(4, 'cancel'), 'DEPUTY_CANCELLED', /^give: ./);
    await call('settle', 3, 'free');
    await call('settle', 4, 'free');
  }
  // The only handle is freed.
  const never = call('give', 5);
  never.catch(() => {}); // It may end before what frees it has its answer.
  equal(await call('settle', 5, 'free'), 0);
  await fails(never, 'DEPUTY_CLOSED', /^give: ./);
  // The caller leaves first; the late outcome meets nobody, and the task is as it was.
  const controller = new AbortController();
  const left = [call('give', 6, { signal: controller.signal }), call('give', 6, { timeout: 1 })];
  left[1].catch(() => {});
  await call('settle', 7, 'resolve', 'something in between');
  controller.abort();
  await fails(left[0], 'DEPUTY_CANCELLED', /./);
  await fails(left[1], 'DEPUTY_TIMED_OUT', /./);
  equal(await call('settle', 6, 'resolve', 'y'.repeat(3000)), 0);
  equal((await call('give', 6)).length, 3000);
  // Or the task is the caller's: then it ends with the call, whichever way that is left; at once, or while the function begins.
  for (const [index, options] of /** @type {[number, any][]} */ ([[8, { timeout: 1 }], [9, { timeout: 40 }], [10, {}], [11, {}]])) {
    const controller = new AbortController();
    if (options.timeout === undefined) options.signal = controller.signal;
    const lent = call('lend', index, options);
    if (index === 10) await call('settle', 7, 'resolve', 'something in between');
    if (index === 11) queueMicrotask(() => controller.abort());
    else controller.abort();
    await fails(lent, options.signal ? 'DEPUTY_CANCELLED' : 'DEPUTY_TIMED_OUT', /./);
    if (index === 9 || index === 10) await fails(call('give', index), 'DEPUTY_CANCELLED', /^give: ./);
    await call('settle', index, 'free');
  }
  // A frame that is another call's by now is not mixed up.
  const again = call('lend', 12);
  equal(await call('settle', 12, 'resolve', 'kept'), 0);
  equal(await soon(again), 'kept');
  await call('settle', 12, 'free');
  // JavaScript's own work and failures come back.
  equal(await soon(call('call', 'small')), 'small');
  equal((await soon(call('call', 'large'))).length, 100_000);
  const error = await fails(call('call', 'throw'), 'DEPUTY_JS_EXCEPTION', /^call: SyntaxError: on the way/);
  equal(error.cause?.name, 'SyntaxError');
  equal(await soon(call('send')), 'done elsewhere');
  await fails(call('giveStrange'), 'DEPUTY_WRONG_TYPE', /^giveStrange: .*result/);
  for (const index of [0, 1, 6, 7]) await call('settle', index, 'free');
  equal(await call('live'), 0);
}, { imports: { does } });
