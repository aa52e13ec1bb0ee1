// The example of docs/error.md: what JavaScript threw goes on to JavaScript as it was.
// FEATURE: F44
#include "exports.h"

static deputy_status load(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  deputy_value error = deputy_null(), kind = deputy_null();
  deputy_status status = deputy_js_call(DEPUTY_UI, DEPUTY_FN("JSON.parse"), &error, args, 1);
  if (status != DEPUTY_JS_EXCEPTION) {
    *out = error;
    return status;
  }
  deputy_object_get(deputy_error_object(&error), "name", &kind);
  printf("%s\n", kind.data.string);
  deputy_value_free(&kind);
  *out = error;
  return status;
}
DEPUTY_EXPORT(load, "load(text: string)");

int main(void) { return live_on(); }
