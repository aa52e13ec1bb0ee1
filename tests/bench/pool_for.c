// A loop that computes, on the compute pool: deputy_pool_for(). Stock: as many pthreads as there are cores, made for it and joined. Beside
// it the same loop on one thread; no bar.
// UNIT: us
#include "loop.h"

static void burst(int n) {
#if OURS
  for (int i = 0; i < n; i++) loop_on_pool(0);
#else
  const int cores = emscripten_num_logical_cores();
  for (int i = 0; i < n; i++) loop_on_threads(cores < MOST ? cores : MOST);
#endif
}

int main(void) {
  double best = 1e9;
  for (int i = 0; i < 5; i++) {
    const double from = emscripten_get_now();
    part(0, COUNT);
    const double took = emscripten_get_now() - from;
    if (took < best) best = took;
  }
  bench_report("one thread", best * 1000);
  bench_bursts(burst);
  return 0;
}
