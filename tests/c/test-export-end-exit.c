// Calls of exports are out when another thread calls exit(): each is rejected with DEPUTY_CLOSED, none hangs.
// FEATURE: F25 F36
// EXIT: 5
#include "outstanding.h"

static void *exits(void *unused) {
  (void)unused;
  exit(check_result() ? 1 : 5);
}

int main(void) {
  outstanding();
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, exits, NULL), 0);
  pthread_join(thread, NULL);
  return 1;
}
