import { tasks } from './tasks.mjs';

/** @type {any} */
let app;
const shared = tasks({ pageCounts: () => app.deputy.stats().postsFailed }, { onError() {}, onLog() {} });
export const module = { ...shared.module, preRun: [...shared.module.preRun, (instance) => void (app = instance)] };
