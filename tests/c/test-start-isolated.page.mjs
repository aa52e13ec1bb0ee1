import { assert, equal } from '../runner/assert.mjs';

const options = { imports: {} };
export const module = { deputy: options };

export async function check(app, { error, stderr }, env) {
  equal(error.name, 'DeputyError');
  equal(error.reason, 'start');
  equal(app, undefined, 'the factory resolved');
  assert(stderr.some((line) => line === `deputy: ${error.message}`), `was not printed, but ${stderr}`);
}
