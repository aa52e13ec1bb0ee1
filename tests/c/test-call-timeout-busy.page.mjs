import { assert } from '../runner/assert.mjs';

let app;
const counts = {};
export const module = {
  preRun: [(instance) => { app = instance; }],
  deputy: {
    imports: {
      busyUntil(running, stop) {
        const end = performance.now() + 10000;
        Atomics.store(app.HEAP32, running >> 2, 1);
        while (!Atomics.load(app.HEAP32, stop >> 2)) {
          if (performance.now() > end) throw new Error('nobody told me to stop');
        }
        Atomics.store(app.HEAP32, running >> 2, 0);
      },
      count(what) {
        counts[what] = (counts[what] ?? 0) + 1;
      },
      counts: () => JSON.stringify(counts),
    },
  },
};
export function check(instance) {
  const { abandoned } = instance.deputy.stats();
  assert(abandoned >= 5, `${abandoned} calls were found left`);
}
