// A thread, made and joined, one after the other, for which there is an idle Worker. Stock: the same calls.
// UNIT: us
// BAR: <= 1.0 stock
#include <pthread.h>

#include "bench.h"

static void *nothing(void *memory) { return memory; }

static void burst(int n) {
  for (int i = 0; i < n; i++) {
    pthread_t thread;
    bench_check(pthread_create(&thread, NULL, nothing, NULL) == 0, "pthread_create");
    pthread_join(thread, NULL);
  }
}

int main(void) {
  bench_bursts(burst);
  return 0;
}
