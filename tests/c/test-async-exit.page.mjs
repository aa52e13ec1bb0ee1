import { equal } from '../runner/assert.mjs';
import { orderly } from './ending.mjs';

const { module, check: checkEnd } = orderly(3);
/** @type {AbortSignal[]} */
const signals = [];
module.deputy.imports.never = (/** @type {unknown[]} */ ...args) => {
  for (const last of args) if (last instanceof AbortSignal) signals.push(last);
  return new Promise(() => {});
};

export { module };
export async function check(/** @type {any} */ app, /** @type {any} */ outcome) {
  await checkEnd(app, outcome);
  equal(signals.filter((signal) => !signal.aborted).length, 0, 'functions that have not been told');
}
