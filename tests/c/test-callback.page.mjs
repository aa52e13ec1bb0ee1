import { equal } from '../runner/assert.mjs';
import { rejects, scripted, soon, until } from './exports.mjs';

export const { module, check } = scripted(async (deputy) => {
  const { call } = deputy;
  const echo = await call('make', 'echo');
  equal(typeof echo, 'function');
  equal(deputy.stats().callbacks, 1);
  for (const value of [undefined, null, true, 7, -0, 1.5, 'text', 't'.repeat(100_000), 12n, [1, ['two']], { a: { b: 3 } }]) {
    equal(await soon(echo(value)), value);
  }
  equal([...await echo(new Uint8Array([1, 2, 3]))], [1, 2, 3]);
  equal(await echo(), null);
  // From wherever JavaScript calls.
  equal(await soon(new Promise((resolve) => setTimeout(() => resolve(echo('later')), 1))), 'later');
  equal(await soon(Promise.resolve('chained').then(echo)), 'chained');
  const target = new EventTarget();
  const heard = new Promise((resolve) => target.addEventListener('e', (event) => resolve(echo(event.type))));
  target.dispatchEvent(new Event('e'));
  equal(await soon(heard), 'e');
  equal((await soon(Promise.all(Array.from({ length: 1000 }, (_, i) => echo(i))))).at(-1), 999);
  // Identity: it goes and comes back as itself.
  equal(await echo(echo) === echo, true);
  equal((await echo([echo]))[0] === echo, true);
  equal((await echo({ f: echo })).f === echo, true);
  // Failures.
  const fail = await call('make', 'fail');
  await soon(rejects(deputy, fail(-10), 'DEPUTY_OUT_OF_RANGE', /not today/));
  await soon(rejects(deputy, fail(-5), 'DEPUTY_CANCELLED', /not today/));
  const typed = await call('make', 'typed');
  equal(await typed(4, 'x'), 4);
  await soon(rejects(deputy, typed('x'), 'DEPUTY_WRONG_TYPE', /argument 1 \(x\): expected i32, got string/));
  await soon(rejects(deputy, typed(), 'DEPUTY_WRONG_TYPE', /expected 1 to 2 arguments, got 0/));
  await soon(rejects(deputy, typed(Symbol('s')), 'DEPUTY_WRONG_TYPE', /argument 1/));
  equal(await call('live'), 3);
  // Native code keeps one that JavaScript has disposed of.
  equal(await call('keep', echo), true);
  const pending = echo('on its way');
  echo.dispose();
  echo.dispose();
  equal(await soon(pending), 'on its way');
  await soon(rejects(deputy, echo(1), 'DEPUTY_STALE', /disposed/));
  await soon(rejects(deputy, call('keep', echo), 'DEPUTY_STALE', /disposed/));
  equal(await call('drops'), 0);
  const again = await call('give');
  equal(again === echo, false);
  equal(await again('again'), 'again');
  if (Symbol.dispose) again[Symbol.dispose]();
  else again.dispose();
  fail.dispose();
  typed.dispose();
  await until(async () => await call('drops') === 10101);
  equal(await call('live'), 0);
  equal(deputy.stats().callbacks, 0);
});
