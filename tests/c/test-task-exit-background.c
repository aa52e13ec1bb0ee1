// main() returns while functions run on the background and others wait for tasks that never settle: the program ends with its code.
// FEATURE: F02 F37
// EXIT: 4
#include "tasks.h"

static atomic_int running;

static void busy(void *unused) {
  (void)unused;
  atomic_fetch_add(&running, 1);
  for (volatile int forever = 1; forever;) {
  }
}
static void waits(void *unused) {
  (void)unused;
  atomic_fetch_add(&running, 1);
  deputy_task_wait(own_task(), UINT32_MAX, NULL);
}
static void calls(void *unused) {
  (void)unused;
  atomic_fetch_add(&running, 1);
  for (;;) deputy_js_call(DEPUTY_UI, DEPUTY_FN("back"), NULL, DEPUTY_ARGS(deputy_i32(1)));
}

int main(void) {
  CHECK_STATUS(deputy_context_post(DEPUTY_BACKGROUND, busy, NULL, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_post(DEPUTY_BACKGROUND, waits, NULL, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_post(DEPUTY_BACKGROUND, calls, NULL, NULL), DEPUTY_OK, NULL);
  UNTIL(running == 3);
  return check_result() ? 1 : 4;
}
