// A handle that was freed, 0 and garbage are DEPUTY_STALE for every function, also when its slot serves another task; freeing
// them does nothing. What a refused continuation brought is dropped.
// FEATURE: F30 F34
#include "tasks.h"

static void is_stale(deputy_task task) {
  deputy_task good = own_task();
  deputy_value out = deputy_i32(4711);
  size_t index = 99;
  CHECK_STATUS(deputy_task_wait(task, 0, &out), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_task_wait(task, BOUND, NULL), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_task_wait_any(&task, 1, BOUND, &index), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_task_wait_all(&task, 1, BOUND), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_task_resolve(task, NULL), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_task_reject(task, DEPUTY_OUT_OF_RANGE), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_task_cancel(task), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_task_attach(task, good), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_task_attach(good, task), DEPUTY_STALE, NULL);
  CHECK(!deputy_task_is_settled(task));
  counts counted = {0, 0};
  CHECK_STATUS(deputy_task_then(task, DEPUTY_BACKGROUND, count_task, &counted, count_dropped), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_task_then(good, 0, count_task, &counted, count_dropped), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_task_then(good, DEPUTY_BACKGROUND, NULL, &counted, count_dropped), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_EQ(counted.ran, 0);
  CHECK_EQ(counted.dropped, 3);
  CHECK_STATUS(deputy_task_then(task, DEPUTY_BACKGROUND, count_task, NULL, NULL), DEPUTY_STALE, NULL);
  CHECK_EQ(index, 99);
  CHECK_EQ(out.data.i32, 4711);
  size_t live = deputy_task_live();
  deputy_task_free(task);
  CHECK_EQ(deputy_task_live(), live);
  CHECK_STATUS(deputy_task_wait(good, 0, NULL), DEPUTY_TIMED_OUT, NULL);
  deputy_task_free(good);
}

int main(void) {
  is_stale(0);
  deputy_task freed = own_task();
  deputy_task_free(freed);
  deputy_task_free(freed);
  is_stale(freed);
  deputy_task call = START("give", DEPUTY_ARGS(deputy_i32(1)));
  ENDS(call, DEPUTY_OK);
  deputy_task_free(call);
  is_stale(call);
  /* Its slot is used again: still stale. */
  deputy_task again[100];
  for (int i = 0; i < 100; i++) again[i] = own_task();
  is_stale(freed);
  is_stale(call);
  for (int i = 0; i < 100; i++) deputy_task_free(again[i]);

  deputy_task alive = own_task();
  const deputy_task garbage[] = {1, 7, UINT32_MAX, UINT64_MAX, 1ull << 63, 0x123456789abcdefull, alive + 1, alive ^ 1ull << 32};
  for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++) is_stale(garbage[i]);
  CHECK_EQ(deputy_task_live(), 1);
  CHECK_STATUS(deputy_task_resolve(alive, NULL), DEPUTY_OK, NULL);
  deputy_task_free(alive);

  /* A slot that is used very often gives a new handle every time. */
  deputy_task last = 0;
  for (int i = 0; i < 100000; i++) {
    deputy_task task = own_task();
    CHECK(task != last);
    deputy_task_free(task);
    last = task;
  }
  CHECK_EQ(deputy_task_live(), 0);
  return check_result();
}
