// main() leaves its stack but stays alive on its event loop; a callback there calls the UI and ends the program.
// FEATURE: F02
// EXIT: 5
#include <emscripten/emscripten.h>
#include <emscripten/eventloop.h>

#include "check.h"

static pthread_t deputy;

static void ends(void *unused) {
  (void)unused;
  CHECK(pthread_equal(deputy, pthread_self()));
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("count"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  printf("from a callback\n");
  exit(check_result() ? 1 : 5);
}

static void again(void *unused) {
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("count"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  emscripten_set_timeout(ends, 1, unused);
}

int main(void) {
  deputy = pthread_self();
  emscripten_set_timeout(again, 1, NULL);
  emscripten_exit_with_live_runtime();
}
