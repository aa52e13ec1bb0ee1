// main() returns while the runtime is kept alive: the program goes on until keepalive is popped, and ends with the code
// that main() returned.
// FEATURE: F02
// EXIT: 6
#include <emscripten/eventloop.h>

#include "check.h"

static void handler(void) { printf("handler\n"); }

static void pops(void *unused) {
  (void)unused;
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("count"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  if (check_result()) exit(1);
  printf("popped\n");
  emscripten_runtime_keepalive_pop();
}

int main(void) {
  atexit(handler);
  emscripten_runtime_keepalive_push();
  emscripten_set_timeout(pops, 20, NULL);
  printf("main returns\n");
  return 6;
}
