// _exit() in main(): no handlers, no flush, the code comes out; posts made before it still run.
// FEATURE: F02
// EXIT: 9
#include <unistd.h>

#include "check.h"

static void handler(void) { printf("handler\n"); }

int main(void) {
  atexit(handler);
  printf("whole line\n");
  fflush(stdout);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("count"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  _exit(check_result() ? 1 : 9);
}
