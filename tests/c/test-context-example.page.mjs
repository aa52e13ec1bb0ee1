import { equal } from '../runner/assert.mjs';

export const module = {};
export function check(app, { stdout }) {
  equal(stdout, ['playing a bell']);
}
