import { equal } from '../runner/assert.mjs';
import { collected, rejects, scripted, soon, until } from './exports.mjs';

/** @type {unknown[]} */
const told = [];
/** @type {any} */
let forever;
const { module, check: checkScript } = scripted(async (deputy) => {
  const { call } = deputy;
  const makeMany = async () => {
    /** @type {any[]} */
    const many = await Promise.all(Array.from({ length: 1000 }, (_, i) => call('make', i)));
    equal(deputy.stats().callbacks, 1000);
    await soon(Promise.all(many.map((one) => one())));
    // Still called when nobody has them any more.
    return Promise.all(many.map((one) => one()));
  };
  await soon(makeMany());
  await soon(call('make', 1000));
  await collected(async () => deputy.stats().callbacks === 0 && await call('dropped') === 1000);
  equal(await call('free'), 0);
  equal(await call('dropped'), 1001);

  forever = await call('make', 0);
  // Nobody looks, as when an event calls.
  const target = new EventTarget();
  // In braces: of what a listener returns Node makes an uncaught error itself.
  target.addEventListener('e', () => { forever(-10); });
  target.dispatchEvent(new Event('e'));
  void forever(-9);
  forever(0);
  await until(() => told.length === 2);
  equal(told, [['DEPUTY_OUT_OF_RANGE', 'callback: as asked', 'callback', 'main'], ['DEPUTY_WRONG_TYPE', 'callback: as asked', 'callback', 'main']]);
  // Somebody does, each in another way.
  await soon(rejects(deputy, forever(-10), 'DEPUTY_OUT_OF_RANGE', /as asked/));
  equal((await soon(Promise.allSettled([forever(-10), forever(-9)]))).map(({ status }) => status), ['rejected', 'rejected']);
  await soon(forever(-10).then(() => {}, () => {}));
  await soon(forever(-10).catch(() => {}));
  equal(await soon(Promise.race([forever(-10).finally(() => {}), new Promise(() => {})]).catch((error) => error.code)), 'DEPUTY_OUT_OF_RANGE');
  equal(forever() instanceof Promise, true);
  await new Promise((resolve) => setTimeout(resolve, 20));
  equal(told.length, 2);
}, { onError: (error, name, thread) => told.push([error.code, error.message, name, thread]) });

export { module };
export async function check(app) {
  checkScript(app);
  // Nobody looks at this one either: the program has ended, which is nobody's failure.
  void forever();
  await rejects(app.deputy, forever(), 'DEPUTY_CLOSED', /./);
  forever.dispose();
  await new Promise((resolve) => setTimeout(resolve, 20));
  equal(told.length, 2);
}
