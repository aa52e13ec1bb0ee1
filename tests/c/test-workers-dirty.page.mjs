import { tasks } from './tasks.mjs';

/** @type {any} */
let app;
const shared = tasks({ pool: (what) => app.deputy.stats().pool[what] }, { pool: { reserve: 0 } });
export const module = { ...shared.module, preRun: [...shared.module.preRun, (instance) => void (app = instance)] };
export const { check } = shared;
