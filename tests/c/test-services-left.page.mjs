import { equal } from '../runner/assert.mjs';
import { tasks } from './tasks.mjs';

const { module: made, check: checkTasks } = tasks();
/** @param {import('../runner/program.mjs').Env} env */
export const module = (env) => ({ ...made, arguments: [env.base] });

/** @param {any} app */
export function check(app) {
  checkTasks(app);
  equal(app.deputy.stats().objects, 0, 'objects that native code has');
}
