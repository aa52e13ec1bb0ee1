import { equal } from '../runner/assert.mjs';

/** @type {string[]} */
const lines = [];
export const module = { printErr: (/** @type {string} */ line) => void lines.push(line) };

/** @param {any} app */
export function check(app) {
  equal(app.deputy.stats().constructors >= 70, true, 'the time is in the counters');
  equal(lines.filter((line) => /^deputy: static constructors took \d+ ms of the page's/.test(line)).length, 1, lines.join('\n'));
}
