// Exports on threads of their own: several at once that wait for each other, each on another thread, while the deputy is blocked; cancelled
// before they begin and while they run; a thread that ends in its function; their memory and Workers come back.
// FEATURE: F29
// TIMEOUT: 60
#include "exports.h"

enum { TOGETHER = 6 };
static atomic_int together, cancelled;
static _Thread_local int runs;

static deputy_status meets(const deputy_value *args, size_t argc, deputy_value *out, void *data) {
  (void)argc, (void)data;
  CHECK_EQ(++runs, 1);
  CHECK_EQ(deputy_context_current(), 0);
  atomic_fetch_add(&together, 1);
  UNTIL(atomic_load(&together) >= TOGETHER);
  *out = deputy_f64(deputy_to_f64(args[0]) * 2);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(meets, "meet(n: f64): f64");
static deputy_status until_cancelled(const deputy_value *args, size_t argc, deputy_value *out, void *data) {
  (void)args, (void)argc, (void)out, (void)data;
  UNTIL(deputy_is_cancelled());
  atomic_fetch_add(&cancelled, 1);
  return DEPUTY_CANCELLED;
}
DEPUTY_EXPORT(until_cancelled, "untilCancelled(): void");
static deputy_status count_cancelled(const deputy_value *args, size_t argc, deputy_value *out, void *data) {
  (void)args, (void)argc, (void)data;
  *out = deputy_i32(cancelled);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(count_cancelled, "cancelled(): i32");
static deputy_status ends(const deputy_value *args, size_t argc, deputy_value *out, void *data) {
  (void)args, (void)argc, (void)out, (void)data;
  pthread_exit(NULL);
}
DEPUTY_EXPORT(ends, "ends(): void");
static atomic_bool released;
static deputy_status blocks(const deputy_value *args, size_t argc, deputy_value *out, void *data) {
  (void)args, (void)argc, (void)out, (void)data;
  UNTIL(released);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(blocks, "block(): void");
static deputy_status releases(const deputy_value *args, size_t argc, deputy_value *out, void *data) {
  (void)args, (void)argc, (void)out, (void)data;
  atomic_store(&released, true);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(releases, "release(): void");

int main(void) { return live_on(); }
