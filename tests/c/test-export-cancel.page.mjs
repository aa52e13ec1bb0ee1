import { equal } from '../runner/assert.mjs';
import { rejects, scripted, soon } from './exports.mjs';

/** @type {() => void} */
let began = () => {};
export const { module, check } = scripted(async (deputy) => {
  const { call } = deputy;
  const next = () => new Promise((resolve) => void (began = () => resolve(undefined)));
  const fails = (promise, code, message) => soon(rejects(deputy, promise, code, message));
  const cancelled = async (promise, reason) => equal((await fails(promise, 'DEPUTY_CANCELLED', /the call was cancelled/)).cause, reason);
  // Before the program has started.
  const before = new AbortController();
  const early = [call('count', { signal: before.signal }), call('count', { timeout: 0 })];
  const reason = new TypeError('not wanted');
  before.abort(reason);
  await cancelled(early[0], reason);
  await fails(early[1], 'DEPUTY_TIMED_OUT', /^count: 0 ms passed/);
  // Before it is sent.
  await cancelled(call('count', { signal: AbortSignal.abort('a text') }), 'a text');
  equal(await call('count'), 1, 'none of these ran');
  for (const round of [0, 1]) {
    // While it is queued: small and large arguments, and more than there are frames at first.
    const working = next();
    const blocked = call('block');
    await working;
    const queued = new AbortController();
    const calls = Array.from({ length: 60 + round }, (_, i) => call('count', i % 2 ? 'x'.repeat(3000) : 'x', { signal: queued.signal }));
    const timed = Array.from({ length: 60 }, (_, i) => call('count', i % 2 ? 'y'.repeat(3000) : 'y', { timeout: 20, signal: queued.signal }));
    for (const one of timed) await fails(one, 'DEPUTY_TIMED_OUT', /20 ms passed/);
    queued.abort();
    for (const one of calls) await cancelled(one, queued.signal.reason);
    const stays = call('count', 'z'.repeat(3000));
    await soon(call('release', { context: 'background' }));
    await soon(blocked);
    equal(await soon(stays), 2 + 3 * round, 'what was left did not run');
    equal(await call('count', { signal: new AbortController().signal, timeout: 1e5 }), 3 + 3 * round);
    // While it runs.
    for (const how of [0, 1, 2]) {
      const running = next();
      const controller = new AbortController();
      const work = call('work', how, how === 1 ? { timeout: 250 } : { signal: controller.signal });
      work.catch(() => {});
      await soon(running);
      controller.abort(how);
      if (how === 1) await fails(work, 'DEPUTY_TIMED_OUT', /^work: 250 ms passed/);
      else await cancelled(work, how);
      equal(await soon(call('noticed')), round * 3 + how + 1);
    }
    equal(await call('count'), 4 + 3 * round);
  }
  // After it has ended.
  const late = new AbortController();
  equal(await call('count', { signal: late.signal, timeout: 20_000 }), 8);
  late.abort();
  await new Promise((resolve) => setTimeout(resolve, 10));
  equal(await call('count'), 9);
  equal(deputy.stats().exportCallsOut, 0);
}, { imports: { working: () => began() } });
