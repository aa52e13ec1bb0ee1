// A trap (an access outside the memory) on another thread while main() waits inside a call.
// FEATURE: F02
// REJECTS: out of bounds
#include "check.h"

static void *traps(void *unused) {
  volatile char *beyond = (volatile char *)0xffffff00;
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("count"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  *beyond = 1;
  return unused;
}

int main(void) {
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, traps, NULL), 0);
  deputy_js_call(DEPUTY_UI, DEPUTY_FN("never"), NULL, DEPUTY_NO_ARGS);
  return 1;
}
