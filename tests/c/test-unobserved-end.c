// The page wants failures that nobody looks at to end the program: the first one is reported once, with the thread's name, and `exited` rejects
// with the reason 'unobserved'; nothing runs any more.
// FEATURE: F38 F05
// REJECTS: bad failed, and nobody looked: symbol: Symbol\(nobody\)
#include "tasks.h"

int main(void) {
  deputy_options options = {.struct_size = sizeof options};
  CHECK_STATUS(deputy_options_get(&options), DEPUTY_OK, NULL);
  CHECK_EQ(options.unobserved, DEPUTY_UNOBSERVED_END);
  /* Seen: no end. */
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("bad"), &out, DEPUTY_NO_ARGS), DEPUTY_JS_EXCEPTION, NULL);
  deputy_value_free(&out);
  deputy_task task = START("bad", DEPUTY_NO_ARGS);
  ENDS(task, DEPUTY_JS_EXCEPTION);
  deputy_task_free(task);
  CHECK_EQ(ASK("reports", DEPUTY_NO_ARGS), 0);
  if (check_result()) return 1;
  for (int i = 0; i < 50; i++) CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("bad"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  deputy_js_call(DEPUTY_UI, DEPUTY_FN("reached"), NULL, DEPUTY_NO_ARGS);
  return 1;
}
