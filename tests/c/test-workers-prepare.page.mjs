import { equal } from '../runner/assert.mjs';
import { tasks } from './tasks.mjs';
import { spoilWorkers } from './workers.mjs';

/** @type {any} */
let app;
/** @type {string[]} */
const warnings = [];
const spoil = spoilWorkers();
const imports = {
  async prepares(many) {
    await app.deputy.prepareThreads(many);
    return app.deputy.stats().pool.idle;
  },
  spoil(many) {
    spoil(many);
  },
};
const shared = tasks(imports, { onLog: (level, text) => level === 'warn' && warnings.push(text), pool: { reserve: 0, max: 10, trimAfter: 200 } });
export const module = { ...shared.module, preRun: [...shared.module.preRun, (instance) => void (app = instance)] };

export function check(app) {
  shared.check(app);
  equal(warnings.length, 1, 'warnings of the empty reserve');
}
