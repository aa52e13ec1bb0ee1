// Sleeps, delays and intervals from every executor, cancelled and not; while the page is busy; contexts that close; bad input.
// FEATURE: F85
// TIMEOUT: 60
#include "executors.h"

enum { SHORT = 20, LONG = 60000 };

static void *cancels(void *task) {
  usleep(SHORT * 1000);
  deputy_task_cancel(*(deputy_task *)task);
  return NULL;
}

static void settled(deputy_task task, void *memory) {
  (void)task;
  count_ran(memory);
}

static void from_anywhere(const char *executor) {
  (void)executor;
  double before = emscripten_get_now();
  CHECK_EQ(deputy_timer_sleep(SHORT, 0), DEPUTY_OK);
  CHECK(emscripten_get_now() - before >= SHORT - 1);
  deputy_task token = own_task();
  before = emscripten_get_now();
  CHECK_EQ(deputy_timer_sleep(SHORT, token), DEPUTY_OK);
  CHECK(emscripten_get_now() - before >= SHORT - 1);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, cancels, &token), 0);
  CHECK_EQ(deputy_timer_sleep(LONG, token), DEPUTY_CANCELLED);
  pthread_join(thread, NULL);
  CHECK_EQ(deputy_timer_sleep(LONG, token), DEPUTY_CANCELLED);
  deputy_task_free(token);
  CHECK_EQ(deputy_timer_sleep(LONG, token), DEPUTY_STALE);

  /* Delays: in the order of their times, whatever order they were made in. */
  deputy_task late = 0, early = 0, never = 0;
  before = emscripten_get_now();
  CHECK_STATUS(deputy_timer_delay(LONG, &never), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_timer_delay(3 * SHORT, &late), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_timer_delay(SHORT, &early), DEPUTY_OK, NULL);
  deputy_task both[] = {late, early};
  size_t which = 9;
  CHECK_STATUS(deputy_task_wait_any(both, 2, BOUND, &which), DEPUTY_OK, NULL);
  CHECK_EQ(which, 1);
  ENDS(late, DEPUTY_OK);
  CHECK(emscripten_get_now() - before >= 3 * SHORT - 1);
  CHECK_EQ(deputy_task_wait(never, 0, NULL), DEPUTY_TIMED_OUT);
  deputy_task_cancel(never);
  ENDS(never, DEPUTY_CANCELLED);
  deputy_task_free(never), deputy_task_free(late), deputy_task_free(early);

  /* A handle that is freed at once: what follows runs all the same. */
  counts ran = {0};
  CHECK_STATUS(deputy_timer_delay(SHORT, &early), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_then(early, DEPUTY_BACKGROUND, settled, &ran, count_dropped), DEPUTY_OK, NULL);
  deputy_task_free(early);
  UNTIL(ran.dropped == 1);
  CHECK_EQ(ran.ran, 1);
}

static atomic_int inside, most;
static void slow(void *memory) {
  int now = atomic_fetch_add(&inside, 1) + 1;
  if (now > atomic_load(&most)) atomic_store(&most, now);
  usleep(5000);
  atomic_fetch_sub(&inside, 1);
  count_ran(memory);
}

static void intervals(void) {
  deputy_task task = 0, other = 0;
  counts ran = {0}, on_page = {0};
  CHECK_STATUS(deputy_timer_every(2, DEPUTY_BACKGROUND, slow, &ran, count_dropped, &task), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_timer_every(5, DEPUTY_UI, count_ran, &on_page, count_dropped, &other), DEPUTY_OK, NULL);
  UNTIL(ran.ran >= 5 && on_page.ran >= 5);
  CHECK_EQ(most, 1);
  deputy_task_cancel(task), deputy_task_cancel(other);
  UNTIL(ran.dropped == 1 && on_page.dropped == 1);
  int so_far = ran.ran;
  usleep(30000);
  CHECK_EQ(ran.ran, so_far);
  ENDS(task, DEPUTY_CANCELLED);
  deputy_task_free(task), deputy_task_free(other);

  /* A long period is not waited for. */
  counts never = {0};
  CHECK_STATUS(deputy_timer_every(LONG, DEPUTY_BACKGROUND, count_ran, &never, count_dropped, &task), DEPUTY_OK, NULL);
  deputy_task_cancel(task);
  UNTIL(never.dropped == 1);
  CHECK_EQ(never.ran, 0);
  deputy_task_free(task);

  /* Its context closes. */
  server s;
  server_start(&s);
  counts there = {0};
  CHECK_STATUS(deputy_timer_every(2, s.context, count_ran, &there, count_dropped, &task), DEPUTY_OK, NULL);
  UNTIL(there.ran >= 2);
  server_stop(&s);
  deputy_value out = deputy_null();
  deputy_status status = deputy_task_wait(task, BOUND, &out);
  CHECK(status == DEPUTY_STALE || status == DEPUTY_CLOSED);
  UNTIL(there.dropped == 1);
  deputy_task_free(task);

  /* While the page does something else, on time. */
  deputy_task busy = START("busy", DEPUTY_ARGS(deputy_i32(600)));
  usleep(20000); /* by now it is */
  double before = emscripten_get_now();
  CHECK_STATUS(deputy_timer_delay(SHORT, &task), DEPUTY_OK, NULL);
  ENDS(task, DEPUTY_OK);
  CHECK(emscripten_get_now() - before < 450);
  deputy_task_free(task);
  ENDS(busy, DEPUTY_OK);
  deputy_task_free(busy);
}

int main(void) {
  ON_EACH_EXECUTOR(from_anywhere);
  intervals();
  deputy_task task = 0;
  counts bad = {0};
  CHECK_EQ(deputy_timer_delay(1, NULL), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(deputy_timer_every(0, DEPUTY_BACKGROUND, count_ran, &bad, count_dropped, &task), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(deputy_timer_every(1, DEPUTY_BACKGROUND, NULL, &bad, count_dropped, &task), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(deputy_timer_every(1, DEPUTY_BACKGROUND, count_ran, &bad, count_dropped, NULL), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(deputy_timer_every(1, 999, count_ran, &bad, count_dropped, &task), DEPUTY_STALE);
  CHECK_EQ(bad.dropped, 4);
  return check_result();
}
