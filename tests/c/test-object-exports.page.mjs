import { equal } from '../runner/assert.mjs';
import { rejects, scripted, soon } from './exports.mjs';
import { shops } from './objects.mjs';

const { Shop, shop } = shops();
/** Releases are under way: a few more turns, then the number must be right. */
async function objects(deputy, expected) {
  const end = performance.now() + 10000;
  while (deputy.stats().objects !== expected && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 2));
  equal(deputy.stats().objects, expected, 'handles');
}

export const { module, check } = scripted(async (deputy) => {
  equal(await soon(deputy.call('keep', shop)), 1);
  equal(await soon(deputy.call('back')) === shop, true, 'the same object');
  await objects(deputy, 1);
  const other = new Shop('other');
  equal(await soon(deputy.call('look', other, shop)) === shop, true, 'an argument that comes back');
  equal(await soon(deputy.call('look', other, other)) === other, true, 'an argument that comes back alone');
  await objects(deputy, 1);
  // In a block that does not fit the frame.
  equal(await soon(deputy.call('look', other, [shop, 'x'.repeat(500), other])).then((list) => list[0] === shop && list[2] === other), true, 'in a list');
  for (let i = 0; i < 300; i++) equal((await soon(deputy.call('make'))).name, 'fresh', `result ${i}`);
  await rejects(deputy, soon(deputy.call('nothing', other)), 'DEPUTY_NOT_FOUND', /nothing/);
  await rejects(deputy, soon(deputy.call('keep', other, Symbol('no'))), 'DEPUTY_WRONG_TYPE', /argument 2/);
  await objects(deputy, 1);
  await soon(deputy.call('drop'));
  await objects(deputy, 0);
  await rejects(deputy, soon(deputy.call('back')), 'DEPUTY_STALE', /released/);
}, { imports: { Shop } });
