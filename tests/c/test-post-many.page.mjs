let app;
const counts = [0, 0];
export const module = {
  preRun: [(instance) => { app = instance; }],
  deputy: {
    imports: {
      /** Returns how many posts were made while none could run. */
      busyUntilBlocked(running, posted, others) {
        const load = (address) => Atomics.load(app.HEAP32, address >> 2);
        const end = performance.now() + 10000;
        Atomics.store(app.HEAP32, running >> 2, 1);
        while (load(posted) < 1024 || load(others) < 10) {
          if (performance.now() > end) throw new Error(`only ${load(posted)} and ${load(others)} posts were made`);
        }
        // Had it not been blocked, it would go on now.
        for (const more = performance.now() + 50; performance.now() < more;);
        return load(posted);
      },
      count(which) {
        counts[which]++;
      },
      counts: () => counts.join(' '),
    },
  },
};
