import { equal } from '../runner/assert.mjs';
import { rejects, scripted, soon, until } from './exports.mjs';

export const { module, check } = scripted(async (deputy) => {
  const context = 'thread';
  const blocked = deputy.call('block');
  const all = await soon(Promise.all(Array.from({ length: 6 }, (_, i) => deputy.call('meet', i, { context }))));
  equal(all, [0, 2, 4, 6, 8, 10]);
  const stop = new AbortController();
  const running = deputy.call('untilCancelled', { context, signal: stop.signal });
  const early = deputy.call('untilCancelled', { context, signal: AbortSignal.abort() });
  await soon(rejects(deputy, early, 'DEPUTY_CANCELLED', /./));
  setTimeout(() => stop.abort(), 100);
  await soon(rejects(deputy, running, 'DEPUTY_CANCELLED', /./));
  await soon(rejects(deputy, deputy.call('untilCancelled', { context, timeout: 150 }), 'DEPUTY_TIMED_OUT', /150 ms/));
  await until(async () => await deputy.call('cancelled', { context }) >= 1);
  await soon(rejects(deputy, deputy.call('ends', { context }), 'DEPUTY_CLOSED', /the thread that ran it has ended/));
  await soon(rejects(deputy, deputy.call('none', { context }), 'DEPUTY_NOT_FOUND', /none/));
  await soon(deputy.call('release', { context }));
  await soon(blocked);
  for (let i = 0; i < 60; i++) equal(typeof await soon(deputy.call('cancelled', { context })), 'number');
});
