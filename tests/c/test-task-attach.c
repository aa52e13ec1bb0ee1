// Cancelling a task cancels what is attached to it, at any depth, in cycles too, and nothing else; a child of a task that was
// cancelled or timed out already is cancelled at once; a parent that settles otherwise leaves its children alone.
// FEATURE: F35
#include "tasks.h"

static void attach(deputy_task parent, deputy_task child) { CHECK_STATUS(deputy_task_attach(parent, child), DEPUTY_OK, NULL); }
static void is_pending(deputy_task task) { CHECK(!deputy_task_is_settled(task)); }
static void cancel(deputy_task task) { CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL); }
static void is_cancelled(deputy_task task) { CHECK_STATUS(deputy_task_wait(task, 0, NULL), DEPUTY_CANCELLED, NULL); }

static deputy_task waited_for;
static void *waits(void *unused) {
  CHECK_STATUS(deputy_task_wait(waited_for, UINT32_MAX, NULL), DEPUTY_CANCELLED, NULL);
  return unused;
}

int main(void) {
  enum { COUNT = 8 };
  deputy_task t[COUNT];
  /* 0 ─ 1 ─ 2, 0 ─ 3 ─ 4; 5 beside, 6 a call with a signal below 4, 7 settled. */
  for (int i = 0; i < COUNT; i++) t[i] = own_task();
  deputy_task_free(t[6]);
  t[6] = START_WITH("hang", 0, DEPUTY_CALL_SIGNAL, DEPUTY_ARGS(deputy_i32(6)));
  attach(t[0], t[1]), attach(t[1], t[2]), attach(t[0], t[3]), attach(t[3], t[4]), attach(t[4], t[6]), attach(t[3], t[7]);
  CHECK_STATUS(deputy_task_resolve(t[7], NULL), DEPUTY_OK, NULL);
  pthread_t thread;
  waited_for = t[2];
  CHECK_EQ(pthread_create(&thread, NULL, waits, NULL), 0);
  /* A child alone leaves its parent and the others alone. */
  cancel(t[1]);
  is_cancelled(t[1]);
  pthread_join(thread, NULL);
  is_cancelled(t[2]);
  is_pending(t[0]), is_pending(t[3]), is_pending(t[4]), is_pending(t[6]);
  cancel(t[0]);
  is_cancelled(t[3]), is_cancelled(t[4]), is_cancelled(t[6]);
  UNTIL(ASK("aborted", DEPUTY_ARGS(deputy_i32(6))) == 1);
  is_pending(t[5]);
  CHECK_STATUS(deputy_task_wait(t[7], 0, NULL), DEPUTY_OK, NULL);
  /* Attached too late. */
  attach(t[0], t[5]);
  is_cancelled(t[5]);
  for (int i = 0; i < COUNT; i++) deputy_task_free(t[i]);

  /* A parent that settles in another way. */
  for (int i = 0; i < 6; i++) t[i] = own_task();
  attach(t[0], t[1]), attach(t[2], t[3]);
  CHECK_STATUS(deputy_task_resolve(t[0], NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_reject(t[2], DEPUTY_OUT_OF_RANGE), DEPUTY_OK, NULL);
  cancel(t[0]), cancel(t[2]);
  is_pending(t[1]), is_pending(t[3]);
  attach(t[0], t[4]);
  is_pending(t[4]);
  for (int i = 0; i < 6; i++) deputy_task_free(t[i]);

  /* A parent that times out: attached before, and after. */
  t[0] = START_WITH("hang", 20, 0, DEPUTY_ARGS(deputy_i32(10)));
  t[1] = own_task(), t[2] = own_task();
  attach(t[0], t[1]);
  ENDS(t[0], DEPUTY_TIMED_OUT);
  ENDS(t[1], DEPUTY_CANCELLED);
  attach(t[0], t[2]);
  ENDS(t[2], DEPUTY_CANCELLED);
  for (int i = 0; i < 3; i++) deputy_task_free(t[i]);

  /* The child's handle is freed; its call is cancelled all the same. */
  t[0] = own_task();
  t[1] = START_WITH("hang", 0, DEPUTY_CALL_SIGNAL, DEPUTY_ARGS(deputy_i32(11)));
  attach(t[0], t[1]);
  /* The call runs: this one came after it. */
  CHECK(ASK("aborted", DEPUTY_ARGS(deputy_i32(11))) == 0);
  deputy_task_free(t[1]);
  cancel(t[0]);
  UNTIL(ASK("aborted", DEPUTY_ARGS(deputy_i32(11))) == 1);
  deputy_task_free(t[0]);
  /* The parent's handle is freed: nothing cancels the child any more. */
  t[0] = own_task(), t[1] = own_task();
  attach(t[0], t[1]);
  CHECK_STATUS(deputy_task_resolve(t[0], NULL), DEPUTY_OK, NULL);
  deputy_task_free(t[0]);
  is_pending(t[1]);
  deputy_task_free(t[1]);

  /* A cycle ends; to itself there is none. */
  for (int i = 0; i < 3; i++) t[i] = own_task();
  attach(t[0], t[1]), attach(t[1], t[2]), attach(t[2], t[0]);
  CHECK_STATUS(deputy_task_attach(t[0], t[0]), DEPUTY_INVALID_ARGUMENT, NULL);
  cancel(t[1]);
  for (int i = 0; i < 3; i++) is_cancelled(t[i]), deputy_task_free(t[i]);

  /* Many children of one. */
  enum { MANY = 300 };
  static deputy_task children[MANY];
  t[0] = own_task();
  for (int i = 0; i < MANY; i++) children[i] = own_task(), attach(t[0], children[i]);
  cancel(t[0]);
  for (int i = 0; i < MANY; i++) is_cancelled(children[i]), deputy_task_free(children[i]);
  deputy_task_free(t[0]);

  ASK("settleAll", DEPUTY_NO_ARGS);
  CHECK_EQ(deputy_task_live(), 0);
  nothing_left();
  return check_result();
}
