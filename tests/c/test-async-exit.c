// exit() ends the program while calls are pending, with and without timeouts and continuations, queued, running and answered.
// FEATURE: F02 F11
// EXIT: 3
#include "tasks.h"

int main(void) {
  static counts counted;
  for (int i = 0; i < 50; i++) {
    deputy_task task = i % 2 ? START_WITH("never", 60000, DEPUTY_CALL_SIGNAL, DEPUTY_NO_ARGS) : START("never", DEPUTY_NO_ARGS);
    if (i % 3) CHECK_STATUS(deputy_task_then(task, i % 4 ? DEPUTY_BACKGROUND : DEPUTY_UI, count_task, &counted, count_dropped), DEPUTY_OK, NULL);
    if (i % 5 == 0) deputy_task_free(task);
    if (i % 7 == 0) deputy_task_cancel(task);
    START("back", DEPUTY_ARGS(deputy_i32(i)));
  }
  exit(check_result() ? 1 : 3);
}
