import { equal } from '../runner/assert.mjs';
import { refuses, scripted, soon, until } from './exports.mjs';

let ready = () => {};
const program = new Promise((resolve) => void (ready = () => resolve(undefined)));
let open = () => {};
let opens = 0;
/** @type {(id: number) => void} */
let opened = () => {};
const imports = {
  ready: () => ready(),
  plain: () => 'plain',
  /** A promise that the page settles when it is free. */
  opened: () => {
    opens++;
    return new Promise((resolve) => void (open = () => resolve('open')));
  },
  opensContext: (/** @type {number} */ id) => opened(id),
};
const sleep = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

export const { module, check } = scripted(async (deputy) => {
  const { call, callSync } = deputy;
  await soon(program);
  /** It must end soon: 100 ms on an idle machine. */
  const within = (/** @type {() => unknown} */ call, ms = 2000) => {
    const start = performance.now();
    call();
    const took = performance.now() - start;
    equal(took < ms, true, `took ${took} ms`);
  };
  const deadlock = (/** @type {() => unknown} */ call, /** @type {RegExp} */ message) => within(() => refuses(deputy, call, 'DEPUTY_DEADLOCK', message));

  // The deputy is blocked and does not serve.
  await call('renew');
  let blocked = call('blocks', 'call');
  await until(() => opens === 1);
  deadlock(() => callSync('answer'), /answer: deadlock: the page waits for thread main, which waits for the call 'opened' and does not serve/);
  equal(await call('answer', { timeout: 100 }).catch((/** @type {any} */ error) => error.code), 'DEPUTY_TIMED_OUT');
  open();
  await soon(blocked);
  blocked = call('blocks', 'task');
  await sleep(50);
  deadlock(() => callSync('answer'), /thread main, which waits for a task and does not serve/);
  equal(await call('where', { context: 'background' }).catch((/** @type {any} */ error) => error.code), 'DEPUTY_NOT_FOUND');
  // Only a thread that serves meanwhile can end its wait.
  await call('open', { context: 'background' });
  await soon(blocked);
  await call('renew');
  blocked = call('blocks', 'pump');
  await sleep(50);
  equal(callSync('answer', { timeout: 5000 }), 42);
  callSync('open', { timeout: 5000 });
  await soon(blocked);

  // Another thread in between: free, or waiting for the page.
  equal(callSync('sends', { timeout: 5000 }), 'plain');
  const occupied = call('occupy');
  await until(() => opens === 2);
  deadlock(() => callSync('sends'), /thread main, which waits for a function that it has sent, and that thread \S+, which waits for the call 'opened', for which the page has no time now/);
  open();
  equal(await soon(occupied), 'open');
  await sleep(20);
  equal(callSync('sends', { timeout: 5000 }), 'plain');

  // A promise of the page's: the wait ends.
  await call('early');
  for (const how of [0, 1, 2]) within(() => equal(callSync('waits', how, { timeout: 5000 }), 'DEPUTY_DEADLOCK'));
  deadlock(() => callSync('gives', 0), /gives: the result is a promise/);
  open();
  await sleep(20);
  equal(callSync('waits', 0, { timeout: 5000 }), 'DEPUTY_OK');
  equal(callSync('gives', 0, { timeout: 5000 }), 'open');
  // A task of native code: another thread can end it.
  await call('renew');
  refuses(deputy, () => callSync('gives', 1, { timeout: 50 }), 'DEPUTY_TIMED_OUT', /gives: 50 ms passed/);
  await call('open');
  equal(callSync('gives', 1, { timeout: 5000 }), null);

  // No Worker for one more thread.
  within(() => equal(callSync('starts', { timeout: 5000 }) >= 0, true, 'no thread could be made, and that was told'), 5000);
  await sleep(50);
  equal(callSync('answer'), 42);

  // Contexts that close, and threads that end, meanwhile.
  for (const [name, code] of [['ends', 'DEPUTY_CLOSED'], ['closes', '']]) {
    const context = new Promise((resolve) => void (opened = resolve));
    await call('openContext');
    const id = await soon(context);
    equal(callSync('answer', { context: id, timeout: 5000 }), 42);
    if (code !== '') within(() => refuses(deputy, () => callSync(name, { context: id }), code, /ends: the thread that ran it has ended/));
    else callSync(name, { context: id });
    await sleep(20);
    within(() => refuses(deputy, () => callSync('answer', { context: id }), 'DEPUTY_STALE', /answer/));
  }

  // What nobody can see: the time ends it, and nothing is broken.
  await call('holds', true, { context: 'background' });
  within(() => refuses(deputy, () => callSync('locks', { timeout: 100 }), 'DEPUTY_TIMED_OUT', /locks: 100 ms passed before there was an outcome/));
  refuses(deputy, () => callSync('answer', { timeout: 0 }), 'DEPUTY_TIMED_OUT', /answer/);
  await call('holds', false, { context: 'background' });
  equal(await soon(call('answer')), 42);
  equal(callSync('answer'), 42);
  await call('renew');
  await call('open');
}, { imports, blocking: 'allow' });
