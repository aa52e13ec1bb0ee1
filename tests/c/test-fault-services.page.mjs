import { equal } from '../runner/assert.mjs';
import { Services, SERVICES } from './fault-services.mjs';
import { tasks } from './tasks.mjs';

const browser = typeof document !== 'undefined';
const services = new Services(browser);
let told = 0;
const { module: made } = tasks({
  ...services.imports(),
  hasFolders: () => Number(browser),
  now: () => Date.now(),
  told: () => told,
}, {
  onLog() {},
  onError: () => void told++,
  // The module is not kept: each time it is imported anew.
  async importModule() {
    if (services.pass('importModule') === 'reject') throw new TypeError('on purpose');
    return { double: (/** @type {number} */ number) => 2 * number };
  },
  pool: { reserve: 0 },
});
const options = /** @type {any} */ (made.deputy);
const { importModule } = options;
options.importModule = (/** @type {string} */ specifier) => {
  if (services.armed.point >= 0 && SERVICES[services.armed.point].name === 'importModule' && services.armed.fault === 0) {
    services.pass('importModule');
    throw new TypeError('on purpose');
  }
  return importModule(specifier);
};
/** @param {import('../runner/program.mjs').Env} env */
export const module = (env) => ({ ...made, arguments: [env.base] });

export function check(app) {
  equal(app.deputy.stats().stashed, 0, 'outcomes that stayed in the host');
  const wanted = SERVICES.filter((service) => browser || !service.browser).flatMap(({ name, faults }) => faults.map((fault) => `${fault} at ${name}`));
  equal(wanted.filter((what) => !services.reached.has(what)), [], 'never reached');
  console.log(`${services.reached.size} faults of services`);
}
