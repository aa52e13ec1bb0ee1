// quick_exit() on a thread while main() is blocked: its own handlers run, those of atexit() do not.
// FEATURE: F02
// EXIT: 9
#include "check.h"

static void handler(void) { printf("handler\n"); }
static void quick(void) { printf("quick handler\n"), fflush(stdout); }

static void *ends(void *unused) {
  quick_exit(9);
  return unused;
}

int main(void) {
  atexit(handler);
  at_quick_exit(quick);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, ends, NULL), 0);
  pthread_join(thread, NULL);
  return 1;
}
