// What was posted right before the end still runs, in order, also when it takes the UI many turns: posts of main(), of a
// thread that has ended, and of an exit handler; and it runs before onExit is called.
// FEATURE: F02 F12
// EXIT: 3
#include "check.h"

static void *posts(void *from) {
  for (int i = 0; i < 300; i++) {
    CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("slow"), DEPUTY_ARGS(deputy_cstr(from))), DEPUTY_OK, NULL);
  }
  return NULL;
}

static void handler(void) { posts("handler"); }

int main(void) {
  atexit(handler);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, posts, "thread"), 0);
  pthread_join(thread, NULL);
  posts("main");
  return check_result() ? 1 : 3;
}
