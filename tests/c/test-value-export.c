// Every kind of value as argument and result of an export: echoed, also from a task, from inside of another argument, and with a
// signature that makes numbers fit.
// FEATURE: F15 F16 F20 F23 F25
#include "exports.h"

static deputy_status echo(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)userdata;
  if (argc > 0) *out = args[0];
  return DEPUTY_OK;
}
DEPUTY_EXPORT(echo, "echo");

/* A new value made of the arguments, which lie in the frame that the result goes to. */
static deputy_status swapped(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  static deputy_value both[2];
  both[0] = args[1], both[1] = args[0];
  *out = deputy_array(both, 2);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(swapped, "swapped(a: any, b: any): array");

static deputy_status copied(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  return deputy_value_copy(args, out);
}
DEPUTY_EXPORT(copied, "copied(a: any): any");

static deputy_status later(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  static deputy_task task;
  deputy_task_free(task);
  deputy_task_new(&task);
  deputy_task_resolve(task, args);
  *out = deputy_task_value(task);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(later, "later(a: any): any");

static deputy_status first(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  *out = deputy_record_get(args, "key");
  return DEPUTY_OK;
}
DEPUTY_EXPORT(first, "first(a: record): any");

#define ECHO(name)                                                                                          \
  static deputy_status echo_##name##_(const deputy_value *args, size_t argc, deputy_value *out, void *data) { \
    return echo(args, argc, out, data);                                                                     \
  }
ECHO(i64)
ECHO(i32)
ECHO(f64)
ECHO(bytes)
ECHO(date)
ECHO(error)
DEPUTY_EXPORT(echo_i64_, "i64(a: i64): i64");
DEPUTY_EXPORT(echo_i32_, "i32(a: i64): i32");
DEPUTY_EXPORT(echo_f64_, "f64(a: f64): f64");
DEPUTY_EXPORT(echo_bytes_, "bytes(a: bytes | null): bytes | null");
DEPUTY_EXPORT(echo_date_, "date(a: date): date");
DEPUTY_EXPORT(echo_error_, "error(a: error): error");

int main(void) { return live_on(); }
