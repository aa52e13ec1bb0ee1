// How much faster a loop that computes gets by threads: deputy_pool_for() in as many parts as threads are to take part. Stock: so many
// pthreads made for it and joined. One row for each number of threads; pool_speedup_native has the same loop without a browser. No bar.
// UNIT: us
// ROUNDS: 3
#include "loop.h"

static void run(int threads) {
#if OURS
  /* As many parts as threads: nobody else has anything to do. */
  loop_on_pool((size_t)(COUNT + threads - 1) / (size_t)threads);
#else
  loop_on_threads(threads);
#endif
}

int main(void) {
  int cores = emscripten_num_logical_cores();
  if (cores > 8) cores = 8;
  for (int threads = 1; threads <= cores; threads++) {
    char name[32];
    snprintf(name, sizeof name, threads == 1 ? "%d thread" : "%d threads", threads);
    double end = emscripten_get_now() + 100;
    while (emscripten_get_now() < end) run(threads);
    end = emscripten_get_now() + bench_ms();
    for (double from = emscripten_get_now(); from < end;) {
      run(threads);
      const double now = emscripten_get_now();
      bench_report(name, (now - from) * 1000);
      from = now;
    }
  }
  return 0;
}
