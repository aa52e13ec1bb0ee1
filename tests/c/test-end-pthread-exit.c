// main() ends its own thread with pthread_exit(): the program goes on, and ends with 0 when the last thread has ended.
// FEATURE: F02
#include "check.h"

static pthread_t deputy;
static void handler(void) {
  printf("handler\n");
  if (check_result()) _Exit(1);
}

static void *second(void *unused) {
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("count"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  printf("second thread\n");
  return unused;
}

static void *first(void *unused) {
  void *result = NULL;
  CHECK_EQ(pthread_join(deputy, &result), 0);
  CHECK(result == &deputy);
  printf("main() has ended\n");
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, second, NULL), 0);
  pthread_detach(thread);
  return unused;
}

int main(void) {
  atexit(handler);
  deputy = pthread_self();
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, first, NULL), 0);
  pthread_detach(thread);
  pthread_exit(&deputy);
}
