import { equal } from '../runner/assert.mjs';

export const module = {
  deputy: {
    imports: {
      large: () => 'x'.repeat(16 << 20),
      largeError() {
        throw new Error('x'.repeat(16 << 20));
      },
      one: () => 1,
    },
  },
};
export function check(app) {
  equal(app.deputy.stats().stashed, 0, 'outcomes that stayed in the host');
  equal(app.deputy.stats().postsFailed, 0);
}
