// Every kind of JavaScript value that can cross arrives as the kind the header promises, with all its bits.
// FEATURE: F10 F15
#include <math.h>

#include "check.h"

static deputy_value result(const char *name) {
  deputy_value out;
  memset(&out, 0xff, sizeof out); // all of it is written
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("give"), &out, DEPUTY_ARGS(deputy_cstr(name))), DEPUTY_OK, &out);
  CHECK_EQ(out.kind, 0);
  return out;
}

static void is_i32(const char *name, int32_t expected) {
  deputy_value v = result(name);
  CHECK_EQ(v.tag, DEPUTY_VALUE_I32);
  CHECK_EQ(v.data.i32, expected);
  CHECK_F64(deputy_to_f64(v), expected);
  deputy_value_free(&v);
}

static void is_f64(const char *name, double expected) {
  deputy_value v = result(name);
  CHECK_EQ(v.tag, DEPUTY_VALUE_F64);
  CHECK_F64(v.data.f64, expected);
  CHECK_F64(deputy_to_f64(v), expected);
  deputy_value_free(&v);
}

int main(void) {
  deputy_value v = result("null");
  CHECK_EQ(v.tag, DEPUTY_VALUE_NULL);
  CHECK(isnan(deputy_to_f64(v)));
  deputy_value_free(&v);
  v = result("undefined");
  CHECK_EQ(v.tag, DEPUTY_VALUE_UNDEFINED);
  deputy_value_free(&v);
  CHECK_EQ(v.tag, DEPUTY_VALUE_NULL); // freed is null

  v = result("true");
  CHECK_EQ(v.tag, DEPUTY_VALUE_BOOL);
  CHECK_EQ(v.data.boolean, true);
  CHECK_F64(deputy_to_f64(v), 1);
  v = result("false");
  CHECK_EQ(v.tag, DEPUTY_VALUE_BOOL);
  CHECK_EQ(v.data.boolean, false);

  is_i32("zero", 0);
  is_i32("one", 1);
  is_i32("max", INT32_MAX);
  is_i32("min", INT32_MIN);
  is_i32("1.0", 1);
  is_f64("max+1", 2147483648.0);
  is_f64("min-1", -2147483649.0);
  is_f64("-0", -0.0);
  is_f64("NaN", NAN);
  is_f64("Infinity", INFINITY);
  is_f64("-Infinity", -INFINITY);
  is_f64("0.1", 0.1);
  is_f64("2**53", 9007199254740992.0);
  is_f64("least", 5e-324);
  is_f64("greatest", 1.7976931348623157e308);

  v = result("text");
  CHECK_TEXT(v, "text");
  CHECK(isnan(deputy_to_f64(v)));
  deputy_value_free(&v);
  CHECK_EQ(v.tag, DEPUTY_VALUE_NULL);
  deputy_value_free(&v); // freeing null does nothing
  deputy_value_free(NULL);
  return check_result();
}
