// JavaScript forgets callbacks: garbage collection lets go of them, in large numbers too, and native code drops their data; what it still holds
// is not dropped. A failure of a callback that nobody looks at is told once, with the thread; one that somebody looks at is not. What
// JavaScript keeps for ever does not keep the program.
// FEATURE: F27 F38 F45
#include "exports.h"

enum { MANY = 1000 };
static counts counted[MANY + 1];
static deputy_callback kept;

static deputy_status runs(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  count_ran(userdata);
  if (argc == 0) return DEPUTY_OK;
  *out = deputy_cstr("as asked");
  return (deputy_status)args[0].data.i32;
}

static deputy_status makes(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  deputy_callback callback = 0;
  int index = args[0].data.i32;
  deputy_status status = deputy_callback_new(runs, &counted[index], count_dropped, NULL, &callback);
  if (index == MANY) CHECK_STATUS(deputy_callback_ref(kept = callback), DEPUTY_OK, NULL);
  *out = deputy_callback_into_value(callback);
  return status;
}
DEPUTY_EXPORT(makes, "make(index: i32)");

static deputy_status dropped(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  int32_t sum = 0;
  for (int i = 0; i <= MANY; i++) {
    CHECK(counted[i].dropped <= 1);
    sum += counted[i].dropped;
  }
  *out = deputy_i32(sum);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(dropped, "dropped(): i32");

static deputy_status frees(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  deputy_callback_free(kept);
  *out = deputy_i32((int32_t)deputy_callback_live());
  return DEPUTY_OK;
}
DEPUTY_EXPORT(frees, "free(): i32");

int main(void) { return live_on(); }
