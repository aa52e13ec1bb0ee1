// The example of docs/blocking.md.
// FEATURE: F24
#include "exports.h"

static deputy_status compare(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  *out = deputy_i32(args[0].data.i32 - args[1].data.i32);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(compare, "compare(a: i32, b: i32): i32");

int main(void) {
  deputy_value out = deputy_null();
  deputy_js_call(DEPUTY_UI, DEPUTY_FN("sorted"), &out, DEPUTY_NO_ARGS);   /* "1,2,3" */
  CHECK_TEXT(out, "1,2,3");
  deputy_value_free(&out);
  return check_result();
}
