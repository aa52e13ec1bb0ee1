import { equal } from '../runner/assert.mjs';

/** @type {string[]} */
const told = [];
/** @param {import('../runner/program.mjs').Env} env */
export const module = (env) => ({
  arguments: [env.base],
  deputy: {
    imports: { told: () => told.length },
    onError: (/** @type {any} */ error, /** @type {string} */ name, /** @type {string} */ thread) => void told.push(`${thread}: ${name}: ${error.code}: ${error.message}`),
  },
});
export const check = () => equal(told.map((line) => line.replace(/^(pool|main|miner|I\/O|background): a (job|task)/, 'some: a $2')).sort(), [
  'background: a continuation: DEPUTY_NATIVE_EXCEPTION: a continuation: app::odd: continued',
  'background: a continuation: DEPUTY_NATIVE_EXCEPTION: a continuation: app::odd: no',
  'background: a posted function: DEPUTY_NATIVE_EXCEPTION: a posted function: app::odd: posted',
  'background: an interval: DEPUTY_NATIVE_EXCEPTION: an interval: app::odd: ticked',
  'some: a job of a scope: DEPUTY_NATIVE_EXCEPTION: a job of a scope: app::odd: scoped',
  'some: a task that nobody looked at: DEPUTY_NATIVE_EXCEPTION: a task that nobody looked at: app::odd: detached',
  'some: a task that nobody looked at: DEPUTY_NATIVE_EXCEPTION: a task that nobody looked at: app::odd: dropped',
]);
