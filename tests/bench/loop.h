// The loop that computes, of the compute pool's benches: on the pool, and on pthreads made for it.
#pragma once
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
/** In parts of so many at most, 0: as the pool likes. */
static inline void loop_on_pool(size_t most) { bench_ok(deputy_pool_for(0, COUNT, most, compute, NULL), "deputy_pool_for"); }
#else
typedef struct {
  size_t begin, end;
} range;
static void *compute(void *memory) {
  range *mine = memory;
  part(mine->begin, mine->end);
  return NULL;
}
static inline void loop_on_threads(int count) {
  pthread_t threads[MOST];
  range ranges[MOST];
  for (int t = 0; t < count; t++) {
    ranges[t] = (range){(size_t)COUNT * t / count, (size_t)COUNT * (t + 1) / count};
    bench_check(pthread_create(&threads[t], NULL, compute, &ranges[t]) == 0, "pthread_create");
  }
  for (int t = 0; t < count; t++) pthread_join(threads[t], NULL);
}
#endif
