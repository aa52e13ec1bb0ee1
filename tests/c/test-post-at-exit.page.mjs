import { equal } from '../runner/assert.mjs';

/** @type {string[]} */
const posts = [];
export const module = {
  deputy: {
    imports: {
      slow(from) {
        for (const end = performance.now() + 0.1; performance.now() < end;);
        posts.push(from);
      },
    },
  },
  onExit: () => posts.push('exit'),
};
export function check() {
  const from = posts.filter((name, i) => name !== posts[i - 1]);
  equal(from, ['thread', 'main', 'handler', 'exit']);
  equal(posts.length, 901);
}
