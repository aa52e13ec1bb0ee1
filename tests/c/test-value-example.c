// The example of docs/value.md: a record and a typed array go to the page, a record comes back.
// FEATURE: F15 F20 F23
// OUTPUT: 2\.5
#include <deputy.h>

int main(void) {
  static const double widths[] = {1, 2};
  deputy_value point = DEPUTY_RECORD(DEPUTY_STR("x"), deputy_i32(1), DEPUTY_STR("y"), deputy_f64(2.5));
  deputy_value path = DEPUTY_ARRAY(point, point), out = deputy_null();
  deputy_status status = deputy_js_call(DEPUTY_UI, DEPUTY_FN("page.draw"), &out, DEPUTY_ARGS(path, deputy_f64s(widths, 2)));
  if (status != DEPUTY_OK) return deputy_report(status, &out);
  printf("%.1f\n", deputy_to_f64(deputy_record_get(&out, "length")));
  deputy_value_free(&out);
  return 0;
}
