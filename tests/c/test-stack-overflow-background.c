// A stack that runs out ends the program with an error that says so, before anything beside it is written: on the executor
// "background".
// FEATURE: F73
// FLAGS: -sSTACK_OVERFLOW_CHECK=2
// REJECTS: ^the program was aborted: .*[sS]tack overflow
#include "overflow.h"

static void runs_out(void *unused) {
  (void)unused;
  recurse(1 << 20);
}

int main(void) {
  CHECK_STATUS(deputy_context_post(DEPUTY_BACKGROUND, runs_out, NULL, NULL), DEPUTY_OK, NULL);
  usleep(BOUND * 1000);
  return 1;
}
