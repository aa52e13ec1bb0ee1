// A thread has as many calls out as it may, none of which ends: it still gets a large outcome that is there, and large arguments
// of an export that it runs.
// FEATURE: F11 F25
// TIMEOUT: 30
#include "tasks.h"

enum { MOST = 1024 };

static deputy_status length(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  *out = deputy_i32((int32_t)args[0].len);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(length, "length(text: string): i32");

int main(void) {
  static deputy_task hanging[MOST];
  deputy_task large = START("large", DEPUTY_ARGS(deputy_i32(5000)));
  ENDS(large, DEPUTY_OK);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("callLength"), DEPUTY_ARGS(deputy_i32(3000))), DEPUTY_OK, NULL);
  CHECK_EQ(ASK("give", DEPUTY_ARGS(deputy_i32(1))), 1); /* the post has run, its frame is back, the export is queued */
  for (int i = 0; i < MOST; i++) hanging[i] = START("hang", DEPUTY_ARGS(deputy_i32(i)));

  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_task_wait(large, BOUND, &out), DEPUTY_OK, &out);
  CHECK_EQ(out.len, 5000);
  deputy_value_free(&out);
  size_t ran = 0;
  CHECK_STATUS(deputy_context_serve(0, &ran), DEPUTY_OK, NULL);
  CHECK_EQ(ran, 1);

  for (int i = 0; i < MOST; i++) {
    CHECK_STATUS(deputy_task_cancel(hanging[i]), DEPUTY_OK, NULL);
    deputy_task_free(hanging[i]);
  }
  deputy_task_free(large);
  UNTIL(ASK("lengthWas", DEPUTY_NO_ARGS) == 3000);
  nothing_left();
  return check_result();
}
