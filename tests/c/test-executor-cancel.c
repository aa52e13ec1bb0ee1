// From every executor: work that never completes is cancelled by its owner, by another thread and by its time; so is a call whose
// promise is pending. Whoever waits is let go, and nothing of it stays.
// FEATURE: F13 F30 F34
#include "executors.h"

static int key = 0;

static void *cancels(void *task) {
  CHECK_STATUS(deputy_task_cancel(*(deputy_task *)task), DEPUTY_OK, NULL);
  return NULL;
}
/* Another thread cancels, maybe before this one waits, maybe while it does. */
static void cancelled_elsewhere(deputy_task task) {
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, cancels, &task), 0);
  ENDS(task, DEPUTY_CANCELLED);
  pthread_join(thread, NULL);
  deputy_task_free(task);
}

static void body(const char *executor) {
  (void)executor;
  /* The program's own work. */
  deputy_task task = own_task();
  CHECK_STATUS(deputy_task_wait(task, 1, NULL), DEPUTY_TIMED_OUT, NULL);
  CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL);
  ENDS(task, DEPUTY_CANCELLED);
  CHECK_STATUS(deputy_task_resolve(task, NULL), DEPUTY_CANCELLED, NULL);
  deputy_task_free(task);
  cancelled_elsewhere(own_task());

  /* A promise that stays pending. */
  const deputy_value mine = deputy_i32(++key);
  task = START_WITH("hang", 0, DEPUTY_CALL_SIGNAL, DEPUTY_ARGS(mine));
  CHECK_STATUS(deputy_task_wait(task, 1, NULL), DEPUTY_TIMED_OUT, NULL);
  /* A call that is cancelled before the page has taken it never runs; after this answer it has. */
  CHECK_EQ(ASK("aborted", DEPUTY_ARGS(mine)), 0);
  CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL);
  ENDS(task, DEPUTY_CANCELLED);
  CHECK_EQ(ASK("aborted", DEPUTY_ARGS(mine)), 1);
  deputy_task_free(task);
  cancelled_elsewhere(START("hang", DEPUTY_ARGS(deputy_i32(++key))));

  task = START_WITH("hang", 5, 0, DEPUTY_ARGS(deputy_i32(++key)));
  ENDS(task, DEPUTY_TIMED_OUT);
  deputy_task_free(task);

  /* A call that waits itself, left by its time. */
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = 5};
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("hang"), NULL, DEPUTY_ARGS(deputy_i32(++key)), &options), DEPUTY_TIMED_OUT, NULL);
  nothing_left();
}

int main(void) {
  ON_EACH_EXECUTOR(body);
  CHECK_EQ(deputy_task_live(), 0);
  return check_result();
}
