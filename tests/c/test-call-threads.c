// Eight threads call at once, 2000 times each, some with strings, some with promises, some failing: everybody gets the
// outcome of the very call it made.
// FEATURE: F10
// TIMEOUT: 60
#include "check.h"

enum { THREADS = 8, CALLS = 2000 };

static void *calls(void *number) {
  const int me = (int)(intptr_t)number;
  for (int i = 0; i < CALLS; i++) {
    deputy_value out = deputy_null();
    char text[64];
    int length;
    switch (i % 10) {
      case 3:
        length = snprintf(text, sizeof text, "thread %d call %d%*s", me, i, i % 17, "");
        CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("back"), &out, DEPUTY_ARGS(deputy_str(text, (size_t)length))), DEPUTY_OK, &out);
        CHECK_STR(out, text, (size_t)length);
        break;
      case 6:
        CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("later"), &out, DEPUTY_ARGS(deputy_i32(me * CALLS + i))), DEPUTY_OK, &out);
        CHECK_EQ(out.data.i32, me * CALLS + i);
        break;
      case 9:
        CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("fail"), &out, DEPUTY_ARGS(deputy_i32(me), deputy_i32(i))), DEPUTY_JS_EXCEPTION, &out);
        snprintf(text, sizeof text, "%d/%d", me, i);
        CHECK_CSTR(deputy_error_message(&out), text);
        break;
      default:
        CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("add"), &out, DEPUTY_ARGS(deputy_f64(me * 1e6), deputy_i32(i))), DEPUTY_OK, &out);
        CHECK_F64(deputy_to_f64(out), me * 1e6 + i);
    }
    deputy_value_free(&out);
    if (check_result()) break;
  }
  return NULL;
}

int main(void) {
  pthread_t threads[THREADS];
  for (intptr_t i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, calls, (void *)i), 0);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  return check_result();
}
