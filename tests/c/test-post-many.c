// A thread with 1024 posts outstanding waits until one has run; another thread is not held up by that; a call can be made
// beside 1023 posts; all posts run in the end.
// FEATURE: F12
// FLAGS: -sEXPORTED_RUNTIME_METHODS=HEAP32
#include "check.h"

enum { POSTS = 5000 };

static volatile int32_t posted, others, running, started;

static void *keeps_busy(void *unused) {
  deputy_value most = deputy_null();
  deputy_value args[3] = {deputy_i32((int)(intptr_t)&running), deputy_i32((int)(intptr_t)&posted), deputy_i32((int)(intptr_t)&others)};
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("busyUntilBlocked"), &most, args, 3), DEPUTY_OK, &most);
  CHECK_EQ(most.data.i32, 1024);
  return unused;
}

static void *posts_few(void *unused) {
  started = 1;
  while (posted < 1024) sched_yield();
  for (int i = 0; i < 10; i++) {
    CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("count"), DEPUTY_ARGS(deputy_i32(1))), DEPUTY_OK, NULL);
    others = others + 1;
  }
  return unused;
}

int main(void) {
  pthread_t busy, few;
  CHECK_EQ(pthread_create(&few, NULL, posts_few, NULL), 0);
  /* A new thread starts only while the UI is free. */
  while (!started) sched_yield();
  CHECK_EQ(pthread_create(&busy, NULL, keeps_busy, NULL), 0);
  while (!running) sched_yield();
  for (int i = 0; i < POSTS; i++) {
    CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("count"), DEPUTY_ARGS(deputy_i32(0))), DEPUTY_OK, NULL);
    posted = posted + 1;
  }
  pthread_join(busy, NULL);
  pthread_join(few, NULL);
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("counts"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_TEXT(out, "5000 10");
  deputy_value_free(&out);
  return check_result();
}
