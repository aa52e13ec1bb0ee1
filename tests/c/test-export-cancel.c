// A caller leaves: before the call is sent, while it is queued, while the function runs; by a signal or because its time is up. It is
// rejected at once with the reason; what is queued does not run; what runs is told (deputy_is_cancelled), and its late
// answer changes nothing.
// FEATURE: F25 F13
#include "exports.h"

static atomic_int ran, noticed, released;

static deputy_status counts_(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  CHECK(!deputy_is_cancelled());
  *out = deputy_i32(atomic_fetch_add(&ran, 1) + 1);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(counts_, "count(text?: string): i32");

/* Works until its caller has left; then answers, late, with more than fits a frame. */
static deputy_status works(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  deputy_js_post(DEPUTY_UI, DEPUTY_FN("working"), DEPUTY_NO_ARGS);
  UNTIL(deputy_is_cancelled());
  atomic_fetch_add(&noticed, 1);
  static char large[5000];
  memset(large, 'x', sizeof large);
  *out = deputy_str(large, args[0].data.i32 ? sizeof large : 10);
  return args[0].data.i32 == 2 ? DEPUTY_OUT_OF_RANGE : DEPUTY_OK;
}
DEPUTY_EXPORT(works, "work(how: i32): string");

static deputy_status seen(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  *out = deputy_i32(atomic_load(&noticed));
  return DEPUTY_OK;
}
DEPUTY_EXPORT(seen, "noticed(): i32");

/* Keeps the deputy busy until release() runs on the background. */
static deputy_status blocks(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  deputy_js_post(DEPUTY_UI, DEPUTY_FN("working"), DEPUTY_NO_ARGS);
  UNTIL(atomic_load(&released));
  atomic_store(&released, 0);
  CHECK(!deputy_is_cancelled());
  return DEPUTY_OK;
}
DEPUTY_EXPORT(blocks, "block(): void");

static deputy_status releases(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  atomic_store(&released, 1);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(releases, "release(): void");

int main(void) {
  CHECK(!deputy_is_cancelled());
  return live_on();
}
