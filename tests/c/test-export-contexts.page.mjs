import { assert, equal } from '../runner/assert.mjs';
import { rejects, scripted, soon } from './exports.mjs';

/** @type {() => void} */
let began = () => {};
export const { module, check } = scripted(async (deputy) => {
  const { call } = deputy;
  const next = () => new Promise((resolve) => void (began = () => resolve(undefined)));
  const fails = (promise, code, message) => soon(rejects(deputy, promise, code, message));
  equal(await soon(call('where', { context: 'background' })), 2);
  equal(await call('where', { context: 2 }), 2);
  equal(await call('where', { context: 'main' }), 3);
  equal(await call('where', { context: 3 }), 3);
  // No native functions of JavaScript's run there, or there is no such context.
  await fails(call('where', { context: 1 }), 'DEPUTY_UNSUPPORTED', /^where: /);
  for (const context of [6, 7, 8, 1024 + 8, 1024 * 5 + 9, 2 ** 32 - 1]) await fails(call('where', { context }), 'DEPUTY_STALE', /^where: /);
  await fails(call('nobody', { context: 'background' }), 'DEPUTY_NOT_FOUND', /^nobody: /);
  await fails(call('where', 5, { context: 'background' }), 'DEPUTY_WRONG_TYPE', /^where: argument 1/);
  for (const how of [0, 1, 2]) {
    const context = await call('open');
    equal(await call('where', { context }), context);
    equal(await call('where', 'x'.repeat(5000), { context }), context);
    const waiting = next();
    const first = call('wait', how, { context });
    await soon(waiting);
    // Queued behind it, with and without a large argument; more than there are frames at first.
    const behind = Array.from({ length: 70 }, (_, i) => call('where', i % 3 ? 'small' : 'l'.repeat(4000), { context }));
    for (const one of [first, ...behind]) one.catch(() => {});
    await soon(call('openGate'));
    if (how === 0) {
      equal(await soon(first), 'came back');
      for (const one of behind) equal(await soon(one), context);
      const last = call('wait', 1, { context });
      await call('openGate');
      await soon(last);
    } else {
      if (how === 1) equal(await soon(first), 'came back');
      else await fails(first, 'DEPUTY_CLOSED', /^wait: the thread that ran it has ended/);
      // Queued there, or still on their way.
      for (const one of behind) {
        const { code } = await soon(one.then(() => ({ code: 'a value' }), (error) => error));
        assert(code === 'DEPUTY_CLOSED' || code === 'DEPUTY_STALE', code);
      }
    }
    await soon(call('join'));
    await fails(call('where', { context }), 'DEPUTY_STALE', /^where: /);
  }
  // Threads of the background that end in a function: told each time, and others take their place.
  for (let i = 0; i < 3; i++) await fails(call('endThread', { context: 'background' }), 'DEPUTY_CLOSED', /the thread that ran it has ended/);
  equal(await soon(call('where', { context: 'background' })), 2);
  const stats = deputy.stats();
  equal(stats.exportCallsOut, 0);
  assert(stats.exportCalls > 200, `${stats.exportCalls} calls of exports`);
}, { imports: { waiting: () => began() } });
