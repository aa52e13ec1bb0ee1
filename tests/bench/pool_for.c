// A loop that computes, on the compute pool: deputy_pool_for(). Stock: as many pthreads as there are cores, made for it and joined. Beside
// it the same loop on one thread; no bar.
// UNIT: us
#include <pthread.h>

#include "bench.h"

enum { COUNT = 200000, MOST = 16 };
static volatile float results[COUNT]; /* or the loop is optimized away */

static void part(size_t begin, size_t end) {
  for (size_t i = begin; i < end; i++) {
    float x = (float)i;
    for (int step = 0; step < 40; step++) x = x * 0.999f + 1.5f / (x + 1.0f);
    results[i] = x;
  }
}

#if OURS
static deputy_status compute(void *memory, size_t begin, size_t end) {
  (void)memory;
  part(begin, end);
  return DEPUTY_OK;
}
static void burst(int n) {
  for (int i = 0; i < n; i++) bench_ok(deputy_pool_for(0, COUNT, 0, compute, NULL), "deputy_pool_for");
}
#else
typedef struct {
  size_t begin, end;
} range;
static void *compute(void *memory) {
  range *mine = memory;
  part(mine->begin, mine->end);
  return NULL;
}
static void burst(int n) {
  int cores = emscripten_num_logical_cores();
  if (cores > MOST) cores = MOST;
  for (int i = 0; i < n; i++) {
    pthread_t threads[MOST];
    range ranges[MOST];
    for (int t = 0; t < cores; t++) {
      ranges[t] = (range){(size_t)COUNT * t / cores, (size_t)COUNT * (t + 1) / cores};
      bench_check(pthread_create(&threads[t], NULL, compute, &ranges[t]) == 0, "pthread_create");
    }
    for (int t = 0; t < cores; t++) pthread_join(threads[t], NULL);
  }
}
#endif

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
