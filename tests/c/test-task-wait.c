// Waiting for a task: a look, a bounded wait, a wait without limit; one, two and eight threads at one task, some of which give
// up before; a handle that is freed while others wait.
// FEATURE: F30 F34
#include "tasks.h"

typedef struct {
  deputy_task task;
  uint32_t timeout_ms;
  deputy_status expected;
  int32_t value;
  atomic_int *waiting;
} waiter;

static void *waits(void *memory) {
  waiter *me = memory;
  deputy_value out = deputy_i32(-1);
  if (me->waiting) atomic_fetch_add(me->waiting, 1);
  CHECK_STATUS(deputy_task_wait(me->task, me->timeout_ms, &out), me->expected, &out);
  CHECK_EQ(out.data.i32, me->expected == DEPUTY_OK ? me->value : -1);
  return NULL;
}

/* So many threads wait; those with an odd number give up first. */
static void waited_by(int count, int32_t key) {
  deputy_task task = START("hang", DEPUTY_ARGS(deputy_i32(key)));
  pthread_t threads[8];
  waiter waiters[8];
  atomic_int waiting = 0;
  for (int i = 0; i < count; i++) {
    waiters[i] = (waiter){task, UINT32_MAX, DEPUTY_OK, key, &waiting};
    if (i % 2) waiters[i].timeout_ms = 10, waiters[i].expected = DEPUTY_TIMED_OUT;
    CHECK_EQ(pthread_create(&threads[i], NULL, waits, &waiters[i]), 0);
  }
  UNTIL(waiting == count);
  for (int i = 1; i < count; i += 2) pthread_join(threads[i], NULL);
  ASK("settle", DEPUTY_ARGS(deputy_i32(key), deputy_i32(key)));
  for (int i = 0; i < count; i += 2) pthread_join(threads[i], NULL);
  ENDS(task, DEPUTY_OK);
  deputy_task_free(task);
}

int main(void) {
  deputy_task task = START("hang", DEPUTY_ARGS(deputy_i32(1)));
  deputy_value out = deputy_i32(4711);
  CHECK(!deputy_task_is_settled(task));
  CHECK_STATUS(deputy_task_wait(task, 0, &out), DEPUTY_TIMED_OUT, NULL);
  double start = emscripten_get_now();
  CHECK_STATUS(deputy_task_wait(task, 30, &out), DEPUTY_TIMED_OUT, NULL);
  CHECK(emscripten_get_now() - start >= 29);
  CHECK_STATUS(deputy_task_wait(task, 1, NULL), DEPUTY_TIMED_OUT, NULL);
  CHECK_EQ(out.data.i32, 4711);
  ASK("settle", DEPUTY_ARGS(deputy_i32(1), deputy_i32(5)));
  UNTIL(deputy_task_is_settled(task)); /* the promise settles after the call that brings it about */
  CHECK_STATUS(deputy_task_wait(task, 0, &out), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 5);
  CHECK_STATUS(deputy_task_wait(task, UINT32_MAX, &out), DEPUTY_OK, &out);
  CHECK(deputy_task_is_settled(task));
  deputy_task_free(task);

  waited_by(1, 10);
  waited_by(2, 11);
  waited_by(3, 12);
  waited_by(8, 13);
  for (int i = 0; i < 20; i++) waited_by(4, 20 + i);

  /* All of them give up; the answer comes later. */
  task = START("hang", DEPUTY_ARGS(deputy_i32(50)));
  pthread_t threads[4];
  waiter gives_up = {task, 5, DEPUTY_TIMED_OUT, 0, NULL};
  for (int i = 0; i < 4; i++) CHECK_EQ(pthread_create(&threads[i], NULL, waits, &gives_up), 0);
  for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
  ASK("settle", DEPUTY_ARGS(deputy_i32(50), deputy_i32(6)));
  ENDS(task, DEPUTY_OK);
  deputy_task_free(task);

  /* The handle is freed while two wait: they get what they wait for. */
  task = START("hang", DEPUTY_ARGS(deputy_i32(51)));
  atomic_int waiting = 0;
  waiter stays = {task, UINT32_MAX, DEPUTY_OK, 51, &waiting};
  for (int i = 0; i < 2; i++) CHECK_EQ(pthread_create(&threads[i], NULL, waits, &stays), 0);
  UNTIL(waiting == 2);
  usleep(200000); /* they have found the task by now */
  deputy_task_free(task);
  CHECK_STATUS(deputy_task_wait(task, 0, NULL), DEPUTY_STALE, NULL);
  ASK("settle", DEPUTY_ARGS(deputy_i32(51), deputy_i32(51)));
  for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);

  /* Many short waits, each about as long as the answer takes. */
  for (int i = 0; i < 200; i++) {
    task = START("soon", DEPUTY_ARGS(deputy_i32(i)));
    while (deputy_task_wait(task, 1, &out) == DEPUTY_TIMED_OUT) {
    }
    CHECK_EQ(out.data.i32, i);
    deputy_task_free(task);
  }
  CHECK_EQ(deputy_task_live(), 0);
  nothing_left();
  return check_result();
}
