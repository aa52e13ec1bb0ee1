import { equal, matches } from '../runner/assert.mjs';
import { tasks } from './tasks.mjs';
import { spoilWorkers } from './workers.mjs';

/** @type {any} */
let app;
/** @type {string[]} */
const told = [];
const spoil = spoilWorkers();
const imports = {
  pool: (what) => app.deputy.stats().pool[what],
  spoil(many) {
    spoil(many);
  },
  told(text) {
    told.push(text);
  },
};
const shared = tasks(imports, { onLog() {}, pool: { reserve: 0 } });
export const module = { ...shared.module, preRun: [...shared.module.preRun, (instance) => void (app = instance)] };

export function check(app) {
  shared.check(app);
  equal(told.length, 2);
  for (const text of told) matches(text, /^its Worker could not be loaded/);
}
