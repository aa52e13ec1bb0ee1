import { equal } from '../runner/assert.mjs';

export const module = {
  deputy: {
    imports: {
      add: (a, b) => a + b,
      back: (text) => text,
      later: async (number) => number,
      fail(thread, call) {
        throw new Error(`${thread}/${call}`);
      },
    },
  },
};
export function check(app) {
  equal(app.deputy.stats().calls, 16000);
  equal(app.deputy.stats().stashed, 0);
}
