import { equal } from '../runner/assert.mjs';
import { tasks } from './tasks.mjs';

/** @type {any} */
let app;
/** @type {Map<string, Promise<unknown>>} */
const kept = new Map();
const shared = tasks({
  keep(key, promise) {
    if (!(promise instanceof Promise)) throw new Error('no promise');
    promise.catch(() => {});
    kept.set(key, promise);
  },
  same: () => Number(kept.get('a') === kept.get('b') && kept.get('b') === kept.get('c')),
  became: (key) => /** @type {Promise<any>} */ (kept.get(key)).then(
    (value) => (value.length > 100 ? `length ${value.length}` : `value ${value}`),
    (error) => (error instanceof app.deputy.DeputyError ? error.code : `no DeputyError: ${error}`),
  ),
  promises: () => app.deputy.stats().promises,
});
export const module = { ...shared.module, preRun: [...shared.module.preRun, (instance) => void (app = instance)] };
export async function check(app) {
  equal(app.deputy.stats().promises, 0);
  for (const key of ['end', 'end2']) equal(await kept.get(key)?.then(String, (error) => error.code), 'DEPUTY_CLOSED');
}
