import { equal } from '../runner/assert.mjs';
import { scripted, soon } from './exports.mjs';

export const { module, check } = scripted(async (deputy) => {
  const { call } = deputy;
  let grown = 0;
  for (let round = 0; round < 4; round++) {
    const grows = call('grow', 12_000_000);
    const megabyte = 'a'.repeat(1_000_000);
    const calls = [
      call('sum', megabyte, 'b'.repeat(2_000_000), '', megabyte),
      call('make', 99, 3_000_000),
      call('part', 'é'.repeat(700_000), 2),
      call('sum', 'x'.repeat(150), 'y'.repeat(9)),
      call('make', 100, 177),
      call('part', 'p'.repeat(170), 3),
      call('make', 101, 1_000_000, { context: 'background' }),
      call('sum', megabyte, { context: 'background' }),
    ];
    grown += Number(await soon(grows));
    const [a, b, c, d, e, f, g, h] = await soon(Promise.all(calls));
    equal(a, 97 * 2e6 + 98 * 2e6);
    equal(b === 'c'.repeat(3_000_000), true);
    equal(c === 'é'.repeat(699_999), true);
    equal(d, 120 * 150 + 121 * 9);
    equal(e, 'd'.repeat(177));
    equal(f, 'p'.repeat(167));
    equal(g === 'e'.repeat(1_000_000), true);
    equal(h, 97e6);
  }
  equal(grown > 0, true, 'the memory has grown');
  // Around the size of a frame: every length.
  for (let length = 150; length <= 200; length++) {
    const text = 'z'.repeat(length);
    equal(await call('part', text, 0), text);
    equal(await call('make', 122, length), text);
  }
  equal(deputy.stats().stashed, 0);
});
