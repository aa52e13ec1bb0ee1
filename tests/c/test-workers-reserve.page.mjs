import { matches } from '../runner/assert.mjs';
import { tasks } from './tasks.mjs';

/** @type {any} */
let app;
const shared = tasks({ pool: (what) => app.deputy.stats().pool[what] }, { pool: { initial: 1, reserve: 3, max: 8, trimAfter: 300 } });
export const module = { ...shared.module, preRun: [...shared.module.preRun, (instance) => void (app = instance)] };

export function check(app, outcome) {
  shared.check(app);
  matches(outcome.stderr.join('\n'), /^deputy: a thread could not be started: there are 8 Workers already, which is Module\.deputy\.pool\.max$/m);
}
