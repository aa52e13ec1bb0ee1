// A failure that nobody looked at is reported once, when its task is freed or, if it comes later, when it comes; one that somebody
// has seen, waited for in a continuation, or asked for by cancelling is not.
// FEATURE: F38
#include "tasks.h"

static void fail(int32_t key, const char *message) {
  CHECK_EQ(ASK("fail", DEPUTY_ARGS(deputy_i32(key), deputy_cstr(message))), 1);
}

int main(void) {
  static counts counted;
  /* Failed, then freed unseen; asking only whether it has settled is not seeing how. */
  deputy_task task = START("throws", DEPUTY_ARGS(deputy_cstr("unseen failure")));
  ASK("give", DEPUTY_ARGS(deputy_null()));
  deputy_task_free(task);
  task = START("throws", DEPUTY_ARGS(deputy_cstr("polled failure")));
  UNTIL(deputy_task_is_settled(task));
  deputy_task_free(task);
  /* Freed, then failed. */
  task = START("hang", DEPUTY_ARGS(deputy_i32(1)));
  deputy_task_free(task);
  UNTIL(ASK("started", DEPUTY_NO_ARGS) == 1);
  fail(1, "late failure");
  /* Its own, and one whose time was up. */
  task = own_task();
  CHECK_STATUS(deputy_task_reject(task, DEPUTY_OUT_OF_RANGE), DEPUTY_OK, NULL);
  deputy_task_free(task);
  task = START_WITH("hang", 10, 0, DEPUTY_ARGS(deputy_i32(2)));
  UNTIL(deputy_task_is_settled(task));
  deputy_task_free(task);

  /* Seen. */
  task = START("throws", DEPUTY_ARGS(deputy_cstr("watched failure")));
  ENDS(task, DEPUTY_JS_EXCEPTION);
  deputy_task_free(task);
  /* Somebody is told. */
  /* The one whose time was up may not have been started at all. */
  const double started = ASK("started", DEPUTY_NO_ARGS);
  task = START("hang", DEPUTY_ARGS(deputy_i32(3)));
  CHECK_STATUS(deputy_task_then(task, DEPUTY_BACKGROUND, count_task, &counted, NULL), DEPUTY_OK, NULL);
  deputy_task_free(task);
  UNTIL(ASK("started", DEPUTY_NO_ARGS) == started + 1);
  fail(3, "continued failure");
  UNTIL(counted.ran == 1);
  /* Wanted. */
  task = own_task();
  CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL);
  deputy_task_free(task);
  /* Cancelled; what it still throws is nobody's. */
  task = START("hang", DEPUTY_ARGS(deputy_i32(4)));
  UNTIL(ASK("started", DEPUTY_NO_ARGS) == started + 2);
  CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL);
  fail(4, "cancelled failure");
  deputy_task_free(task);
  /* Good ones. */
  task = START("give", DEPUTY_ARGS(deputy_i32(1)));
  deputy_task_free(task);
  ASK("settleAll", DEPUTY_NO_ARGS);
  nothing_left();
  /* The reports are on their way to the page. */
  UNTIL(ASK("reports", DEPUTY_NO_ARGS) >= 5);
  return check_result();
}
