// A thread that has sent thousands of functions to a context that is not served now can still call, post and start calls; they all
// run when the context is served.
// FEATURE: F68
#include "tasks.h"

enum { POSTS = 3000 };

int main(void) {
  static counts counted;
  deputy_context mine = 0;
  CHECK_STATUS(deputy_context_open(&mine), DEPUTY_OK, NULL);
  for (int i = 0; i < POSTS; i++) CHECK_STATUS(deputy_context_post(mine, count_ran, &counted, count_dropped), DEPUTY_OK, NULL);
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = BOUND / 2};
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("give"), &out, DEPUTY_ARGS(deputy_i32(1)), &options), DEPUTY_OK, &out);
  CHECK_EQ(counted.ran, 0);
  if (check_result()) exit(1); /* the rest would hang */
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("give"), DEPUTY_ARGS(deputy_i32(1))), DEPUTY_OK, NULL);
  deputy_task task = START("soon", DEPUTY_ARGS(deputy_i32(1)));
  ENDS(task, DEPUTY_OK);
  deputy_task_free(task);
  size_t ran = 0;
  CHECK_STATUS(deputy_context_serve(0, &ran), DEPUTY_OK, NULL);
  CHECK_EQ(ran, POSTS);
  CHECK_EQ(counted.ran, POSTS);
  CHECK_EQ(counted.dropped, POSTS);
  return check_result();
}
