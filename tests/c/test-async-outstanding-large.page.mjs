import { tasks } from './tasks.mjs';

/** What the export gave. @type {unknown} */
let length = 0;
/** @type {any} */
let program;
const shared = tasks({
  callLength(count) {
    program.deputy.call('length', 'x'.repeat(count)).then((value) => (length = value), (error) => (length = error.code));
  },
  lengthWas: () => (typeof length === 'number' ? length : -1),
});
export const module = { ...shared.module, preRun: [...shared.module.preRun, (app) => void (program = app)] };
export const { check } = shared;
