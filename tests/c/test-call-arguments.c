// Every kind of value arrives in JavaScript as what it is: type, sign of zero, limits, order and number of arguments.
// FEATURE: F10 F15
#include <math.h>

#include "check.h"

static deputy_value show(const deputy_value *args, size_t argc) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("show"), &out, args, argc), DEPUTY_OK, &out);
  return out;
}

#define SHOWS(text, ...)                               \
  do {                                                 \
    deputy_value shown = show(DEPUTY_ARGS(__VA_ARGS__)); \
    CHECK_TEXT(shown, text);                           \
    deputy_value_free(&shown);                         \
  } while (0)

int main(void) {
  deputy_value none = show(DEPUTY_NO_ARGS);
  CHECK_TEXT(none, "()");
  deputy_value_free(&none);

  SHOWS("(null)", deputy_null());
  SHOWS("(undefined)", deputy_undefined());
  SHOWS("(true)", deputy_bool(true));
  SHOWS("(false)", deputy_bool(false));
  SHOWS("(0)", deputy_i32(0));
  SHOWS("(-1)", deputy_i32(-1));
  SHOWS("(2147483647)", deputy_i32(INT32_MAX));
  SHOWS("(-2147483648)", deputy_i32(INT32_MIN));
  SHOWS("(0)", deputy_f64(0.0));
  SHOWS("(-0)", deputy_f64(-0.0));
  SHOWS("(NaN)", deputy_f64(NAN));
  SHOWS("(Infinity)", deputy_f64(INFINITY));
  SHOWS("(-Infinity)", deputy_f64(-INFINITY));
  SHOWS("(0.1)", deputy_f64(0.1));
  SHOWS("(5e-324)", deputy_f64(5e-324));
  SHOWS("(1.7976931348623157e+308)", deputy_f64(1.7976931348623157e308));
  SHOWS("(9007199254740992)", deputy_f64(9007199254740992.0));
  SHOWS("(-9007199254740991)", deputy_f64(-9007199254740991.0));
  SHOWS("('')", deputy_str(NULL, 0));
  SHOWS("('abc')", deputy_cstr("abc"));
  SHOWS("(null)", deputy_cstr(NULL));

  deputy_value zeroed;
  memset(&zeroed, 0, sizeof zeroed);
  SHOWS("(null)", zeroed);

  SHOWS("(1, 'two')", deputy_i32(1), deputy_cstr("two"));
  SHOWS("(1, 2.5, 'three')", deputy_i32(1), deputy_f64(2.5), deputy_cstr("three"));
  SHOWS("(null, undefined, true, 4, 5.5, 'six', 7)", deputy_null(), deputy_undefined(), deputy_bool(true), deputy_i32(4),
        deputy_f64(5.5), deputy_cstr("six"), deputy_i32(7));

  static deputy_value many[300];
  for (int i = 0; i < 300; i++) many[i] = deputy_i32(i);
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("countAndSum"), &out, many, 300), DEPUTY_OK, &out);
  CHECK_TEXT(out, "300 44850");
  deputy_value_free(&out);
  return check_result();
}
