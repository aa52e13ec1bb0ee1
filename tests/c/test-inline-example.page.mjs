import { equal } from '../runner/assert.mjs';

const bar = document.createElement('progress');
document.body.append(bar);
export const module = {};

export function check() {
  equal(bar.value, 0.5);
  equal(bar.title, 'half');
}
