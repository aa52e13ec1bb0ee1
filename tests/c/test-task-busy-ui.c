// The UI is busy: timeouts fire and continuations run on the background nevertheless.
// FEATURE: F37 F33
// ALONE: yes
#include "busy-ui.h"

int main(void) {
  /* The threads of the runtime have started. */
  static counts warm;
  deputy_task first = START_WITH("hang", 1, 0, DEPUTY_ARGS(deputy_i32(99)));
  CHECK_STATUS(deputy_task_then(first, DEPUTY_BACKGROUND, count_task, &warm, count_dropped), DEPUTY_OK, NULL);
  UNTIL(warm.dropped == 1);
  deputy_task_free(first);

  for (int round = 0; round < 3; round++) timeout_and_continuation(round);
  return check_result();
}
