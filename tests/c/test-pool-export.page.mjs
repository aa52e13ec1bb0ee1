import { equal, rejects } from '../runner/assert.mjs';
import { scripted, until } from './exports.mjs';

export const { module, check } = scripted(async (deputy) => {
  const context = 'pool';
  const all = await Promise.all(Array.from({ length: 6 }, (_, i) => deputy.call('meet', i, { context })));
  equal(all.join(), [4, 5, 6, 7, 8, 9].join());
  equal(await deputy.call('sumSquares', 1000, { context }), 332833500);
  const stop = new AbortController();
  const running = deputy.call('untilCancelled', { context, signal: stop.signal });
  setTimeout(() => stop.abort(), 100);
  await rejects(() => running, /cancelled/);
  // One that ends before it begins, as it may on a busy machine, is not counted.
  const again = async () => {
    await rejects(() => deputy.call('untilCancelled', { context, timeout: 50 }), /50 ms/);
    await new Promise((resolve) => setTimeout(resolve, 20));
    return await deputy.call('cancelled', { context }) >= 2;
  };
  await until(again);
  await rejects(() => deputy.call('cancelled', { context: 'pools' }), /'pool'/);
  await deputy.call('goOn', { context });
});
