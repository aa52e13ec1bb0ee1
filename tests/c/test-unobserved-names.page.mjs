import { equal } from '../runner/assert.mjs';
import { tasks } from './tasks.mjs';

/** @type {string[]} */
const told = [];
const real = console.error;
console.error = (...words) => (String(words[0]).includes('onError itself') ? undefined : real(...words));
export const { module } = tasks({ reports: () => told.length }, {
  onError(error, name, thread) {
    told.push(`${thread.replace(/^\d+$/, 'number')}: ${name}: ${error.code ?? error.name}: ${error.message}`);
    throw new Error('onError throws');
  },
});
export const check = () => equal(told, [
  'main: throws: RangeError: main', 'number: throws: RangeError: thread', 'background: rejects: TypeError: background',
  'main: a task that nobody looked at: DEPUTY_OUT_OF_RANGE: a task that nobody looked at: a text of its own',
  'main: a task that nobody looked at: DEPUTY_OUT_OF_RANGE: a task that nobody looked at: a value is too large or too small',
  'background: rejects: TypeError: background',
]);
