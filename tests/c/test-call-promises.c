// A promise is awaited: settled already, later, by a timer, from an async function, as a foreign thenable; rejections and
// broken thenables are outcomes like any other; several can be out at once and settle in any order.
// FEATURE: F10
#include "check.h"

static deputy_status call(const char *what, deputy_value *out) {
  *out = deputy_null();
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = 10000};
  return deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("later"), out, DEPUTY_ARGS(deputy_cstr(what)), &options);
}

static void resolves(const char *what, const char *text) {
  deputy_value out;
  CHECK_STATUS(call(what, &out), DEPUTY_OK, &out);
  CHECK_STR(out, text, strlen(text));
  deputy_value_free(&out);
}

static void rejects(const char *what, const char *name, const char *message) {
  deputy_value error;
  CHECK_STATUS(call(what, &error), DEPUTY_JS_EXCEPTION, &error);
  CHECK_CSTR(deputy_error_name(&error), name);
  CHECK_CSTR(deputy_error_message(&error), message);
  deputy_value_free(&error);
}

/* Each of these waits until all have arrived; JavaScript answers the last one first. */
enum { TOGETHER = 8 };
static void *together(void *number) {
  deputy_value out = deputy_null();
  deputy_value args[2] = {deputy_i32((int)(intptr_t)number), deputy_i32(TOGETHER)};
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("gather"), &out, args, 2), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 1000 + (int)(intptr_t)number);
  return NULL;
}

int main(void) {
  resolves("settled", "settled");
  resolves("microtask", "microtask");
  resolves("timer", "timer");
  resolves("async", "async");
  resolves("nested", "nested");
  resolves("thenable", "thenable");
  resolves("thenable settles twice", "first");
  resolves("thenable throws after it settled", "settled first");
  resolves("subclass", "subclass");
  rejects("rejected", "TypeError", "no");
  rejects("rejected later", "RangeError", "not later either");
  rejects("rejected with a string", "string", "text");
  rejects("async throws", "Error", "thrown in async");
  rejects("then getter throws", "Error", "getter");
  rejects("then throws", "Error", "then itself");
  rejects("thenable rejects", "Error", "foreign no");

  deputy_value error;
  CHECK_STATUS(call("a symbol", &error), DEPUTY_WRONG_TYPE, &error);
  deputy_value_free(&error);

  pthread_t threads[TOGETHER];
  for (intptr_t i = 0; i < TOGETHER; i++) CHECK_EQ(pthread_create(&threads[i], NULL, together, (void *)i), 0);
  for (int i = 0; i < TOGETHER; i++) pthread_join(threads[i], NULL);
  return check_result();
}
