// exit() on a detached thread while main() waits for a condition that never comes.
// FEATURE: F02
// EXIT: 7
#include "check.h"

static void *ends(void *unused) {
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("count"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  exit(check_result() ? 1 : 7);
  return unused;
}

int main(void) {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  static pthread_cond_t never = PTHREAD_COND_INITIALIZER;
  pthread_mutex_lock(&mutex);
  pthread_attr_t detached;
  pthread_attr_init(&detached);
  pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, &detached, ends, NULL), 0);
  for (;;) pthread_cond_wait(&never, &mutex);
}
