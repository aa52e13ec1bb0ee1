// Two exports of one name: the first counts, and the log says so. Exports that are added while calls run are found at once.
// FEATURE: F25 F78
#include "exports.h"

static deputy_status first(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  *out = deputy_cstr("first");
  return DEPUTY_OK;
}
DEPUTY_EXPORT(first, "twice(): string");

static deputy_status second(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc;
  *out = userdata ? deputy_cstr(userdata) : deputy_cstr("second");
  return DEPUTY_OK;
}
DEPUTY_EXPORT(second, "twice(a: i32): i32");

/* add(name): from the thread that runs it. */
static deputy_status add(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  *out = deputy_i32(deputy_export_add(args[0].data.string, second, "added"));
  return DEPUTY_OK;
}
DEPUTY_EXPORT(add, "add(signature: string): i32");

/* On the UI, which takes no lock. */
static deputy_status add_there(void *name, deputy_value *out) {
  *out = deputy_i32(deputy_export_add(name, second, "added on the UI"));
  return DEPUTY_OK;
}
static deputy_status add_on_ui(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  return deputy_context_send(DEPUTY_UI, add_there, "onUi", NULL, out, NULL);
}
DEPUTY_EXPORT(add_on_ui, "addOnUi(): i32");

int main(void) { return live_on(); }
