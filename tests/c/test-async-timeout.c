// A call that takes too long ends with DEPUTY_TIMED_OUT, not earlier than asked; its function is told through the signal; what
// it still answers (a value, an error, a large string) is dropped. One that is in time is not touched.
// FEATURE: F11 F13
#include "tasks.h"

static void times_out(int32_t key, uint32_t timeout_ms, uint32_t flags) {
  double started = ASK("started", DEPUTY_NO_ARGS), start = emscripten_get_now();
  deputy_task task = START_WITH("hang", timeout_ms, flags, DEPUTY_ARGS(deputy_i32(key)));
  deputy_value out = deputy_i32(4711);
  CHECK_STATUS(deputy_task_wait(task, BOUND, &out), DEPUTY_TIMED_OUT, &out);
  double took = emscripten_get_now() - start;
  CHECK(took >= timeout_ms - 1.0); /* clocks are coarse by up to a millisecond */
  CHECK(deputy_task_is_settled(task));
  CHECK_EQ(out.data.i32, 4711);
  if (flags && ASK("started", DEPUTY_NO_ARGS) == started) {
    /* On a busy machine the time may be up before the function has begun; then it never does. Once more, with more time. */
    CHECK(timeout_ms < BOUND);
    deputy_task_free(task);
    times_out(key, 4 * timeout_ms, flags);
    return;
  }
  if (flags) UNTIL(ASK("aborted", DEPUTY_ARGS(deputy_i32(key))) == 1);
  /* Too late to change anything. */
  CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_resolve(task, NULL), DEPUTY_CANCELLED, NULL);
  CHECK_STATUS(deputy_task_wait(task, 0, NULL), DEPUTY_TIMED_OUT, NULL);
  deputy_task_free(task);
}

int main(void) {
  times_out(1, 1, 0);
  times_out(2, 50, DEPUTY_CALL_SIGNAL);
  times_out(3, 20, DEPUTY_CALL_SIGNAL);
  times_out(4, 20, 0);
  ASK("settle", DEPUTY_ARGS(deputy_i32(1), deputy_i32(1)));
  ASK("settleLarge", DEPUTY_ARGS(deputy_i32(2), deputy_i32(100000)));
  ASK("fail", DEPUTY_ARGS(deputy_i32(3), deputy_cstr("late")));
  ASK("settleAll", DEPUTY_NO_ARGS);
  nothing_left();

  /* The later the earlier: each ends at its own time, whatever the order of the calls. */
  enum { MANY = 40 };
  deputy_task many[MANY];
  double started = emscripten_get_now();
  for (int i = 0; i < MANY; i++) many[i] = START_WITH("hang", 200 - i * 4, 0, DEPUTY_ARGS(deputy_i32(100 + i)));
  for (int i = MANY - 1; i >= 0; i--) {
    ENDS(many[i], DEPUTY_TIMED_OUT);
    CHECK(emscripten_get_now() - started >= 200 - i * 4 - 1.0);
  }
  for (int i = 0; i < MANY; i++) deputy_task_free(many[i]);
  ASK("settleAll", DEPUTY_NO_ARGS);

  /* In time. */
  deputy_value out = deputy_null();
  deputy_task task = START_WITH("soon", BOUND, DEPUTY_CALL_SIGNAL, DEPUTY_ARGS(deputy_i32(7)));
  CHECK_STATUS(deputy_task_wait(task, BOUND, &out), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 7);
  deputy_task_free(task);
  task = START_WITH("soon", UINT32_MAX, 0, DEPUTY_ARGS(deputy_i32(8)));
  ENDS(task, DEPUTY_OK);
  deputy_task_free(task);

  /* While the UI is busy: the time is up all the same, and the caller is told before the UI is free again. */
  double start = emscripten_get_now();
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("busy"), DEPUTY_ARGS(deputy_i32(1500))), DEPUTY_OK, NULL);
  task = START_WITH("give", 50, 0, DEPUTY_ARGS(deputy_i32(1)));
  ENDS(task, DEPUTY_TIMED_OUT);
  CHECK(emscripten_get_now() - start < 1400);
  deputy_task_free(task);

  CHECK_EQ(deputy_task_live(), 0);
  nothing_left();
  return check_result();
}
