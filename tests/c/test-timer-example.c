// The examples of docs/timer.md.
// FEATURE: F85
#include "check.h"

int main(void) {
  deputy_task late = 0;
  deputy_timer_delay(50, &late);
  deputy_task_wait(late, UINT32_MAX, NULL);
  deputy_task_free(late);
  return check_result();
}
