// The host's own import(), without the option importModule: relative to the page, and to Node's main script; an absolute address.
// What the page registers while the program runs, and before it starts, is found; what it takes back is not.
// FEATURE: F18 F10
#include "tasks.h"

static deputy_value out;
#define CALL(function, ...) \
  (out = deputy_null(), CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN(function), &out, __VA_ARGS__), DEPUTY_OK, &out))

int main(void) {
  CALL("../c/module-good.mjs#add", DEPUTY_ARGS(deputy_i32(1), deputy_i32(2)));
  CHECK_EQ(out.data.i32, 3);
  CALL("address", DEPUTY_NO_ARGS);
  deputy_js_fn absolute = {out.data.string, out.len, NULL};
  deputy_value text = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, &absolute, &text, DEPUTY_NO_ARGS), DEPUTY_OK, &text);
  CHECK_TEXT(text, "the default");
  deputy_value_free(&text);
  deputy_value_free(&out);

  CALL("early", DEPUTY_NO_ARGS);
  CHECK_EQ(out.data.i32, 1);
  CALL("both", DEPUTY_NO_ARGS); /* before imports */
  CHECK_TEXT(out, "registered");
  deputy_value_free(&out);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("late.f"), NULL, DEPUTY_NO_ARGS), DEPUTY_NOT_FOUND, NULL);
  CALL("add", DEPUTY_NO_ARGS);
  CALL("late.f", DEPUTY_NO_ARGS);
  CHECK_EQ(out.data.i32, 2);
  CALL("remove", DEPUTY_NO_ARGS);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("late.f"), NULL, DEPUTY_NO_ARGS), DEPUTY_NOT_FOUND, NULL);
  CALL("both", DEPUTY_NO_ARGS);
  CHECK_TEXT(out, "imported");
  deputy_value_free(&out);
  return check_result();
}
