// How much faster a loop that computes gets by threads: deputy_pool_for() in as many parts as threads are to take part. Stock: so many
// pthreads made for it and joined. One row for each number of threads; pool_speedup_native has the same loop without a browser. No bar.
// UNIT: us
// ROUNDS: 3
#include <pthread.h>

#include "bench.h"

enum { COUNT = 200000, MOST = 8 };
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
static void run(int threads) {
  /* As many parts as threads: nobody else has anything to do. */
  bench_ok(deputy_pool_for(0, COUNT, (COUNT + threads - 1) / threads, compute, NULL), "deputy_pool_for");
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
static void run(int count) {
  pthread_t threads[MOST];
  range ranges[MOST];
  for (int t = 0; t < count; t++) {
    ranges[t] = (range){(size_t)COUNT * t / count, (size_t)COUNT * (t + 1) / count};
    bench_check(pthread_create(&threads[t], NULL, compute, &ranges[t]) == 0, "pthread_create");
  }
  for (int t = 0; t < count; t++) pthread_join(threads[t], NULL);
}
#endif

int main(void) {
  int cores = emscripten_num_logical_cores();
  if (cores > MOST) cores = MOST;
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
