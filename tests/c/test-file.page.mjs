import { tasks } from './tasks.mjs';

const { module: made, check: checkTasks } = tasks();
/** @type {any} */
let deputy;

export const module = {
  ...made,
  deputy: {
    ...made.deputy,
    blocking: 'allow',
    imports: {
      ...made.deputy.imports,
      callLocked: () => deputy.callSync('locked'),
    },
  },
  /** @param {any} app */
  preRun(app) {
    deputy = app.deputy;
  },
};

/** @param {any} app */
export const check = (app) => checkTasks(app);
