// The machine itself: round trip of two threads that spin on one word, nothing else, the same on both sides; no bar. What
// no burst of calls can beat. It changes by a factor of three with the cores that a virtual machine happens to get.
// UNIT: us
// ROUNDS: 3
#include <pthread.h>
#include <stdatomic.h>

#include "bench.h"

/* Even: the deputy's turn; odd: the other's. */
static atomic_int word;

static void *other(void *unused) {
  for (;;) {
    const int now = atomic_load(&word);
    if (now < 0) return unused;
    if (now & 1) atomic_store(&word, now + 1);
  }
}

static void burst(int n) {
  for (int i = 0; i < n; i++) {
    const int next = 1 | (i << 1 & 0xffff);
    atomic_store(&word, next);
    while (atomic_load(&word) == next);
  }
}

int main(void) {
  pthread_t thread;
  bench_check(pthread_create(&thread, NULL, other, NULL) == 0, "pthread_create");
  bench_bursts(burst);
  atomic_store(&word, -1);
  pthread_join(thread, NULL);
  return 0;
}
