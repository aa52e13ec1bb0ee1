// More calls than there are frames: all of them wait for a deputy that is busy, in order, while calls of other contexts go on; each
// is answered once, and the frames are used again.
// FEATURE: F25 F28
#include "exports.h"

static atomic_int released, counted;

static deputy_status count(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  CHECK_EQ(args[0].data.i32, atomic_fetch_add(&counted, 1));
  *out = args[0];
  return DEPUTY_OK;
}
DEPUTY_EXPORT(count, "count(i: i32, text?: string): i32");

static deputy_status releases(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  *out = deputy_i32(atomic_load(&counted));
  atomic_fetch_add(&released, 1);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(releases, "release(): i32");

static deputy_status frames(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  deputy_stats stats = {.struct_size = sizeof stats};
  CHECK_STATUS(deputy_context_stats(DEPUTY_MAIN, &stats), DEPUTY_OK, NULL);
  *out = deputy_i32((int32_t)stats.frames);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(frames, "frames(): i32");

int main(void) {
  /* Blocked in main(), and once more in its event loop. */
  UNTIL(atomic_load(&released) == 1);
  CHECK_EQ(counted, 0);
  CHECK_STATUS(deputy_context_serve(0, NULL), DEPUTY_OK, NULL);
  UNTIL(atomic_load(&released) == 2);
  return live_on();
}
