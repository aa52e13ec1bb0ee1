import { equal } from '../runner/assert.mjs';
import { collected, scripted, soon, until } from './exports.mjs';

/** @type {Set<any>} */
const all = new Set();
/** @type {Promise<unknown>[]} */
const calls = [];
let taken = 0;
/** @param {any} what */
function take(what) {
  const callback = Array.isArray(what) ? what[0] : what;
  all.add(callback);
  taken++;
  for (let i = 0; i < taken % 3; i++) calls.push(callback(i));
  if (taken % 2 === 0) callback.dispose();
}
/** @param {any} what */
function back(what) {
  all.add(Array.isArray(what) ? what[0] : what);
  return what;
}
export const { module, check } = scripted(async (deputy) => {
  const { call } = deputy;
  await call('start');
  equal(await soon(call('join'), 20000) >= 0, true);
  await soon(Promise.all(calls));
  equal(calls.length > 20, true);
  for (const callback of all) callback.dispose();
  // Those that no function got: it was not there, or another argument could not be read.
  await collected(() => deputy.stats().callbacks === 0);
  await until(async () => await call('live') === 0);
  await until(async () => await call('wrong') === 0);
}, { imports: { take, back, takeLater: async (promise) => take(await promise) }, onError: () => {} });
