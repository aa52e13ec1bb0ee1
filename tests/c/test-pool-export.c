// Exports on the compute pool: several at once, which wait for each other while the deputy is blocked; cancelled before they begin, and while
// they run; their loops.
// FEATURE: F29 F69
// TIMEOUT: 60
#include "exports.h"

enum { TOGETHER = 6 };
static atomic_int together, cancelled;

static deputy_status meet(const deputy_value *args, size_t argc, deputy_value *out, void *data) {
  (void)argc, (void)data;
  atomic_fetch_add(&together, 1);
  UNTIL(atomic_load(&together) >= TOGETHER);
  *out = deputy_f64(deputy_to_f64(args[0]) + deputy_context_current());
  return DEPUTY_OK;
}
DEPUTY_EXPORT(meet, "meet(n: f64): f64");

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

static deputy_status squares(void *sum, size_t begin, size_t end) {
  for (size_t i = begin; i < end; i++) atomic_fetch_add((_Atomic size_t *)sum, i * i);
  return DEPUTY_OK;
}
static deputy_status sum_squares(const deputy_value *args, size_t argc, deputy_value *out, void *data) {
  (void)argc, (void)data;
  _Atomic size_t sum = 0;
  deputy_status status = deputy_pool_for(0, (size_t)deputy_to_f64(args[0]), 0, squares, &sum);
  *out = deputy_f64((double)sum);
  return status;
}
DEPUTY_EXPORT(sum_squares, "sumSquares(n: f64): f64");

static atomic_bool over;
static deputy_status go_on(const deputy_value *args, size_t argc, deputy_value *out, void *data) {
  (void)args, (void)argc, (void)out, (void)data;
  atomic_store(&over, true);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(go_on, "goOn(): void");

int main(void) {
  /* Blocked, and runs none of them. */
  UNTIL_WITHIN(40000, atomic_load(&over));
  return live_on();
}
