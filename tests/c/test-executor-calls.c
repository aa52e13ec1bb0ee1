// From every executor: a JavaScript function returns a value, later too; what it throws, at once or after a while, arrives with its
// type and message; a blocking wait for a promise comes to its end, also inside a continuation.
// FEATURE: F10 F11 F30 F32 F37
#include "executors.h"

static void throws(const char *function, const char *name, const char *message) {
  deputy_js_fn fn = {function, (uint32_t)strlen(function), NULL};
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, &fn, &out, DEPUTY_ARGS(deputy_cstr(message))), DEPUTY_JS_EXCEPTION, &out);
  CHECK_CSTR(deputy_error_name(&out), name);
  CHECK_CSTR(deputy_error_message(&out), message);
  deputy_value_free(&out);

  deputy_task task = 0;
  CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, &fn, &task, DEPUTY_ARGS(deputy_cstr(message)), NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait(task, BOUND, &out), DEPUTY_JS_EXCEPTION, &out);
  CHECK_CSTR(deputy_error_name(&out), name);
  CHECK_CSTR(deputy_error_message(&out), message);
  deputy_value_free(&out);
  deputy_task_free(task);
}

static void body(const char *executor) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("give"), &out, DEPUTY_ARGS(deputy_cstr(executor))), DEPUTY_OK, &out);
  CHECK_STR(out, executor, strlen(executor));
  deputy_value_free(&out);
  CHECK_EQ(ASK("after", DEPUTY_ARGS(deputy_i32(5), deputy_i32(7))), 7);

  throws("throws", "RangeError", "at once");
  throws("rejects", "TypeError", "after a while");

  deputy_task task = START("after", DEPUTY_ARGS(deputy_i32(5), deputy_i32(9)));
  CHECK_STATUS(deputy_task_wait(task, BOUND, &out), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 9);
  deputy_task_free(task);
}

int main(void) {
  ON_EACH_EXECUTOR(body);
  nothing_left();
  return check_result();
}
