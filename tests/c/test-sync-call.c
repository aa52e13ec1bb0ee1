// Synchronous calls of native functions from the page's JavaScript: results, strings of any size, errors, wrong arguments; of the
// deputy in its event loop, of the background and of a thread with a context; functions that call JavaScript that calls them.
// FEATURE: F26
// FLAGS: -sSTACK_SIZE=4MB -sINITIAL_MEMORY=128MB
#include <emscripten/stack.h>
#include "exports.h"

static deputy_status add(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  *out = deputy_f64(args[0].data.f64 + args[1].data.f64);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(add, "add(a: f64, b: f64): f64");

static deputy_status echo(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)userdata;
  if (argc > 0) *out = args[argc - 1];
  return DEPUTY_OK;
}
DEPUTY_EXPORT(echo, "echo");

static deputy_status fails(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  *out = deputy_cstr("it does not fit");
  return DEPUTY_OUT_OF_RANGE;
}
DEPUTY_EXPORT(fails, "fails");

/* Calls JavaScript that calls this again, `depth` times. */
static deputy_status dive(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  if (args[0].data.i32 == 0) {
    *out = deputy_cstr("bottom");
    return DEPUTY_OK;
  }
  return deputy_js_call(DEPUTY_UI, DEPUTY_FN("diveAgain"), out, DEPUTY_ARGS(deputy_i32(args[0].data.i32 - 1)));
}
DEPUTY_EXPORT(dive, "dive(depth: i32): string");

static deputy_status where(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  *out = deputy_i32((int32_t)deputy_context_current());
  return DEPUTY_OK;
}
DEPUTY_EXPORT(where, "where(): i32");

int main(void) {
  server there;
  server_start(&there);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("served"), DEPUTY_ARGS(deputy_i32((int32_t)there.context))), DEPUTY_OK, NULL);
  return live_on();
}
