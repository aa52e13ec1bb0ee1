import { equal } from '../runner/assert.mjs';

const seen = [0, 0, 0, 0];
export const module = {
  deputy: {
    imports: {
      post(thread, number) {
        if (seen[thread] !== number) throw new Error(`thread ${thread}: ${number} came after ${seen[thread]} posts`);
        seen[thread]++;
      },
      seen: (thread) => seen[thread],
    },
    onError(error) {
      throw error;
    },
  },
};
export function check(app) {
  equal(seen, [20000, 20000, 20000, 20000]);
  equal(app.deputy.stats().posts, 80000);
  equal(app.deputy.stats().postsFailed, 0);
}
