// main() calls pthread_exit() and there is no other thread: the program ends with 0, through its handlers.
// FEATURE: F02
#include "check.h"

static void handler(void) { printf("handler\n"); }

int main(void) {
  atexit(handler);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("count"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  if (check_result()) return 1;
  pthread_exit(NULL);
}
