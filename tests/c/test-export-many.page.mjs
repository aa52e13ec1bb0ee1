import { assert, equal } from '../runner/assert.mjs';
import { scripted, soon } from './exports.mjs';

export const { module, check } = scripted(async (deputy) => {
  const { call } = deputy;
  let next = 0;
  const burst = (length, text) => Array.from({ length }, () => call('count', next++, ...text()));
  const answered = async (calls, from) => equal(await soon(Promise.all(calls)), Array.from(calls, (_, i) => from + i));
  // Before the start, and while main() blocks.
  const first = burst(1500, () => []);
  equal(await soon(call('release', { context: 'background' })), 0, 'the deputy is busy');
  await answered(first, 0);
  const second = burst(40, () => ['large'.repeat(1000)]);
  await soon(call('release', { context: 'background' }));
  await answered(second, 1500);
  const made = await call('frames');
  // In the event loop, again and again: the same frames.
  for (let round = 0; round < 5; round++) {
    const from = next;
    await answered(burst(1200, () => (round % 2 ? ['small'] : [])), from);
  }
  const now = await call('frames');
  assert(now - made < 200, `${now - made} more frames for as many calls as before`);
});
