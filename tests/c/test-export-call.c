// JavaScript calls native functions: values of every kind both ways, results of any size, in order, by name and by property;
// calls made before the program starts wait for it.
// FEATURE: F25
#include "exports.h"

static deputy_status add(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  CHECK_EQ(argc, 2);
  CHECK(userdata == NULL);
  CHECK_EQ(deputy_context_current(), DEPUTY_MAIN);
  *out = deputy_f64(args[0].data.f64 + args[1].data.f64);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(add, "add(a: f64, b: f64): f64");

static deputy_status echo(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)userdata;
  *out = argc ? args[argc - 1] : deputy_undefined();
  return DEPUTY_OK;
}
DEPUTY_EXPORT(echo, "echo");

static deputy_status repeat(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  size_t len = args[0].len, times = (size_t)args[1].data.i32;
  CHECK_EQ(args[0].data.string[len], 0);
  char *text = malloc(len * times + 1);
  for (size_t i = 0; i < times; i++) memcpy(text + i * len, args[0].data.string, len);
  deputy_value whole = deputy_str(text, len * times);
  CHECK_STATUS(deputy_value_copy(&whole, out), DEPUTY_OK, NULL);
  free(text);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(repeat, "text.repeat(text: string, times: i32): string");

static deputy_status count(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc;
  *out = deputy_i32(++*(int *)userdata);
  return DEPUTY_OK;
}

int main(void) {
  static int counter = 41;
  CHECK_STATUS(deputy_export_add("count(): i32", count, &counter), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_export_add("count", count, &counter), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_export_add("add", count, &counter), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_export_add("bad(", count, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_export_add(NULL, count, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_export_add("none", NULL, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  return live_on();
}
