import { equal } from '../runner/assert.mjs';

/** @type {string[]} */
const logged = [];
async function page(/** @type {any} */ { deputy }) {
  logged.push((await deputy.exports.area(2)).toFixed(3));
  await deputy.call('area', -1).catch((/** @type {any} */ error) => logged.push(`${error.code} ${error.message}`));
  await deputy.call('finish', 5).catch((/** @type {any} */ error) => logged.push(error.code));
}
export const module = { preRun: [(/** @type {any} */ app) => void page(app)] };
export function check() {
  equal(logged, ['12.566', 'DEPUTY_OUT_OF_RANGE area: a circle has no negative radius', 'DEPUTY_CLOSED']);
}
