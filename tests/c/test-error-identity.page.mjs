import { equal } from '../runner/assert.mjs';
import { rejects, scripted, soon, until } from './exports.mjs';

class Own extends Error {}
/** @type {Record<string, any>} */
const things = {
  error: Object.assign(new Error('plain'), { detail: 7 }),
  large: Object.assign(new RangeError('x'.repeat(5000)), { detail: 7 }),
  own: Object.assign(new Own('mine'), { detail: 7, name: 'Renamed' }),
  frozen: Object.freeze(Object.assign(new TypeError('frozen'), { detail: 7 })),
  plain: Object.freeze({ detail: 7, message: 'no error' }),
  function: Object.assign(() => 1, { detail: 7 }),
};
const texts = { string: 'just a text', number: 42, null: null, undefined, symbol: Symbol('s') };
const thing = (/** @type {string} */ key) => (key in things ? things[key] : /** @type {any} */ (texts)[key]);
/** An error that is held in something else; what is not is made one. @param {string} key */
const held = (key) => (things[key] instanceof Error ? things[key] : things.error);

/** @param {string} key @param {any} value */
const is = async (key, value) => {
  const given = Array.isArray(value) ? value : [await value];
  const wanted = given.length === 2 ? held(key) : thing(key);
  return given.every((one) => one === wanted || one === key || one?.e?.[0] === wanted);
};

/** @type {any[]} */
const told = [];
const { module, check: checkScript } = scripted(async (deputy) => {
  const { call } = deputy;
  const callback = await call('callback');
  for (const [key, object] of Object.entries(things)) {
    for (const name of ['fails', 'awaits', 'follows']) {
      const error = await soon(rejects(deputy, call(name, key), 'DEPUTY_JS_EXCEPTION', new RegExp(`^${name}: `)));
      equal(error.cause === object, true, `${name} ${key}`);
      equal(error.stack.trimEnd().endsWith(`    at ${name} (native, context main)`), true, error.stack);
    }
    equal(await soon(call('gives', key)) === object, true, `gives ${key}`);
    // As an argument and back, as a result, as a failure; from a callback.
    for (const give of [(/** @type {unknown[]} */ ...args) => call('echo', ...args), callback]) {
      const error = held(key);
      equal(await soon(give(error, 0)) === error, true, `echo ${key}`);
      const both = await soon(give([error, { e: error }, 'x'.repeat(300)], 0));
      equal(both[0] === error && both[1].e === error, true, `nested ${key}`);
      const failure = await soon(rejects(deputy, give(error, -8), 'DEPUTY_JS_EXCEPTION', /./));
      equal(failure.cause === error, true, `echo fails ${key}`);
    }
    equal(await call('follows'), null);
    await soon(call('passes', key, { context: 'background' }));
  }
  const failed = await rejects(deputy, callback(things.error, -8), 'DEPUTY_JS_EXCEPTION', /^callback: Error: plain$/);
  equal(failed.stack.trimEnd().endsWith('    at callback (native, thread main)'), true, failed.stack);
  // What is no object comes back as an error with its text.
  for (const key of Object.keys(texts)) {
    const { cause } = await rejects(deputy, call('fails', key), 'DEPUTY_JS_EXCEPTION', /^fails: /);
    equal([cause instanceof Error, cause.name, cause.message], [true, typeof thing(key), String(thing(key))]);
  }
  // What is collected is gone, what is not touched stays as it was.
  equal(Object.getOwnPropertyNames(things.error).includes('cause'), false);
  callback.dispose();
  // The task that was freed may still fail.
  await until(() => told.length === Object.keys(things).length && deputy.stats().objects + deputy.stats().callbacks === 0);
  equal(deputy.stats().stashed, 0);
}, {
  imports: {
    throws(/** @type {string} */ key) { throw thing(key); },
    async rejects(/** @type {string} */ key) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      throw thing(key);
    },
    is,
    holds: (/** @type {string} */ key) => [held(key), { e: [held(key)] }],
  },
  onError: (/** @type {unknown} */ error) => told.push(error),
});

export { module };
export function check(app) {
  checkScript(app);
  equal(told.length, Object.keys(things).length, 'failures that nobody looked at');
  equal(told.every((error) => Object.values(things).includes(error) || error.cause && Object.values(things).includes(error.cause)), true);
}
