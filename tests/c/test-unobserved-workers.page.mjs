import { equal } from '../runner/assert.mjs';

/** @type {string[]} */
const told = [];
/** @type {string[]} */
const stacks = [];
export const module = {
  deputy: {
    imports: { told: () => told.length },
    onError(/** @type {any} */ error, /** @type {string} */ name, /** @type {string} */ thread) {
      told.push(`${thread.replace(/^\d+$/, 'number')}: ${name.replace(/^js:.*:/, '')}: ${error.code ?? error.name}: ${error.message}`);
      stacks.push(String(error.stack));
    },
  },
};
export function check() {
  const from = (/** @type {string} */ where) => [
    `main: throws: RangeError: ${where}`, `main: rejects: TypeError: ${where}`, 'main: no.such.thing: DEPUTY_NOT_FOUND', 'main: a task that nobody looked at: TypeError: freed',
    'background: callback: DEPUTY_OUT_OF_RANGE: callback: lost',
  ].sort();
  const seen = (/** @type {number} */ begin, /** @type {number} */ end) => told.slice(begin, end).map((line) => line.replace(/(NOT_FOUND): .*/, '$1').replace(/^I\/O/, 'main')).sort();
  equal(seen(0, 5), from('in a worker'));
  equal(told[5], 'painter: a promise that nobody looked at: SyntaxError: forgotten');
  equal(seen(6, 11), from('on the page'));
  equal(told[11].replace(/^(main|digger|I\/O)/, ''), ': a task that nobody looked at: DEPUTY_NOT_FOUND: a task that nobody looked at: a thread that failed');
  equal(told.slice(12, 14), ['number: a job: DEPUTY_NO_MEMORY: a job: told by a thread', 'number: a task that nobody looked at: DEPUTY_CLOSED: a task that nobody looked at: the context has closed']
    .map((line, i) => (i === 1 ? told[13] : line)));
  equal(told[14], 'UI: a function: DEPUTY_CANCELLED: a function: told on the page');
  equal(told[15], 'main: throws: RangeError: last words');
  equal(told.length, 16);
  // Each has a stack: of JavaScript, or that names what failed natively and where.
  for (const [i, stack] of stacks.entries()) if (!/\n? +at |@/.test(stack)) throw new Error(`${told[i]} has no stack: ${stack}`);
  if (!/at a job \(native, thread \d+\)/.test(stacks[12])) throw new Error(stacks[12]);
}
