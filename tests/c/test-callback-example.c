// The example of docs/callback.md: a callback that JavaScript calls and lets go of.
// FEATURE: F27
#include "exports.h"

static deputy_status moved(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc;
  int *sum = userdata;
  *sum += args[0].data.i32 * args[1].data.i32;
  *out = deputy_i32(*sum);
  return DEPUTY_OK;
}

static deputy_status live(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  *out = deputy_i32((int32_t)deputy_callback_live());
  return DEPUTY_OK;
}
DEPUTY_EXPORT(live, "live(): i32");

int main(void) {
  deputy_callback_options options = DEPUTY_CALLBACK_OPTIONS;
  options.signature = "moved(x: i32, y: i32): i32";
  deputy_callback callback;
  deputy_status status = deputy_callback_new(moved, calloc(1, sizeof(int)), free, &options, &callback);
  if (status != DEPUTY_OK) return deputy_report(status, NULL);
  status = deputy_js_call(DEPUTY_UI, DEPUTY_FN("track"), NULL, DEPUTY_ARGS(deputy_callback_value(callback)));
  deputy_callback_free(callback);   /* JavaScript has it; free() runs when it has let go as well */
  CHECK_STATUS(status, DEPUTY_OK, NULL);
  return live_on();
}
