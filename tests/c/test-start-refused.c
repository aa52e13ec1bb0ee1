// The browser refuses to make a Worker at all: pthread_create() fails with EAGAIN, on any thread, and works again when it may; the first
// thread's is a failure of the start.
// FEATURE: F03
#include <errno.h>

#include "tasks.h"

static void *nothing(void *unused) { return unused; }

static void *creates(void *expected) {
  pthread_t thread;
  int error = pthread_create(&thread, NULL, nothing, NULL);
  CHECK_EQ(error, *(int *)expected);
  if (!error) pthread_join(thread, NULL);
  return NULL;
}

int main(void) {
  int none = 0, again = EAGAIN;
  ASK("refuse", DEPUTY_ARGS(deputy_bool(true)));
  creates(&again);
  ASK("refuse", DEPUTY_ARGS(deputy_bool(false)));
  creates(&none);
  return check_result();
}
