// abort() on another thread, while main() is blocked and others spin and call: the same as in main(), and every thread ends.
// FEATURE: F02
// REJECTS: abort
#include "check.h"

static volatile int calling;

static void *aborts(void *unused) {
  while (!calling) sched_yield();
  abort();
  return unused;
}
static void *spins(void *unused) {
  for (volatile int turns = 0;; turns = turns + 1);
  return unused;
}
static void *calls(void *unused) {
  for (;;) {
    deputy_js_call(DEPUTY_UI, DEPUTY_FN("back"), NULL, DEPUTY_NO_ARGS);
    calling = 1;
  }
  return unused;
}

int main(void) {
  pthread_t threads[3];
  CHECK_EQ(pthread_create(&threads[0], NULL, spins, NULL), 0);
  CHECK_EQ(pthread_create(&threads[1], NULL, calls, NULL), 0);
  CHECK_EQ(pthread_create(&threads[2], NULL, aborts, NULL), 0);
  pthread_join(threads[0], NULL);
  return 1;
}
