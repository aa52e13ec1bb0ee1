// Two threads call exit() at the same moment: handlers run once, the program ends once.
// FEATURE: F02
// EXIT: 11
#include "check.h"

static pthread_barrier_t barrier;
static void handler(void) { printf("handler\n"); }

static void *ends(void *unused) {
  pthread_barrier_wait(&barrier);
  exit(11);
  return unused;
}

int main(void) {
  atexit(handler);
  pthread_barrier_init(&barrier, NULL, 3);
  pthread_t thread;
  for (int i = 0; i < 3; i++) CHECK_EQ(pthread_create(&thread, NULL, ends, NULL), 0);
  pthread_join(thread, NULL);
  return 1;
}
