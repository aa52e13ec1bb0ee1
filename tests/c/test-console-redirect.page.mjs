import { equal } from '../runner/assert.mjs';

export const module = {};

export function check(app, { stdout, stderr }) {
  equal(stdout, ['terminal 1', 'terminal 2', 'terminal 3', 'terminal 4']);
  equal(stderr, ['as an error']);
}
