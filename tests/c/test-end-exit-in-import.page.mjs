import { orderly } from './ending.mjs';

export const { module, check } = orderly(4, { stdout: [] });
let app;
module.preRun = [(instance) => { app = instance; }];
module.deputy.imports.callsEnds = (code) => app._ends(code);
