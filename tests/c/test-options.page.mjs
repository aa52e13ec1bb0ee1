import { assert, matches } from '../runner/assert.mjs';
import { replaceWorker } from './start.mjs';
import { tasks } from './tasks.mjs';

/** @type {string[]} */
const names = [];
replaceWorker((Real) => class extends Real {
  /** @param {any} url @param {any} options */
  constructor(url, options) {
    super(url, options);
    names.push(options.name);
  }
});
const shared = tasks({}, {
  linger: 0.02, budget: 2.5, spin: 0, logLevel: 'trace', unobserved: 'report', onError: undefined, onLog: undefined, stack: 300000, names: 'options-',
});
export const { module } = shared;

export function check(app) {
  shared.check(app);
  assert(names.length > 0, 'there are Workers');
  for (const name of names) matches(name, /^em-pthread-options-\d+$/);
}
