// A name that leads nowhere is DEPUTY_NOT_FOUND with a message that says which part, for calls and for the first, a middle
// and the last part; something there that is no function as well.
// FEATURE: F19
#include "check.h"

static void missing(const char *name, const char *part) {
  deputy_js_fn function = {name, (uint32_t)strlen(name), NULL};
  for (int turn = 0; turn < 2; turn++) {
    deputy_value error = deputy_null();
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, &function, &error, DEPUTY_ARGS(deputy_i32(1))), DEPUTY_NOT_FOUND, NULL);
    CHECK_EQ(error.tag, DEPUTY_VALUE_ERROR);
    CHECK_CSTR(deputy_error_name(&error), "DeputyError");
    CHECK(strstr(deputy_error_message(&error), name) != NULL);
    if (!strstr(deputy_error_message(&error), part)) CHECK_CSTR(deputy_error_message(&error), part);
    deputy_value_free(&error);
  }
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, &function, NULL, DEPUTY_NO_ARGS), DEPUTY_NOT_FOUND, NULL);
}

int main(void) {
  missing("nowhere", "nowhere does not exist");
  missing("nowhere.f", "nowhere does not exist");
  missing("nowhere.x.y.z", "nowhere does not exist");
  missing("app.nowhere.f", "app.nowhere does not exist");
  missing("app.inner.nowhere", "app.inner.nowhere does not exist");
  missing("app.f.nowhere", "app.f.nowhere does not exist");
  missing("app.nothing.f", "app.nothing does not exist");
  missing("app.number.f", "app.number.f does not exist");
  missing("app", "app is object, not a function");
  missing("app.number", "app.number is number, not a function");
  missing("app.nothing", "app.nothing");
  missing("app.", "app. does not exist");
  missing("app..f", "does not exist");
  missing(" app.f", " app does not exist");
  missing("gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f does not exist");

  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("app.inner.f"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 5);
  return check_result();
}
