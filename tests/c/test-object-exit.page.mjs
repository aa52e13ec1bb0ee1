import { equal } from '../runner/assert.mjs';
import { shops } from './objects.mjs';

export const module = { deputy: { imports: shops() } };
export function check(app, outcome) {
  equal(outcome.exit, 0);
  equal(app.deputy.stats().objects, 1, 'handles that are left');
}
