// A native function that was sent to the UI calls exit() there: the program ends with that code, although main() is blocked.
// FEATURE: F02 F68
// EXIT: 6
#include "tasks.h"

static void exits(void *unused) {
  (void)unused;
  exit(6);
}

int main(void) {
  CHECK_STATUS(deputy_context_post(DEPUTY_UI, exits, NULL, NULL), DEPUTY_OK, NULL);
  deputy_task_wait(own_task(), UINT32_MAX, NULL);
  return 1;
}
