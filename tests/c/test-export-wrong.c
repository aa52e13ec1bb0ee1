// Calls of exports that cannot be made as they are: unknown names, arguments of the wrong number, type or range, results that do
// not fit the signature, failures of the function with and without a text. Each is rejected with a DeputyError that says so.
// FEATURE: F25 F19
#include "exports.h"

static atomic_int ran;

static deputy_status takes(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)userdata;
  atomic_fetch_add(&ran, 1);
  *out = deputy_i32((int32_t)argc);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(takes, "takes(a: i32, b: f64, c: bool, d?: string, e?: i32 | null): i32");

static deputy_status none(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  return takes(args, argc, out, userdata);
}
DEPUTY_EXPORT(none, "none(): any");

static deputy_status runs(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  *out = deputy_i32(atomic_load(&ran));
  return DEPUTY_OK;
}
DEPUTY_EXPORT(runs, "runs(): i32");

/* Gives back what it got, as what the signature says. */
static deputy_status same(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  *out = args[0];
  return DEPUTY_OK;
}
static deputy_status same2(const deputy_value *args, size_t argc, deputy_value *out, void *u) { return same(args, argc, out, u); }
static deputy_status same3(const deputy_value *args, size_t argc, deputy_value *out, void *u) { return same(args, argc, out, u); }
static deputy_status same4(const deputy_value *args, size_t argc, deputy_value *out, void *u) { return same(args, argc, out, u); }
static deputy_status same5(const deputy_value *args, size_t argc, deputy_value *out, void *u) { return same(args, argc, out, u); }
DEPUTY_EXPORT(same, "gives.i32(value: any): i32");
DEPUTY_EXPORT(same2, "gives.f64(value: any): f64");
DEPUTY_EXPORT(same3, "gives.void(value: any): void");
DEPUTY_EXPORT(same4, "gives.text(value: any): string | null");
DEPUTY_EXPORT(same5, "gives.bool(value: any): bool");

/* fails(status, text): a failure of its own. */
static deputy_status fails(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)userdata;
  if (argc > 1) CHECK_STATUS(deputy_value_copy(&args[1], out), DEPUTY_OK, NULL);
  return (deputy_status)args[0].data.i32;
}
DEPUTY_EXPORT(fails, "fails(status: i32, text?: any)");

/* A result of a kind that cannot cross, or one that claims bytes it does not have. */
static deputy_status strange(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  *out = deputy_null();
  out->tag = (uint8_t)args[0].data.i32;
  out->len = (uint32_t)args[1].data.i32;
  return (deputy_status)args[2].data.i32;
}
DEPUTY_EXPORT(strange, "strange(tag: i32, len: i32, status: i32)");

/* What an import threw, passed on. */
static deputy_status passes(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  return deputy_js_call(DEPUTY_UI, DEPUTY_FN("throws"), out, DEPUTY_NO_ARGS);
}
DEPUTY_EXPORT(passes, "passes");

int main(void) { return live_on(); }
