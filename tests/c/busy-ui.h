/* What the tests of a busy page share; their companion takes its import from busy-ui.mjs. */
#ifndef BUSY_UI_H
#define BUSY_UI_H

#include "tasks.h"

enum { BUSY = 2000 };

static double ran_at[4];

static inline void notes(deputy_task task, void *memory) {
  (void)task;
  *(double *)memory = emscripten_get_now();
}

/* Settles `hang(key)` and stays busy in the same turn: what follows has to do without the UI. */
static inline double settles_and_is_busy(int32_t key) {
  deputy_value args[2] = {deputy_i32(key), deputy_i32(BUSY)};
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("settleAndBeBusy"), args, 2), DEPUTY_OK, NULL);
  return emscripten_get_now();
}

/* A timeout fires and a continuation runs on the background, while the page is busy. */
static inline void timeout_and_continuation(int round) {
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

#endif
