// Asynchronous calls, posts and calls of one thread reach JavaScript in the order they were made; their arguments are copied
// when they are made, also those that do not fit a frame.
// FEATURE: F11
#include "tasks.h"

enum { CALLS = 300 };

int main(void) {
  static deputy_task tasks[CALLS];
  char text[2000];
  for (int i = 0; i < CALLS; i++) {
    size_t length = i % 10 == 0 ? sizeof text : 8;
    memset(text, 'a' + i % 26, length);
    deputy_value args[2] = {deputy_i32(i), deputy_str(text, length)};
    if (i % 7 == 3) {
      tasks[i] = 0;
      CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("next"), args, 2), DEPUTY_OK, NULL);
    } else if (i % 50 == 20) {
      tasks[i] = 0;
      CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("next"), NULL, args, 2), DEPUTY_OK, NULL);
    } else {
      tasks[i] = START("next", args, 2);
    }
    /* Ours again. */
    memset(text, '?', sizeof text);
    args[0] = args[1] = deputy_null();
  }
  for (int i = 0; i < CALLS; i++) {
    if (!tasks[i]) continue;
    deputy_value out = deputy_null();
    CHECK_STATUS(deputy_task_wait(tasks[i], BOUND, &out), DEPUTY_OK, &out);
    CHECK_EQ(out.data.i32, i);
    deputy_task_free(tasks[i]);
  }
  CHECK_EQ(ASK("give", DEPUTY_ARGS(deputy_i32(7))), 7);
  CHECK_EQ(ASK("came", DEPUTY_NO_ARGS), CALLS);
  return check_result();
}
