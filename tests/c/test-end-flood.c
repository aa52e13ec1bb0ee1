// exit() ends the program although other threads never stop posting and calling: what was posted before it runs, what comes
// after it does not hold it up.
// FEATURE: F02 F12
// EXIT: 3
#include "check.h"

static volatile int ready;

static void *posts(void *unused) {
  __atomic_fetch_add(&ready, 1, __ATOMIC_SEQ_CST);
  for (;;) deputy_js_post(DEPUTY_UI, DEPUTY_FN("slow"), DEPUTY_NO_ARGS);
  return unused;
}

int main(void) {
  enum { THREADS = 3 };
  pthread_t thread;
  for (int i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&thread, NULL, posts, NULL), 0);
  while (ready < THREADS) sched_yield();
  for (int i = 0; i < 100; i++) CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("count"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  exit(check_result() ? 1 : 3);
}
