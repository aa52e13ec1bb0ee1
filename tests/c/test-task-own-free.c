// A task that nobody can settle any more, because its handle was freed, does not hold up those who wait for it; its continuations
// are dropped, once.
// FEATURE: F30 F34
#include "tasks.h"

static atomic_int started, ended;

static void *waits(void *task) {
  atomic_fetch_add(&started, 1);
  deputy_status status = deputy_task_wait(*(deputy_task *)task, UINT32_MAX, NULL);
  CHECK(status != DEPUTY_OK && status != DEPUTY_TIMED_OUT);
  atomic_fetch_add(&ended, 1);
  return NULL;
}

int main(void) {
  static counts counted;
  deputy_task task = own_task();
  pthread_t threads[2];
  for (int i = 0; i < 2; i++) CHECK_EQ(pthread_create(&threads[i], NULL, waits, &task), 0);
  CHECK_STATUS(deputy_task_then(task, DEPUTY_BACKGROUND, count_task, &counted, count_dropped), DEPUTY_OK, NULL);
  UNTIL(started == 2);
  usleep(200000); /* they have found the task by now */
  deputy_task_free(task);
  UNTIL(ended == 2);
  UNTIL(counted.dropped == 1);
  CHECK(counted.ran <= 1);
  if (check_result()) exit(1); /* the waiters may hang */
  for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);

  /* Without waiters. */
  task = own_task();
  static counts other;
  CHECK_STATUS(deputy_task_then(task, DEPUTY_BACKGROUND, count_task, &other, count_dropped), DEPUTY_OK, NULL);
  deputy_task_free(task);
  UNTIL(other.dropped == 1);
  CHECK_EQ(deputy_task_live(), 0);
  return check_result();
}
