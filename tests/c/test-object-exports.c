// Objects and exports: an object that JavaScript passes lives until the answer, or as long as the function's own reference; one
// that comes back is the same object; results that own their handle give it back once JavaScript has them.
// FEATURE: F40 F41
#include "exports.h"

static deputy_object kept;

static deputy_status keep(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  kept = deputy_object_ref(deputy_to_object(args[0]));
  *out = deputy_i32((int32_t)argc);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(keep, "keep");

/* What it is given is gone with the answer. */
static deputy_status look(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)userdata;
  CHECK_EQ(argc, 2);
  *out = args[1];
  return deputy_object_get(deputy_to_object(args[0]), "name", NULL);
}
DEPUTY_EXPORT(look, "look");

static deputy_status back(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  *out = deputy_object_value(kept);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(back, "back");

/* The result owns the last reference there is. */
static deputy_status make(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  return deputy_js_call(DEPUTY_UI, DEPUTY_FN("new Shop"), out, DEPUTY_ARGS(deputy_cstr("fresh")));
}
DEPUTY_EXPORT(make, "make");

static deputy_status drop(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  deputy_object_free(kept);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(drop, "drop");

int main(void) { return live_on(); }
