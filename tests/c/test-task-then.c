// Continuations run on the background once their task has settled, soon if it has already, however it ended, several of one task
// each once; they can wait for other tasks and make calls. Their drop runs once, after them.
// FEATURE: F33 F35
#include "tasks.h"

typedef struct {
  counts counted;
  deputy_status expected;
  int32_t value;
  pthread_t thread;
  atomic_bool done;
} continuation;

static void continues(deputy_task task, void *memory) {
  continuation *me = memory;
  deputy_value out = deputy_i32(-1);
  CHECK(deputy_task_is_settled(task));
  CHECK_STATUS(deputy_task_wait(task, 0, &out), me->expected, &out);
  if (me->expected == DEPUTY_OK) CHECK_EQ(out.data.i32, me->value);
  deputy_value_free(&out);
  me->thread = pthread_self();
  CHECK_EQ(me->counted.dropped, 0);
  count_ran(&me->counted);
}

static void dropped(void *memory) {
  continuation *me = memory;
  CHECK_EQ(me->counted.ran, 1);
  count_dropped(&me->counted);
  atomic_store(&me->done, true);
}

static void then(deputy_task task, continuation *c) {
  CHECK_STATUS(deputy_task_then(task, DEPUTY_BACKGROUND, continues, c, dropped), DEPUTY_OK, NULL);
}

static void ran(continuation *c) {
  UNTIL(c->done);
  CHECK_EQ(c->counted.ran, 1);
  CHECK_EQ(c->counted.dropped, 1);
  CHECK(!pthread_equal(c->thread, pthread_self()));
}

/* In a continuation: the thread may block, call and wait. */
static void calls(deputy_task task, void *memory) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_task_wait(task, 0, &out), DEPUTY_OK, &out);
  deputy_task next = START("soon", DEPUTY_ARGS(out));
  CHECK_STATUS(deputy_task_wait(next, BOUND, &out), DEPUTY_OK, &out);
  deputy_task_free(next);
  CHECK_EQ(ASK("give", DEPUTY_ARGS(out)), 31);
  CHECK_STATUS(deputy_task_resolve(*(deputy_task *)memory, &out), DEPUTY_OK, NULL);
}

int main(void) {
  static continuation c[40];
  /* Registered before: a call, an own task, a failure, a cancellation, a timeout. */
  deputy_task call = START("hang", DEPUTY_ARGS(deputy_i32(1))), own = own_task(), fails = START("hang", DEPUTY_ARGS(deputy_i32(2)));
  deputy_task cancelled = START("hang", DEPUTY_ARGS(deputy_i32(3))), late = START_WITH("hang", 30, 0, DEPUTY_ARGS(deputy_i32(4)));
  c[0] = (continuation){.expected = DEPUTY_OK, .value = 11}, then(call, &c[0]);
  c[1] = (continuation){.expected = DEPUTY_OK, .value = 12}, then(own, &c[1]);
  c[2] = (continuation){.expected = DEPUTY_JS_EXCEPTION}, then(fails, &c[2]);
  c[3] = (continuation){.expected = DEPUTY_CANCELLED}, then(cancelled, &c[3]);
  c[4] = (continuation){.expected = DEPUTY_TIMED_OUT}, then(late, &c[4]);
  usleep(10000);
  for (int i = 0; i < 4; i++) CHECK_EQ(c[i].counted.ran, 0);
  ASK("settle", DEPUTY_ARGS(deputy_i32(1), deputy_i32(11)));
  deputy_value value = deputy_i32(12);
  CHECK_STATUS(deputy_task_resolve(own, &value), DEPUTY_OK, NULL);
  ASK("fail", DEPUTY_ARGS(deputy_i32(2), deputy_cstr("failed")));
  CHECK_STATUS(deputy_task_cancel(cancelled), DEPUTY_OK, NULL);
  for (int i = 0; i < 5; i++) ran(&c[i]);

  /* Registered after. */
  deputy_task settled[] = {call, own, fails, cancelled, late};
  for (int i = 0; i < 5; i++) {
    c[5 + i] = (continuation){.expected = c[i].expected, .value = c[i].value};
    then(settled[i], &c[5 + i]);
    ran(&c[5 + i]);
    deputy_task_free(settled[i]);
  }

  /* Settled in the host, and nobody has looked. */
  deputy_task task = START("give", DEPUTY_ARGS(deputy_i32(13)));
  ASK("give", DEPUTY_ARGS(deputy_null()));
  c[10] = (continuation){.expected = DEPUTY_OK, .value = 13};
  then(task, &c[10]);
  ran(&c[10]);
  deputy_task_free(task);

  /* Many of one task, from before and after. */
  task = START("hang", DEPUTY_ARGS(deputy_i32(5)));
  for (int i = 11; i < 40; i++) {
    c[i] = (continuation){.expected = DEPUTY_OK, .value = 14};
    then(task, &c[i]);
    if (i == 25) ASK("settle", DEPUTY_ARGS(deputy_i32(5), deputy_i32(14)));
  }
  for (int i = 11; i < 40; i++) ran(&c[i]);
  deputy_task_free(task);

  /* A chain: the continuation makes calls of its own and settles the next task. */
  deputy_task first = START("soon", DEPUTY_ARGS(deputy_i32(31))), last = own_task();
  CHECK_STATUS(deputy_task_then(first, DEPUTY_BACKGROUND, calls, &last, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait(last, BOUND, &value), DEPUTY_OK, &value);
  CHECK_EQ(value.data.i32, 31);
  deputy_task_free(first);
  deputy_task_free(last);
  CHECK_EQ(deputy_task_live(), 0);
  ASK("settleAll", DEPUTY_NO_ARGS);
  nothing_left();
  return check_result();
}
