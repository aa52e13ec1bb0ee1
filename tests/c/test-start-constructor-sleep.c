// A static constructor that sleeps for a moment: the page is frozen for as long, and is told so; the program starts. Calls that would wait there are
// refused by name, and so are waits for tasks, functions and the pool.
// FEATURE: F09
#include "check.h"

#include <unistd.h>

static deputy_status wanted[5];
static deputy_status nothing(void *unused, size_t begin, size_t end) {
  (void)unused, (void)begin, (void)end;
  return DEPUTY_OK;
}
static deputy_status gives(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  return DEPUTY_OK;
}
__attribute__((constructor)) static void sleeps_in_constructor(void) {
  usleep(70000);
  deputy_task task = 0;
  wanted[0] = deputy_js_call(DEPUTY_UI, DEPUTY_FN("Math.max"), NULL, DEPUTY_NO_ARGS);
  wanted[1] = deputy_pool_for(0, 1, 1, nothing, NULL);
  wanted[2] = deputy_context_send(DEPUTY_BACKGROUND, gives, NULL, NULL, NULL, NULL);
  wanted[3] = deputy_thread_spawn(gives, NULL, NULL, NULL, &task);
  wanted[4] = deputy_timer_sleep(5, 0);
}

int main(void) {
  for (int i = 0; i < 5; i++) CHECK_STATUS(wanted[i], DEPUTY_WOULD_BLOCK, NULL);
  return check_result();
}
