import { tasks } from './tasks.mjs';

/** @type {any} */
let app;
const base = tasks({
  follow: (/** @type {Promise<unknown>} */ promise) => promise.then(() => 'a value', (error) => error.code),
  promises: () => app.deputy.stats().promises,
});

export const module = { ...base.module, preRun: [...base.module.preRun, (/** @type {any} */ instance) => { app = instance; }] };
export const check = base.check;
