// The examples of docs/worker.md.
// FEATURE: F66 F46
#include "check.h"

DEPUTY_JS(begin, (size), {
  globalThis.sheet = new Float64Array(size * size);
});
DEPUTY_JS(load, (address), { return fetch(address).then((answer) => answer.text()); });

int main(void) {
  deputy_context painter = 0;
  deputy_status status = deputy_worker_spawn(NULL, NULL, NULL, NULL, &painter, NULL);
  if (status != DEPUTY_OK) return deputy_report(status, NULL);
  deputy_js_post(painter, begin, DEPUTY_ARGS(deputy_i32(256)));
  deputy_value text = deputy_null();
  status = deputy_js_call(painter, load, &text, DEPUTY_ARGS(deputy_cstr("data:,hello")));
  CHECK_STATUS(status, DEPUTY_OK, &text);
  CHECK_TEXT(text, "hello");
  deputy_value_free(&text);

  deputy_value made = deputy_null();
  deputy_call_options as_object = {.struct_size = sizeof as_object, .flags = DEPUTY_CALL_OBJECT};
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("new ArrayBuffer"), &made, DEPUTY_ARGS(deputy_i32(8)), &as_object), DEPUTY_OK, &made);
  deputy_object buffer = deputy_to_object(made), there = 0;
  deputy_value error = deputy_null();
  status = deputy_object_transfer(buffer, painter, &there, &error, 5000);
  CHECK_STATUS(status, DEPUTY_OK, &error);
  deputy_object_free(there);
  deputy_value_free(&made);
  return check_result();
}
