import { tasks } from './tasks.mjs';

let app;
const shared = tasks({ threads: () => Object.keys(app.PThread.pthreads).length });
shared.module.preRun.push((instance) => { app = instance; });
export const { module, check } = shared;
