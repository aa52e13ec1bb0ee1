// A call is cancelled before it runs, while it runs, after it has settled, twice, by another thread: it ends once, its function
// is told through the signal if it wants one, and the host gives it up at once, also if its promise never settles.
// FEATURE: F11 F13
#include "tasks.h"

static void *cancels(void *task) {
  CHECK_STATUS(deputy_task_cancel(*(deputy_task *)task), DEPUTY_OK, NULL);
  return NULL;
}

static int by_another_thread(deputy_task task) {
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, cancels, &task), 0);
  deputy_value out = deputy_i32(4711);
  CHECK_STATUS(deputy_task_wait(task, BOUND, &out), DEPUTY_CANCELLED, &out);
  CHECK_EQ(out.data.i32, 4711);
  pthread_join(thread, NULL);
  return 0;
}

int main(void) {
  /* While it runs, and once more. */
  deputy_task task = START_WITH("hang", 0, DEPUTY_CALL_SIGNAL, DEPUTY_ARGS(deputy_i32(1)));
  UNTIL(ASK("started", DEPUTY_NO_ARGS) == 1);
  CHECK_EQ(ASK("aborted", DEPUTY_ARGS(deputy_i32(1))), 0);
  CHECK_STATUS(deputy_task_wait(task, 0, NULL), DEPUTY_TIMED_OUT, NULL);
  CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait(task, 0, NULL), DEPUTY_CANCELLED, NULL);
  CHECK_EQ(ASK("aborted", DEPUTY_ARGS(deputy_i32(1))), 1); /* the cancellation went before this call */
  CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait(task, 0, NULL), DEPUTY_CANCELLED, NULL);
  deputy_task_free(task);
  /* It has not settled, and never will: nothing of it stays. */
  UNTIL(ASK("asyncCalls", DEPUTY_NO_ARGS) == 0);
  /* Late answers meet nothing, not even a call that has the same frame now. */
  task = START("soon", DEPUTY_ARGS(deputy_i32(3)));
  ASK("settleLarge", DEPUTY_ARGS(deputy_i32(1), deputy_i32(1000)));
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_task_wait(task, BOUND, &out), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 3);
  deputy_task_free(task);
  nothing_left();

  /* By another thread, while this one waits. */
  task = START_WITH("hang", 0, DEPUTY_CALL_SIGNAL, DEPUTY_ARGS(deputy_i32(2)));
  by_another_thread(task);
  UNTIL(ASK("aborted", DEPUTY_ARGS(deputy_i32(2))) == 1);
  deputy_task_free(task);

  /* Before it runs: the UI is busy until then. It does not run. */
  double before = ASK("started", DEPUTY_NO_ARGS);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("busy"), DEPUTY_ARGS(deputy_i32(200))), DEPUTY_OK, NULL);
  task = START("hang", DEPUTY_ARGS(deputy_i32(3)));
  CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL);
  ENDS(task, DEPUTY_CANCELLED);
  deputy_task_free(task);
  CHECK_EQ(ASK("started", DEPUTY_NO_ARGS), before);

  /* After it has settled: nothing happens, its value stays. */
  task = START("soon", DEPUTY_ARGS(deputy_i32(5)));
  ENDS(task, DEPUTY_OK);
  CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait(task, 0, &out), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 5);
  deputy_task_free(task);

  /* Settled in the host, but nobody has looked: the value was there first. */
  task = START("give", DEPUTY_ARGS(deputy_i32(6)));
  CHECK_EQ(ASK("give", DEPUTY_ARGS(deputy_i32(0))), 0);
  CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait(task, 0, &out), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 6);
  deputy_task_free(task);

  /* A function that did not ask for a signal gets none; one that did gets it last. */
  task = START("howMany", DEPUTY_ARGS(deputy_i32(1), deputy_i32(2)));
  CHECK_STATUS(deputy_task_wait(task, BOUND, &out), DEPUTY_OK, &out);
  CHECK_TEXT(out, "2 number");
  deputy_value_free(&out);
  deputy_task_free(task);
  task = START_WITH("howMany", 0, DEPUTY_CALL_SIGNAL, DEPUTY_ARGS(deputy_i32(1), deputy_i32(2)));
  CHECK_STATUS(deputy_task_wait(task, BOUND, &out), DEPUTY_OK, &out);
  CHECK_TEXT(out, "3 AbortSignal");
  deputy_value_free(&out);
  deputy_task_free(task);

  CHECK_EQ(deputy_task_live(), 0);
  nothing_left();
  return check_result();
}
