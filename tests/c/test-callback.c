// A native function as a function of JavaScript: called at once, later, from everywhere, with all kinds of arguments and results; the same
// function for the same callback; failures are rejections. Dropped once, when both sides have let go.
// FEATURE: F27
#include "exports.h"

static deputy_status echoes(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  counts *c = userdata;
  atomic_fetch_add(&c->ran, 1);
  CHECK_EQ(deputy_context_current(), DEPUTY_MAIN);
  if (argc > 0) *out = args[0];
  return DEPUTY_OK;
}

static deputy_status fails(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  *out = deputy_cstr("not today");
  return (deputy_status)args[0].data.i32;
}

static counts echo_counts, fail_counts, typed_counts;

static deputy_status make(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  deputy_callback callback = 0;
  const char *which = args[0].data.string;
  deputy_status status = DEPUTY_INVALID_ARGUMENT;
  deputy_callback_options options = DEPUTY_CALLBACK_OPTIONS;
  if (strcmp(which, "echo") == 0) status = deputy_callback_new(echoes, &echo_counts, count_dropped, NULL, &callback);
  if (strcmp(which, "fail") == 0) status = deputy_callback_new(fails, &fail_counts, count_dropped, &options, &callback);
  if (strcmp(which, "typed") == 0) {
    options.signature = "typed(x: i32, text?: string): i32";
    status = deputy_callback_new(echoes, &typed_counts, count_dropped, &options, &callback);
  }
  *out = deputy_callback_into_value(callback);
  return status;
}
DEPUTY_EXPORT(make, "make(which: string)");

static deputy_status drops(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  *out = deputy_i32(atomic_load(&echo_counts.dropped) + 100 * atomic_load(&fail_counts.dropped) + 10000 * atomic_load(&typed_counts.dropped));
  return DEPUTY_OK;
}
DEPUTY_EXPORT(drops, "drops(): i32");

static deputy_status live(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  *out = deputy_i32((int32_t)deputy_callback_live());
  return DEPUTY_OK;
}
DEPUTY_EXPORT(live, "live(): i32");

/* Kept by native code from the outside: its value comes back as it went. */
static deputy_callback kept;
static deputy_status keeps(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  CHECK_EQ(args[0].tag, DEPUTY_VALUE_CALLBACK);
  CHECK_STATUS(deputy_callback_ref(args[0].data.callback), DEPUTY_OK, NULL);
  kept = args[0].data.callback;
  *out = deputy_bool(true);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(keeps, "keep(callback: any)");

static deputy_status gives(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  *out = deputy_callback_into_value(kept);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(gives, "give()");

int main(void) { return live_on(); }
