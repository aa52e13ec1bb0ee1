// The examples of docs/module.md.
// FEATURE: F18
#include "check.h"

int main(void) {
  deputy_value area = deputy_null();
  deputy_status status = deputy_js_call(DEPUTY_UI, DEPUTY_FN("./shapes.mjs#area"), &area, DEPUTY_ARGS(deputy_f64(2), deputy_f64(3)));
  CHECK_STATUS(status, DEPUTY_OK, &area);
  CHECK_EQ(area.data.i32, 6);
  deputy_value shapes = deputy_null();
  status = deputy_module_import(DEPUTY_UI, "./shapes.mjs", &shapes);
  if (status == DEPUTY_OK) {
    deputy_value sides = deputy_null();
    deputy_object_get(deputy_to_object(shapes), "sides", &sides);
  }
  deputy_value_free(&shapes);
  CHECK_STATUS(status, DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("./shapes.mjs#nothing"), NULL, DEPUTY_NO_ARGS), DEPUTY_NOT_FOUND, NULL);
  return check_result();
}
