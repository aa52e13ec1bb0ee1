// Continuations that block do not stop others: twenty wait for a task that is settled later, and the twenty-first runs, settles it,
// and all end. Timeouts fire and other tasks settle meanwhile.
// FEATURE: F37 F33
// TIMEOUT: 40
#include "tasks.h"

enum { BLOCKING = 20 };

static deputy_task gate;
static counts blocked, freed;

static void blocks(deputy_task task, void *memory) {
  (void)task;
  count_ran(memory);
  CHECK_STATUS(deputy_task_wait(gate, UINT32_MAX, NULL), DEPUTY_OK, NULL);
}

static void opens(deputy_task task, void *memory) {
  (void)task;
  UNTIL(atomic_load(&blocked.ran) == BLOCKING);
  CHECK_EQ(blocked.dropped, 0);
  /* Twenty threads block. Timers, calls and their continuations work. */
  deputy_task late = START_WITH("hang", 20, 0, DEPUTY_ARGS(deputy_i32(1)));
  ENDS(late, DEPUTY_TIMED_OUT);
  deputy_task_free(late);
  deputy_task soon = START("soon", DEPUTY_ARGS(deputy_i32(1)));
  counts *counted = memory;
  CHECK_STATUS(deputy_task_then(soon, DEPUTY_BACKGROUND, count_task, &freed, count_dropped), DEPUTY_OK, NULL);
  UNTIL(freed.dropped == 1);
  ENDS(soon, DEPUTY_OK);
  deputy_task_free(soon);
  CHECK_STATUS(deputy_task_resolve(gate, NULL), DEPUTY_OK, NULL);
  count_ran(counted);
}

int main(void) {
  gate = own_task();
  deputy_task start = START("soon", DEPUTY_ARGS(deputy_null()));
  for (int i = 0; i < BLOCKING; i++) {
    CHECK_STATUS(deputy_task_then(start, DEPUTY_BACKGROUND, blocks, &blocked, count_dropped), DEPUTY_OK, NULL);
  }
  static counts opened;
  CHECK_STATUS(deputy_task_then(start, DEPUTY_BACKGROUND, opens, &opened, count_dropped), DEPUTY_OK, NULL);
  UNTIL(opened.dropped == 1);
  UNTIL(blocked.dropped == BLOCKING);
  CHECK_EQ(opened.ran, 1);
  CHECK_EQ(blocked.ran, BLOCKING);

  /* The threads are there now: the same again needs no new ones and is quick. */
  deputy_task_free(gate);
  gate = own_task();
  memset(&blocked, 0, sizeof blocked), memset(&freed, 0, sizeof freed), memset(&opened, 0, sizeof opened);
  for (int i = 0; i < BLOCKING; i++) {
    CHECK_STATUS(deputy_task_then(start, DEPUTY_BACKGROUND, blocks, &blocked, count_dropped), DEPUTY_OK, NULL);
  }
  CHECK_STATUS(deputy_task_then(start, DEPUTY_BACKGROUND, opens, &opened, count_dropped), DEPUTY_OK, NULL);
  UNTIL(opened.dropped == 1);
  UNTIL(blocked.dropped == BLOCKING);
  deputy_task_free(gate);
  deputy_task_free(start);
  CHECK_EQ(deputy_task_live(), 0);
  return check_result();
}
