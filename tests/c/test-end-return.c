// main() returns a code: `exited` resolves with it, and everything printed has come out, also a last line without its end.
// FEATURE: F02
// EXIT: 42
#include "check.h"

static void handler(void) { printf("handler\n"); }

int main(void) {
  atexit(handler);
  printf("main returns\n");
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("count"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  printf("half a line, ");
  return check_result() ? 1 : 42;
}
