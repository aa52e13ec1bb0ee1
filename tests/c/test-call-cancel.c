// A thread that is cancelled during a call gets its answer first and ends at its next cancellation point; its record and
// frames serve the threads that come after it.
// FEATURE: F10 F13
#include "check.h"

static int answered;

static void *caller(void *unused) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("hold"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_TEXT(out, "released");
  deputy_value_free(&out);
  answered++;
  pthread_testcancel();
  CHECK(!"a cancelled thread goes on");
  return unused;
}

int main(void) {
  for (int i = 0; i < 20; i++) {
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, NULL, caller, NULL), 0);
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("whenHeld"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
    CHECK_EQ(pthread_cancel(thread), 0);
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("release"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
    void *result = NULL;
    CHECK_EQ(pthread_join(thread, &result), 0);
    CHECK(result == PTHREAD_CANCELED);
  }
  CHECK_EQ(answered, 20);
  return check_result();
}
