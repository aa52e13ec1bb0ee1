// 16 threads at once, the first that a program starts, which has run for a second: from the first pthread_create() until all of them
// run at the same time. Ours: with the default reserve of Workers. Stock: the same calls.
// UNIT: ms
// BAR: <= 0.6 stock
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "bench.h"

enum { THREADS = 16 };
static atomic_int running;

static void *runs(void *memory) {
  if (atomic_fetch_add(&running, 1) + 1 == THREADS) emscripten_futex_wake(&running, 0x7fffffff);
  for (int now; (now = atomic_load(&running)) < THREADS;) emscripten_futex_wait(&running, (uint32_t)now, 1000);
  return memory;
}

int main(void) {
  pthread_t threads[THREADS];
  usleep(1000000);
  const double from = emscripten_get_now();
  for (int i = 0; i < THREADS; i++) bench_check(pthread_create(&threads[i], NULL, runs, NULL) == 0, "pthread_create");
  for (int now; (now = atomic_load(&running)) < THREADS;) emscripten_futex_wait(&running, (uint32_t)now, 1000);
  bench_report("", emscripten_get_now() - from);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  return 0;
}
