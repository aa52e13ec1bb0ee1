import { equal } from '../runner/assert.mjs';
import { tasks } from './tasks.mjs';

/** @type {unknown[][]} */
const told = [];
let reached = 0;
// Something that cannot be made a text without care.
const thrown = Symbol('nobody');
const bad = () => {
  throw thrown;
};
export const { module } = tasks({ bad, reports: () => told.length, reached: () => ++reached },
  { unobserved: 'end', onError: (...words) => void told.push(words) });
export async function check(app, { error }) {
  equal(told.length, 1);
  equal(told[0][0] === thrown, true);
  equal(told[0].slice(1), ['bad', 'main']);
  equal(reached, 0);
  equal([error.reason, error.code, error.cause === thrown], ['unobserved', 'DEPUTY_CLOSED', true]);
  equal(await app.deputy.exited.catch((again) => again === error), true);
}
