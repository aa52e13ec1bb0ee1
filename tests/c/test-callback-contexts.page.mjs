import { equal } from '../runner/assert.mjs';
import { rejects, scripted, soon, until } from './exports.mjs';

export const { module, check } = scripted(async (deputy) => {
  const { call } = deputy;
  const [main, background, plain, server, closes, exits, frees, waits] = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((i) => call('give', i)));
  equal(deputy.stats().callbacks, 8);
  equal(await call('give', 0) === main, true);
  equal([await soon(main()), await soon(plain()), await soon(server())], [3, 3, await call('contextOf', 0)]);
  // The deputy is blocked, until this has run.
  const blocked = call('block');
  equal(await soon(background()), 2);
  await soon(blocked);
  await soon(frees());
  equal(await call('dropped', 6), 0);
  await soon(frees());
  frees.dispose();
  await until(async () => await call('dropped', 6) === 1);
  // Its context closes while it runs: what it returns counts.
  equal(await soon(closes('close')), null);
  await until(async () => await call('dropped', 4) === 1 && await call('dropped', 3) === 1);
  for (const over of [closes, server]) await soon(rejects(deputy, over('x'), 'DEPUTY_CLOSED', /./));
  // Its thread ends while it runs, and with calls queued.
  const queued = [exits('exit'), waits(), waits()];
  for (const lost of queued) await soon(rejects(deputy, lost, 'DEPUTY_CLOSED', /./));
  await until(async () => await call('dropped', 5) === 1 && await call('dropped', 7) === 1);
  await soon(rejects(deputy, waits(), 'DEPUTY_CLOSED', /./));
  equal(await call('freeAll'), 7);
  for (const one of [main, background, plain, server, closes, exits, waits]) one.dispose();
  equal(deputy.stats().callbacks, 0);
  for (const i of [0, 1, 2]) await until(async () => await call('dropped', i) === 1);
  await until(async () => await call('freeAll') === 0);
  for (let i = 0; i < 8; i++) equal(await call('dropped', i), 1);
}, { imports: { seven: () => 7 } });
