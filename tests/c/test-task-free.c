// A handle is freed early: while the call is queued, while it runs, with continuations pending, by several threads at once. The call
// goes on, its continuations run and see that the handle is gone, its outcome is dropped.
// FEATURE: F34
#include "tasks.h"

static void sees_nothing(deputy_task task, void *memory) {
  CHECK_STATUS(deputy_task_wait(task, 0, NULL), DEPUTY_STALE, NULL);
  deputy_task_free(task); /* nothing happens */
  count_ran(memory);
}

static deputy_task shared[200];
static pthread_barrier_t together;
static void *frees(void *unused) {
  for (int i = 0; i < 200; i++) {
    if (i % 20 == 0) pthread_barrier_wait(&together);
    deputy_task_free(shared[i]);
  }
  return unused;
}

int main(void) {
  static counts counted;
  deputy_task task = START("hang", DEPUTY_ARGS(deputy_i32(1)));
  CHECK_STATUS(deputy_task_then(task, DEPUTY_BACKGROUND, sees_nothing, &counted, count_dropped), DEPUTY_OK, NULL);
  deputy_task_free(task);
  CHECK_EQ(deputy_task_live(), 0);
  UNTIL(ASK("started", DEPUTY_NO_ARGS) == 1);
  CHECK_EQ(counted.ran, 0);
  ASK("settleLarge", DEPUTY_ARGS(deputy_i32(1), deputy_i32(10000)));
  UNTIL(counted.dropped == 1);
  CHECK_EQ(counted.ran, 1);
  nothing_left();

  /* Freed before its timeout: that still ends it, and the function is told. */
  static counts timed;
  task = START_WITH("hang", 30, DEPUTY_CALL_SIGNAL, DEPUTY_ARGS(deputy_i32(2)));
  CHECK_STATUS(deputy_task_then(task, DEPUTY_BACKGROUND, sees_nothing, &timed, count_dropped), DEPUTY_OK, NULL);
  deputy_task_free(task);
  UNTIL(timed.dropped == 1);
  UNTIL(ASK("aborted", DEPUTY_ARGS(deputy_i32(2))) == 1);
  ASK("settleAll", DEPUTY_NO_ARGS);
  nothing_left();

  /* At every moment between the call and its answer; large answers show what is lost. */
  for (int i = 0; i < 1000; i++) {
    task = i % 2 ? START("large", DEPUTY_ARGS(deputy_i32(300))) : START("largeSoon", DEPUTY_ARGS(deputy_i32(300)));
    if (i % 3 == 0) deputy_task_is_settled(task);
    for (volatile int spin = (i * 53) % 5000; spin > 0; spin = spin - 1) {
    }
    if (i % 4 == 0) CHECK_STATUS(deputy_task_then(task, DEPUTY_BACKGROUND, count_task, &timed, NULL), DEPUTY_OK, NULL);
    deputy_task_free(task);
  }
  UNTIL(timed.ran == 1 + 250);
  nothing_left();

  /* By four threads: once. */
  for (int i = 0; i < 200; i++) shared[i] = START("large", DEPUTY_ARGS(deputy_i32(300)));
  pthread_barrier_init(&together, NULL, 4);
  pthread_t threads[4];
  for (int i = 0; i < 4; i++) CHECK_EQ(pthread_create(&threads[i], NULL, frees, NULL), 0);
  for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
  CHECK_EQ(deputy_task_live(), 0);
  nothing_left();
  return check_result();
}
