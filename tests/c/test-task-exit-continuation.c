// A continuation on the background calls exit() while main() is blocked: atexit handlers run there, and the program ends with that
// code.
// FEATURE: F02 F33
// EXIT: 5
#include "tasks.h"

static pthread_t background;

static void at_exit(void) {
  CHECK(pthread_equal(pthread_self(), background));
  /* May wait and call, as anywhere off the UI. */
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("back"), &out, DEPUTY_ARGS(deputy_i32(2))), DEPUTY_OK, &out);
  puts(check_result() ? "wrong" : "at exit");
}

static void exits(deputy_task task, void *unused) {
  (void)task, (void)unused;
  background = pthread_self();
  atexit(at_exit);
  exit(5);
}

int main(void) {
  deputy_task task = START("back", DEPUTY_ARGS(deputy_i32(1)));
  CHECK_STATUS(deputy_task_then(task, DEPUTY_BACKGROUND, exits, NULL, NULL), DEPUTY_OK, NULL);
  deputy_task_wait(own_task(), UINT32_MAX, NULL);
  return 1;
}
