// exit() deep in main: handlers run in reverse order, on the thread that called it, and may call the UI; posts made right
// before it still run.
// FEATURE: F02 F09 F12
// EXIT: 7
#include <emscripten/threading.h>

#include "check.h"

static pthread_t caller;

static void first(void) {
  printf("first\n");
  CHECK(pthread_equal(caller, pthread_self()));
  CHECK(!emscripten_is_main_runtime_thread());
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("count"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 5001); // after all the posts
  if (check_result()) _Exit(1);
}
static void second(void) { printf("second\n"); }

static void deep(int levels) {
  if (levels == 0) exit(7);
  deep(levels - 1);
  printf("exit returned\n");
}

int main(void) {
  caller = pthread_self();
  atexit(first);
  atexit(second);
  for (int i = 0; i < 5000; i++) CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("count"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  deep(10);
  return 1;
}
