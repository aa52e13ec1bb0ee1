import { equal } from '../runner/assert.mjs';

let calls = 0;
let ordered = 0;
const early = [];
export const module = {
  deputy: {
    imports: {
      count: () => calls++,
      calls: () => calls,
      early: (text) => early.push(text),
      earlyOnes: () => early.length,
      inOrder(number) {
        if (number !== ordered % 1024) throw new Error(`${number} came as number ${ordered}`);
        ordered++;
      },
      ordered: () => ordered,
    },
  },
};
export function check(app) {
  equal(early, ['before main']);
  equal(app.deputy.stats().postsFailed, 0);
}
