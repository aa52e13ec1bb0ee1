// exit() on another thread while main() joins it.
// FEATURE: F02 F12
// EXIT: 7
#include "check.h"

static void *ends(void *unused) {
  for (int i = 0; i < 100; i++) CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("count"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  printf("the thread ends it\n");
  exit(check_result() ? 1 : 7);
  return unused;
}

int main(void) {
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, ends, NULL), 0);
  pthread_join(thread, NULL);
  printf("main goes on\n");
  return 1;
}
