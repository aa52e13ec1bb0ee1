// The deputy is blocked: in deputy_task_wait() on a promise of the UI, and in a mutex that only a continuation unlocks. Both end;
// that is what the design is for.
// FEATURE: F32 F33
#include "tasks.h"

static atomic_int turn;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool told = false;

static void tells(deputy_task task, void *unused) {
  (void)unused;
  CHECK_STATUS(deputy_task_wait(task, 0, NULL), DEPUTY_OK, NULL);
  pthread_mutex_lock(&mutex);
  told = true;
  pthread_cond_signal(&changed);
  pthread_mutex_unlock(&mutex);
}

/* Holds the mutex until the continuation of a task has run. */
static void *holds(void *memory) {
  deputy_task task = *(deputy_task *)memory;
  counts *counted = (counts *)((deputy_task *)memory + 1);
  pthread_mutex_lock(&mutex);
  atomic_store(&turn, 1);
  UNTIL(counted->ran == 1);
  CHECK_STATUS(deputy_task_wait(task, 0, NULL), DEPUTY_OK, NULL);
  pthread_mutex_unlock(&mutex);
  return NULL;
}

int main(void) {
  /* In our wait, a promise that a timer of the page settles. */
  deputy_task task = START("after", DEPUTY_ARGS(deputy_i32(50), deputy_i32(7)));
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_task_wait(task, UINT32_MAX, &out), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 7);
  deputy_task_free(task);

  /* In a condition variable, which a continuation signals. */
  task = START("after", DEPUTY_ARGS(deputy_i32(50), deputy_i32(8)));
  CHECK_STATUS(deputy_task_then(task, DEPUTY_BACKGROUND, tells, NULL, NULL), DEPUTY_OK, NULL);
  pthread_mutex_lock(&mutex);
  while (!told) pthread_cond_wait(&changed, &mutex);
  pthread_mutex_unlock(&mutex);
  deputy_task_free(task);

  /* In a mutex whose holder waits for a continuation. */
  static struct {
    deputy_task task;
    counts counted;
  } shared;
  shared.task = START("after", DEPUTY_ARGS(deputy_i32(50), deputy_i32(9)));
  CHECK_STATUS(deputy_task_then(shared.task, DEPUTY_BACKGROUND, count_task, &shared.counted, count_dropped), DEPUTY_OK, NULL);
  pthread_t holder;
  CHECK_EQ(pthread_create(&holder, NULL, holds, &shared), 0);
  while (turn == 0) sched_yield();
  pthread_mutex_lock(&mutex);
  CHECK_EQ(shared.counted.ran, 1);
  pthread_mutex_unlock(&mutex);
  pthread_join(holder, NULL);
  deputy_task_free(shared.task);

  /* The UI went on meanwhile. */
  CHECK(ASK("ticks", DEPUTY_NO_ARGS) > 3);
  CHECK_EQ(deputy_task_live(), 0);
  return check_result();
}
