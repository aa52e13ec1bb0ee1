import { equal } from '../runner/assert.mjs';

export function check(app, { error }) {
  equal(error.name, 'DeputyError');
  equal(error.reason, 'start');
}
