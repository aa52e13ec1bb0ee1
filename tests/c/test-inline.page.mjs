import { equal } from '../runner/assert.mjs';

/** @type {string[]} */
const failed = [];
export const module = { deputy: { onError: (/** @type {any} */ error, /** @type {string} */ name) => failed.push(`${name}: ${error.message}`) } };

/** @param {any} app */
export function check(app) {
  equal(app.deputy.stats().postsFailed, 1);
  equal(failed, ['note: thirteen']);
}
