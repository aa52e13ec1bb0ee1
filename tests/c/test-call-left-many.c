// A thread leaves more calls than it may have out, each waiting for a promise that never settles: the next call works all the
// same, and so does a post.
// FEATURE: F13
// TIMEOUT: 60
#include "tasks.h"

int main(void) {
  const deputy_call_options brief = {.struct_size = sizeof brief, .timeout_ms = 1};
  for (int i = 0; i < 1100; i++) {
    CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("hang"), NULL, DEPUTY_ARGS(deputy_i32(i)), &brief), DEPUTY_TIMED_OUT, NULL);
  }
  CHECK_EQ(ASK("give", DEPUTY_ARGS(deputy_i32(7))), 7);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("settleAll"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  for (int i = 0; i < 1100; i++) CHECK_EQ(ASK("give", DEPUTY_ARGS(deputy_i32(i))), i);
  return check_result();
}
