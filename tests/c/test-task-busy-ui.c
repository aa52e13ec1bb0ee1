// The UI is busy: timeouts fire and continuations run on the background nevertheless.
// FEATURE: F37 F33
// ALONE: yes
#include "tasks.h"

enum { BUSY = 2000 };

static double ran_at[4];

static void notes(deputy_task task, void *memory) {
  (void)task;
  *(double *)memory = emscripten_get_now();
}

/* Settles `hang(key)` and stays busy in the same turn: what follows has to do without the UI. */
static double settles_and_is_busy(int32_t key) {
  deputy_value args[2] = {deputy_i32(key), deputy_i32(BUSY)};
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("settleAndBeBusy"), args, 2), DEPUTY_OK, NULL);
  return emscripten_get_now();
}

int main(void) {
  /* The threads of the runtime have started. */
  static counts warm;
  deputy_task first = START_WITH("hang", 1, 0, DEPUTY_ARGS(deputy_i32(99)));
  CHECK_STATUS(deputy_task_then(first, DEPUTY_BACKGROUND, count_task, &warm, count_dropped), DEPUTY_OK, NULL);
  UNTIL(warm.dropped == 1);
  deputy_task_free(first);

  for (int round = 0; round < 3; round++) {
    deputy_task task = START("hang", DEPUTY_ARGS(deputy_i32(round)));
    deputy_task late = START_WITH("hang", 300, 0, DEPUTY_ARGS(deputy_i32(100 + round)));
    CHECK_STATUS(deputy_task_then(task, DEPUTY_BACKGROUND, notes, &ran_at[round], NULL), DEPUTY_OK, NULL);
    double start = settles_and_is_busy(round);
    ENDS(late, DEPUTY_TIMED_OUT);
    double timed_out = emscripten_get_now() - start;
    if (timed_out > BUSY * 0.75) {
      CHECK_F64(timed_out, 300); /* shows the number */
    }
    ENDS(task, DEPUTY_OK);
    UNTIL(ran_at[round] != 0);
    if (ran_at[round] - start > BUSY * 0.75) {
      CHECK_F64(ran_at[round] - start, 0); /* shows the number */
    }
    deputy_task_free(task);
    deputy_task_free(late);
    ASK("give", DEPUTY_ARGS(deputy_null())); /* the UI is free again */
  }
  return check_result();
}
