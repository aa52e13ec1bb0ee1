// The page goes elsewhere while the program is in the middle of a call, and comes back: the program runs again, from its start to its
// end. Nothing of the one that is gone disturbs it.
// FEATURE: F02 F36
// ENV: chromium firefox
#include "tasks.h"

static void *calls(void *unused) {
  for (int i = 0; i < 100; i++) deputy_js_call(DEPUTY_UI, DEPUTY_FN("give"), NULL, DEPUTY_ARGS(deputy_i32(i)));
  return unused;
}

int main(void) {
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, calls, NULL), 0);
  /* Alone, and when the page has come back, it is answered at once; the first time never. */
  CHECK_EQ(ASK("begin", DEPUTY_NO_ARGS), 1);
  pthread_join(thread, NULL);
  return check_result();
}
