// What was logged before abort() still appears, in order, from every thread; nothing else runs any more.
// FEATURE: F78 F02
// REJECTS: aborted
#include "tasks.h"

static void *logs(void *unused) {
  deputy_log(DEPUTY_LOG_WARN, "from a thread");
  return unused;
}

int main(void) {
  pthread_t thread;
  CHECK_EQ(ASK("give", DEPUTY_ARGS(deputy_i32(5))), 5);
  deputy_js_post(DEPUTY_UI, DEPUTY_FN("busy"), DEPUTY_ARGS(deputy_i32(30)));
  CHECK_EQ(pthread_create(&thread, NULL, logs, NULL), 0);
  pthread_join(thread, NULL);
  for (int i = 0; i < 100; i++) {
    char text[32];
    snprintf(text, sizeof text, "line %d", i);
    deputy_log(DEPUTY_LOG_ERROR, text);
  }
  abort();
}
