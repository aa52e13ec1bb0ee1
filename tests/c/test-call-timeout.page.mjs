import { equal } from '../runner/assert.mjs';

const late = [];
const answers = {
  value: (resolve) => resolve(42),
  error: (_, reject) => reject(new Error('late')),
  large: (resolve) => resolve('x'.repeat(100000)),
};
export const module = {
  deputy: {
    imports: {
      hang: (what) => new Promise((resolve, reject) => late.push(() => answers[what](resolve, reject))),
      quick: (what) => new Promise((resolve) => setTimeout(() => resolve(what), 5)),
      add: (a, b) => a + b,
      answerAll: () => late.splice(0).forEach((answer) => answer()),
    },
  },
};
export function check(app) {
  equal(app.deputy.stats().stashed, 0, 'outcomes that stayed in the host');
}
