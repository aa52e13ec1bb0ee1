import { equal } from '../runner/assert.mjs';
import { scripted } from './exports.mjs';

export const { module, check } = scripted(async (deputy) => {
  const { call, exports } = deputy;
  // Before the program has started.
  const early = [call('add', 1, 2), exports.echo('early')];
  equal(await Promise.all(early), [3, 'early']);
  for (const value of [null, undefined, true, false, 0, -0, 1.5, NaN, Infinity, 2 ** 31, -(2 ** 31), '', 'ä\0€𝄞', 'x'.repeat(120), 'x'.repeat(200), 'y'.repeat(3_000_000)]) {
    const back = await call('echo', value);
    if (!Object.is(back, value)) throw new Error(`${String(value).slice(0, 50)} came back as ${String(back).slice(0, 50)}`);
  }
  equal(await call('echo'), undefined);
  equal(await call('echo', ...Array.from({ length: 30 }, (_, i) => i)), 29);
  equal(await call('echo', '\ud800'), '\ufffd', 'a lone surrogate');
  equal(await exports['text.repeat']('ab', 3), 'ababab');
  equal((await call('text.repeat', 'ä'.repeat(1000), 500)).length, 500_000);
  equal(await exports.count(), 42);
  equal(exports.then, undefined);
  // Many at a time, more than there are frames at first, in order.
  const results = await Promise.all(Array.from({ length: 500 }, (_, i) => call('add', i, 0.5)));
  equal(results, Array.from({ length: 500 }, (_, i) => i + 0.5));
  const order = await Promise.all(Array.from({ length: 200 }, () => exports.count()));
  equal(order, Array.from({ length: 200 }, (_, i) => 43 + i));
  // One at a time.
  for (let i = 0; i < 300; i++) equal(await call('add', i, i), 2 * i);
});
