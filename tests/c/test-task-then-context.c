// A continuation runs on the thread whose context was named, when that thread serves it; one for a context that closes first is
// dropped, once, and never runs, also when another thread has opened a context since.
// FEATURE: F33 F68
#include "tasks.h"

typedef struct {
  counts counted;
  pthread_t ran_on;
  deputy_context seen;
} continuation;

static void continues(deputy_task task, void *memory) {
  continuation *me = memory;
  CHECK_STATUS(deputy_task_wait(task, 0, NULL), DEPUTY_OK, NULL);
  me->ran_on = pthread_self();
  me->seen = deputy_context_current();
  count_ran(&me->counted);
}

int main(void) {
  /* A thread that serves. */
  server s;
  server_start(&s);
  continuation c = {0};
  deputy_task task = START("hang", DEPUTY_ARGS(deputy_i32(1)));
  CHECK_STATUS(deputy_task_then(task, s.context, continues, &c, count_dropped), DEPUTY_OK, NULL);
  ASK("settle", DEPUTY_ARGS(deputy_i32(1), deputy_null()));
  UNTIL(c.counted.dropped == 1);
  CHECK_EQ(c.counted.ran, 1);
  CHECK(pthread_equal(c.ran_on, s.thread));
  CHECK_EQ(c.seen, s.context);

  /* Settled already. */
  continuation again = {0};
  CHECK_STATUS(deputy_task_then(task, s.context, continues, &again, count_dropped), DEPUTY_OK, NULL);
  UNTIL(again.counted.dropped == 1);
  CHECK(pthread_equal(again.ran_on, s.thread));
  deputy_task_free(task);

  /* Its context closes while the task is pending; another thread opens one then, which may get the same record. */
  continuation lost[3] = {0};
  deputy_task pending = START("hang", DEPUTY_ARGS(deputy_i32(2))), own = own_task(), late = START_WITH("hang", 300, 0, DEPUTY_ARGS(deputy_i32(3)));
  CHECK_STATUS(deputy_task_then(pending, s.context, continues, &lost[0], count_dropped), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_then(own, s.context, continues, &lost[1], count_dropped), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_then(late, s.context, continues, &lost[2], count_dropped), DEPUTY_OK, NULL);
  deputy_context gone = s.context;
  server_stop(&s);
  for (int i = 0; i < 3; i++) CHECK_EQ(lost[i].counted.dropped, 0);
  server other;
  server_start(&other);
  CHECK(other.context != gone);
  ASK("settle", DEPUTY_ARGS(deputy_i32(2), deputy_null()));
  ENDS(pending, DEPUTY_OK);
  CHECK_STATUS(deputy_task_resolve(own, NULL), DEPUTY_OK, NULL);
  ENDS(late, DEPUTY_TIMED_OUT);
  for (int i = 0; i < 3; i++) {
    UNTIL(lost[i].counted.dropped == 1);
    CHECK_EQ(lost[i].counted.ran, 0);
  }

  /* The closed one refuses at once. */
  continuation refused = {0};
  CHECK_STATUS(deputy_task_then(own, gone, continues, &refused, count_dropped), DEPUTY_STALE, NULL);
  CHECK_EQ(refused.counted.dropped, 1);
  server_stop(&other);

  /* This thread's own: the continuation runs when it serves, not before. */
  deputy_context mine = 0;
  CHECK_STATUS(deputy_context_open(&mine), DEPUTY_OK, NULL);
  continuation here = {0};
  CHECK_STATUS(deputy_task_then(own, mine, continues, &here, count_dropped), DEPUTY_OK, NULL);
  CHECK_EQ(here.counted.ran, 0);
  size_t ran = 99;
  CHECK_STATUS(deputy_context_serve(0, &ran), DEPUTY_OK, NULL);
  CHECK_EQ(ran, 1);
  CHECK_EQ(here.counted.ran, 1);
  CHECK_EQ(here.counted.dropped, 1);
  CHECK(pthread_equal(here.ran_on, pthread_self()));
  CHECK_EQ(here.seen, mine);
  /* Queued, and then closed. */
  continuation queued = {0};
  CHECK_STATUS(deputy_task_then(own, mine, continues, &queued, count_dropped), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL);
  CHECK_EQ(queued.counted.dropped, 1);
  CHECK_EQ(queued.counted.ran, 0);

  deputy_task_free(pending);
  deputy_task_free(own);
  deputy_task_free(late);
  ASK("settleAll", DEPUTY_NO_ARGS);
  CHECK_EQ(deputy_task_live(), 0);
  nothing_left();
  return check_result();
}
