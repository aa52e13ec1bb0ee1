// A stack that runs out ends the program with an error that says so, before anything beside it is written: on the executor
// "pthread".
// FEATURE: F73
// FLAGS: -sSTACK_OVERFLOW_CHECK=2
// REJECTS: ^the program was aborted: .*[sS]tack overflow
#include "overflow.h"

static void *runs_out(void *unused) {
  recurse(1 << 20);
  return unused;
}

int main(void) {
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, runs_out, NULL), 0);
  usleep(BOUND * 1000);
  return 1;
}
