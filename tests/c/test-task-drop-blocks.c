// A user's drop that blocks does not stop the I/O thread: timeouts fire and calls settle while it does.
// FEATURE: F37
#include "tasks.h"

static atomic_bool stop;
static counts counted;

static void blocks(void *memory) {
  count_dropped(memory);
  for (double end = emscripten_get_now() + BOUND; !stop && emscripten_get_now() < end;) usleep(1000);
}


int main(void) {
  /* A continuation of a call, for a context that is open when it is registered and closed when the call settles. */
  server s;
  server_start(&s);
  deputy_task task = START("hang", DEPUTY_ARGS(deputy_i32(1)));
  CHECK_STATUS(deputy_task_then(task, s.context, count_task, &counted, blocks), DEPUTY_OK, NULL);
  server_stop(&s);
  ASK("settle", DEPUTY_ARGS(deputy_i32(1), deputy_null()));
  UNTIL(counted.dropped == 1);
  CHECK_EQ(counted.ran, 0);

  double start = emscripten_get_now();
  deputy_task late = START_WITH("hang", 20, 0, DEPUTY_ARGS(deputy_i32(2)));
  ENDS(late, DEPUTY_TIMED_OUT);
  CHECK(emscripten_get_now() - start < BOUND / 2);
  deputy_task soon = START("soon", DEPUTY_ARGS(deputy_null()));
  static counts others;
  CHECK_STATUS(deputy_task_then(soon, DEPUTY_BACKGROUND, count_task, &others, count_dropped), DEPUTY_OK, NULL);
  UNTIL(others.dropped == 1);
  CHECK(emscripten_get_now() - start < BOUND / 2);
  stop = true;
  deputy_task_free(task);
  deputy_task_free(late);
  deputy_task_free(soon);
  return check_result();
}
