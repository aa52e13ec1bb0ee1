// Cancellation and settling meet at every moment there is: one of them wins, and an outcome that came too late leaves nothing
// in the host.
// FEATURE: F13 F34
// TIMEOUT: 60
#include "tasks.h"

int main(void) {
  int won = 0, lost = 0;
  for (int i = 0; i < 3000; i++) {
    deputy_task task = i % 2 ? START("large", DEPUTY_ARGS(deputy_i32(300))) : START("largeSoon", DEPUTY_ARGS(deputy_i32(300)));
    for (volatile int spin = (i * 37) % 5000; spin > 0; spin = spin - 1) {
    }
    if (i % 5 == 0) usleep(i % 2000);
    CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL);
    deputy_value out = deputy_null();
    deputy_status status = deputy_task_wait(task, 0, &out);
    if (status == DEPUTY_OK) {
      won++;
      CHECK_EQ(out.len, 300);
    } else {
      lost++;
      CHECK_STATUS(status, DEPUTY_CANCELLED, NULL);
    }
    deputy_value_free(&out);
    /* It stays as it is. */
    CHECK_STATUS(deputy_task_wait(task, 0, NULL), status, NULL);
    deputy_task_free(task);
  }
  CHECK(won > 0);
  CHECK(lost > 0);
  CHECK_EQ(deputy_task_live(), 0);
  nothing_left();
  return check_result();
}
