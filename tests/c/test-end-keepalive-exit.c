// main() has returned and the runtime is kept alive: another thread ends the program with a code of its own, and so ends it
// once, not with what main() returned.
// FEATURE: F02
// EXIT: 9
#include <emscripten/eventloop.h>

#include "check.h"

static void handler(void) { printf("handler\n"); }

static void *ends(void *deputy) {
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("count"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  exit(check_result() ? 1 : 9);
  return deputy;
}

static void in_the_event_loop(void *unused) {
  pthread_t thread;
  (void)unused;
  CHECK_EQ(pthread_create(&thread, NULL, ends, NULL), 0);
}

int main(void) {
  atexit(handler);
  emscripten_runtime_keepalive_push();
  emscripten_set_timeout(in_the_event_loop, 1, NULL);
  return 6;
}
