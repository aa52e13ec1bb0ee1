import { assert, equal } from '../runner/assert.mjs';

export function check(app, { error, stderr }) {
  equal(error.name, 'DeputyError');
  equal(error.reason, 'start');
  assert(stderr.includes(`deputy: ${error.message}`), `was not printed, but ${stderr}`);
}
