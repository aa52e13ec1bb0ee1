import { equal } from '../runner/assert.mjs';
import { refuses, scripted, soon } from './exports.mjs';

/** @type {(ids: number[]) => void} */
let ready = () => {};
const context = new Promise((resolve) => void (ready = resolve));
/** @type {string[]} */
const log = [];
let plain = 0;
const imports = {
  ready: (/** @type {number[]} */ ...ids) => ready(ids),
  plain: () => ++plain,
  promise: () => new Promise((resolve) => setTimeout(() => resolve(1), 300)),
};
/** What never waits, in every mode; what waits; and what cannot end while the page waits. */
const free = ['call', 'post', 'context post', 'call async', 'look', 'serve what is there', 'lock', 'sleep'];
const waits = ['serve', 'send', 'wait settled', 'wait', 'wait pump', 'wait any', 'wait all', 'wait own plain'];
const stuck = ['call promise', 'wait own promise'];

export const { module, check } = scripted(async (deputy) => {
  const { call, callSync } = deputy;
  const [there, worker] = await soon(context);
  const contexts = ['main', there, worker, 'pool', 'background'];
  // The default: nothing is made, and nothing runs.
  for (const context of contexts) {
    refuses(deputy, () => callSync('tries', 'call', { context }), 'DEPUTY_WOULD_BLOCK', /tries: the page would freeze .*await deputy\.call\(\).*Module\.deputy\.blocking/);
  }
  equal(plain, 0);
  // Asynchronous calls wait as they like, in every mode.
  for (const context of contexts) equal(await call('tries', 'wait', { context }), 'DEPUTY_OK');
  const table = { throw: ['DEPUTY_OK', 'DEPUTY_WOULD_BLOCK', 'DEPUTY_WOULD_BLOCK'], warn: ['DEPUTY_OK', 'DEPUTY_OK', 'DEPUTY_DEADLOCK'], allow: ['DEPUTY_OK', 'DEPUTY_OK', 'DEPUTY_DEADLOCK'] };
  let mode = 0;
  for (const [name, expected] of Object.entries(table)) {
    await call('choose', ++mode);
    for (const context of contexts) {
      for (const [kind, what] of [free, waits, stuck].entries()) {
        for (const operation of what) {
          // The background has no inbox to serve.
          const wanted = operation === 'serve' && (context === 'background' || context === 'pool') && kind === 1 && name === 'throw' ? 'DEPUTY_WOULD_BLOCK' : expected[kind];
          const start = performance.now();
          equal(callSync('tries', operation, { context, timeout: 8000 }), wanted, `${name}, ${context}, ${operation}`);
          if (kind === 2) equal(performance.now() - start < 1000, true, `${operation} ended soon`);
          // What was put aside runs, and Workers come back.
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      }
    }
    // Asynchronous ones still do.
    equal(await call('tries', 'wait'), 'DEPUTY_OK');
    // Once for an export and what it waits in.
    const warnings = log.splice(0);
    equal(warnings.filter((text) => /tries: deputy_task_wait\(\) waits while the page waits/.test(text)).length, name === 'warn' ? 1 : 0);
    equal(warnings.length, name === 'warn' ? 6 : 0, warnings.join('\n'));
  }
}, { imports, onLog: (/** @type {string} */ level, /** @type {string} */ text) => void log.push(`${level} ${text}`) });
