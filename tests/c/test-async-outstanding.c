// Calls that hang do not use a thread up: far more of them than it can have out at a time end at their time, one batch after
// the other, and a call that works works afterwards.
// FEATURE: F13
// TIMEOUT: 60
#include "tasks.h"

enum { BATCHES = 6, BATCH = 300 };

/* A call may have to wait for those that have ended to be cleared away; its time counts from the beginning. */
static deputy_task starts(int32_t key) {
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = 20};
  deputy_task task = 0;
  deputy_status status;
  double end = emscripten_get_now() + BOUND;
  do status = deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("hang"), &task, DEPUTY_ARGS(deputy_i32(key)), &options);
  while (status == DEPUTY_TIMED_OUT && emscripten_get_now() < end);
  CHECK_STATUS(status, DEPUTY_OK, NULL);
  if (status != DEPUTY_OK) exit(1); /* the rest would take as long each */
  return task;
}

int main(void) {
  static deputy_task tasks[BATCH];
  for (int batch = 0; batch < BATCHES; batch++) {
    for (int i = 0; i < BATCH; i++) tasks[i] = starts(batch * BATCH + i);
    for (int i = 0; i < BATCH; i++) {
      if (batch % 2) CHECK_STATUS(deputy_task_cancel(tasks[i]), DEPUTY_OK, NULL);
      ENDS(tasks[i], batch % 2 && deputy_task_wait(tasks[i], 0, NULL) == DEPUTY_CANCELLED ? DEPUTY_CANCELLED : DEPUTY_TIMED_OUT);
      deputy_task_free(tasks[i]);
    }
  }
  deputy_value out = deputy_null();
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = BOUND};
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("give"), &out, DEPUTY_ARGS(deputy_i32(1)), &options), DEPUTY_OK, &out);
  deputy_task task = START("soon", DEPUTY_ARGS(deputy_i32(1)));
  ENDS(task, DEPUTY_OK);
  deputy_task_free(task);
  nothing_left();
  return check_result();
}
