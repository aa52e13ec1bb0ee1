// A thread that a static constructor starts, on the UI before main() and before there is a host, may call at once: it is
// answered when the program runs.
// FEATURE: F10 F60
#include "check.h"

static pthread_t early;
static int created = -1;

static void *calls(void *unused) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("count"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("count"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 2);
  return unused;
}

__attribute__((constructor)) static void before_main(void) { created = pthread_create(&early, NULL, calls, NULL); }

int main(void) {
  CHECK_EQ(created, 0);
  CHECK_EQ(pthread_join(early, NULL), 0);
  return check_result();
}
