// An outcome that does not fit its frame stays in the host until its task is gone: it is read twice, dropped unread, dropped
// before it came; nothing stays behind.
// FEATURE: F11 F34
#include "tasks.h"

enum { SIZE = 1 << 20 };

static void reads(deputy_task task, char letter) {
  static char expected[SIZE];
  memset(expected, letter, SIZE);
  for (int turn = 0; turn < 2; turn++) {
    deputy_value out = deputy_null();
    CHECK_STATUS(deputy_task_wait(task, BOUND, &out), DEPUTY_OK, &out);
    CHECK_STR(out, expected, SIZE);
    deputy_value_free(&out);
  }
}

int main(void) {
  deputy_task task = START("large", DEPUTY_ARGS(deputy_i32(SIZE)));
  reads(task, 'x');
  CHECK_EQ(ASK("stashed", DEPUTY_NO_ARGS), 1);
  deputy_task_free(task);
  CHECK_EQ(ASK("stashed", DEPUTY_NO_ARGS), 0); /* the discard was sent before this call */

  task = START("largeSoon", DEPUTY_ARGS(deputy_i32(SIZE)));
  reads(task, 'x');
  deputy_task_free(task);

  /* Dropped unread: settled and looked at, settled and not looked at, pending. */
  task = START("large", DEPUTY_ARGS(deputy_i32(SIZE)));
  CHECK_STATUS(deputy_task_wait(task, BOUND, NULL), DEPUTY_OK, NULL);
  deputy_task_free(task);
  task = START("large", DEPUTY_ARGS(deputy_i32(SIZE)));
  CHECK_EQ(ASK("give", DEPUTY_ARGS(deputy_i32(1))), 1);
  deputy_task_free(task);
  nothing_left();
  task = START("hang", DEPUTY_ARGS(deputy_i32(1)));
  deputy_task_free(task);
  CHECK_EQ(ASK("settleLarge", DEPUTY_ARGS(deputy_i32(1), deputy_i32(SIZE))), 1);
  nothing_left();

  /* Too late: the task was cancelled first. */
  task = START("hang", DEPUTY_ARGS(deputy_i32(2)));
  UNTIL(ASK("started", DEPUTY_NO_ARGS) == 2);
  CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL);
  ASK("settleLarge", DEPUTY_ARGS(deputy_i32(2), deputy_i32(SIZE)));
  ENDS(task, DEPUTY_CANCELLED);
  deputy_task_free(task);
  nothing_left();

  /* Many at once. */
  deputy_task many[50];
  for (int i = 0; i < 50; i++) many[i] = i % 2 ? START("large", DEPUTY_ARGS(deputy_i32(1000))) : START("largeSoon", DEPUTY_ARGS(deputy_i32(1000)));
  for (int i = 0; i < 50; i++) {
    deputy_value out = deputy_null();
    if (i % 3) CHECK_STATUS(deputy_task_wait(many[i], BOUND, &out), DEPUTY_OK, &out);
    if (i % 3) CHECK_EQ(out.len, 1000);
    deputy_value_free(&out);
    deputy_task_free(many[i]);
  }
  CHECK_EQ(deputy_task_live(), 0);
  nothing_left();
  return check_result();
}
