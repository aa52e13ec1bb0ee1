// Posts of a thread run in the order they were made and before its later calls; four threads do so at once, with far more
// posts than can be outstanding, and nothing is lost.
// FEATURE: F12
// TIMEOUT: 60
#include "check.h"

enum { THREADS = 4, POSTS = 20000 };

static void *posts(void *number) {
  const int me = (int)(intptr_t)number;
  for (int i = 0; i < POSTS && !check_result(); i++) {
    CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("post"), DEPUTY_ARGS(deputy_i32(me), deputy_i32(i))), DEPUTY_OK, NULL);
    if (i % 97 && i != POSTS - 1) continue;
    deputy_value out = deputy_null();
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("seen"), &out, DEPUTY_ARGS(deputy_i32(me))), DEPUTY_OK, &out);
    CHECK_EQ(out.data.i32, i + 1);
  }
  return NULL;
}

int main(void) {
  pthread_t threads[THREADS];
  for (intptr_t i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, posts, (void *)i), 0);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  return check_result();
}
