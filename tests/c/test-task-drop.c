// Whatever becomes of a function that was handed over, its drop runs exactly once; a drop may use every function of the library.
// FEATURE: F33 F34 F68
#include "tasks.h"

static deputy_task fresh;
static counts inner;

/* Runs wherever the last of the library's hands lets go of the user data; no lock may be held there. */
static void drops(void *memory) {
  deputy_task task = 0;
  if (!emscripten_is_main_runtime_thread()) {
    CHECK_STATUS(deputy_task_new(&task), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_task_then(task, DEPUTY_BACKGROUND, count_task, &inner, count_dropped), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_task_attach(fresh, task), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_task_resolve(task, NULL), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_task_wait(task, BOUND, NULL), DEPUTY_OK, NULL);
    deputy_task_free(task);
    CHECK_STATUS(deputy_context_post(DEPUTY_BACKGROUND, count_ran, &inner, count_dropped), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_context_post(4711, count_ran, &inner, count_dropped), DEPUTY_STALE, NULL);
  }
  count_dropped(memory);
}

static void then(deputy_task task, deputy_context context, counts *counted, deputy_status expected) {
  CHECK_STATUS(deputy_task_then(task, context, count_task, counted, drops), expected, NULL);
}

static void once(counts *counted, int ran) {
  UNTIL(counted->dropped == 1);
  CHECK_EQ(counted->ran, ran);
}

int main(void) {
  static counts c[20];
  server s;
  deputy_task stale = own_task(), call = START("soon", DEPUTY_ARGS(deputy_i32(1))), cancelled = own_task(), late = START_WITH("hang", 10, 0, DEPUTY_ARGS(deputy_i32(1)));
  deputy_task freed = own_task(), pending = START("hang", DEPUTY_ARGS(deputy_i32(2))), own = own_task();
  deputy_task_free(stale);
  fresh = own_task();
  server_start(&s);

  /* It runs: after a result, a cancellation, a timeout; on every kind of context; the handle freed or not. */
  then(call, DEPUTY_BACKGROUND, &c[0], DEPUTY_OK);
  then(call, DEPUTY_UI, &c[1], DEPUTY_OK);
  then(call, s.context, &c[2], DEPUTY_OK);
  then(cancelled, DEPUTY_BACKGROUND, &c[3], DEPUTY_OK);
  then(late, DEPUTY_BACKGROUND, &c[4], DEPUTY_OK);
  then(pending, DEPUTY_BACKGROUND, &c[5], DEPUTY_OK);
  deputy_task_free(pending);
  CHECK_STATUS(deputy_task_cancel(cancelled), DEPUTY_OK, NULL);
  ASK("settle", DEPUTY_ARGS(deputy_i32(2), deputy_null()));
  for (int i = 0; i < 6; i++) once(&c[i], 1);

  /* It is refused. */
  then(stale, DEPUTY_BACKGROUND, &c[6], DEPUTY_STALE);
  then(own, 4711, &c[7], DEPUTY_STALE);
  CHECK_STATUS(deputy_task_then(own, DEPUTY_BACKGROUND, NULL, &c[8], drops), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_context_post(DEPUTY_BACKGROUND, NULL, &c[9], drops), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_context_post(4711, count_ran, &c[10], drops), DEPUTY_STALE, NULL);
  for (int i = 6; i < 11; i++) CHECK_EQ(c[i].dropped, 1), CHECK_EQ(c[i].ran, 0);

  /* Its context closes: before the task settles, and with the function in its queue. */
  deputy_context mine = 0;
  CHECK_STATUS(deputy_context_open(&mine), DEPUTY_OK, NULL);
  then(own, s.context, &c[11], DEPUTY_OK);
  then(own, mine, &c[12], DEPUTY_OK);
  CHECK_STATUS(deputy_context_post(mine, count_ran, &c[13], drops), DEPUTY_OK, NULL);
  then(call, mine, &c[14], DEPUTY_OK);
  server_stop(&s);
  CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL);
  once(&c[13], 0), once(&c[14], 0);
  CHECK_STATUS(deputy_task_resolve(own, NULL), DEPUTY_OK, NULL);
  once(&c[11], 0), once(&c[12], 0);

  /* Its task can never settle. */
  then(freed, DEPUTY_BACKGROUND, &c[15], DEPUTY_OK);
  deputy_task_free(freed);
  UNTIL(c[15].dropped == 1);

  /* It runs where it was posted. */
  CHECK_STATUS(deputy_context_post(DEPUTY_BACKGROUND, count_ran, &c[16], drops), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_post(DEPUTY_UI, count_ran, &c[17], drops), DEPUTY_OK, NULL);
  once(&c[16], 1), once(&c[17], 1);

  /* No drop at all. */
  CHECK_STATUS(deputy_task_then(call, DEPUTY_BACKGROUND, count_task, &c[18], NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_post(4711, count_ran, &c[18], NULL), DEPUTY_STALE, NULL);
  UNTIL(c[18].ran == 1);

  deputy_task all[] = {call, cancelled, late, own, fresh};
  for (int i = 0; i < 5; i++) deputy_task_free(all[i]);
  CHECK_EQ(deputy_task_live(), 0);
  for (int i = 0; i < 19; i++) CHECK(c[i].dropped <= 1);
  /* What the drops themselves handed over: a continuation and a post that run, a post that is refused. */
  UNTIL(inner.ran == 2 * (17 - 1));
  UNTIL(inner.dropped == 3 * (17 - 1));
  ASK("settleAll", DEPUTY_NO_ARGS);
  nothing_left();
  return check_result();
}
