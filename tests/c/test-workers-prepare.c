// A program waits until Workers are up, and then has as many threads at once without a wait; the page does the same. What cannot be says
// why: more than the limit, a Worker that does not come up, no time. Counters in C are those of the page; a thread that finds no Worker is
// told of once; Workers that were asked for and are not needed end.
// FEATURE: F62 F63
// ERRORS: missing|Loading Worker
// TIMEOUT: 90
#include "tasks.h"

enum { MANY = 5, MAX = 10, PATIENCE = 30000 };

static deputy_workers workers(void) {
  deputy_workers now = {.struct_size = sizeof now};
  CHECK_STATUS(deputy_thread_workers(&now), DEPUTY_OK, NULL);
  return now;
}

static pthread_barrier_t all;
static void *meets(void *memory) {
  pthread_barrier_wait(&all);
  return memory;
}

static void fails(uint32_t count, uint32_t timeout_ms, deputy_status expected, const char *why) {
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = timeout_ms};
  deputy_value error = deputy_null();
  CHECK_STATUS(deputy_thread_prepare(count, &error, &options), expected, &error);
  if (why) {
    CHECK_EQ(error.tag, DEPUTY_VALUE_ERROR);
    CHECK(strstr(deputy_error_message(&error), why) != NULL);
  }
  deputy_value_free(&error);
}

int main(void) {
  CHECK_STATUS(deputy_thread_prepare(0, NULL, NULL), DEPUTY_OK, NULL);
  CHECK_EQ(workers().idle, 0);
  CHECK_STATUS(deputy_thread_prepare(MANY, NULL, NULL), DEPUTY_OK, NULL);
  deputy_workers now = workers();
  CHECK_EQ(now.idle, MANY);
  CHECK_EQ(now.made, MANY + 1);
  CHECK_EQ(now.running, 1);
  CHECK_EQ(now.depleted, 0);

  pthread_t threads[MANY];
  CHECK_EQ(pthread_barrier_init(&all, NULL, MANY), 0);
  for (int i = 0; i < MANY; i++) CHECK_EQ(pthread_create(&threads[i], NULL, meets, NULL), 0);
  for (int i = 0; i < MANY; i++) CHECK_EQ(pthread_join(threads[i], NULL), 0);
  CHECK_EQ(workers().depleted, 0);
  CHECK_EQ(workers().made, MANY + 1);

  /* The page, when it has taken them back. */
  UNTIL(workers().running == 1);
  CHECK_EQ(ASK("prepares", DEPUTY_ARGS(deputy_i32(MANY))), MANY);
  CHECK_EQ(workers().made, MANY + 1);

  /* What is not needed ends: there is no reserve here. */
  for (double end = emscripten_get_now() + PATIENCE; workers().idle > 0 && emscripten_get_now() < end;) usleep(20000);
  now = workers();
  CHECK_EQ(now.idle, 0);
  CHECK_EQ(now.destroyed, MANY);

  fails(MAX, 0, DEPUTY_NO_THREADS, "pool.max");
  CHECK_EQ(workers().made, MANY + 1);
  fails(1, 1, DEPUTY_TIMED_OUT, NULL);
  for (double end = emscripten_get_now() + PATIENCE; emscripten_get_now() < end;) {
    now = workers();
    if (now.made == now.destroyed + 1) break;
    usleep(20000);
  }
  CHECK_EQ(now.made, now.destroyed + 1);
  ASK("spoil", DEPUTY_ARGS(deputy_i32(1)));
  fails(1, 0, DEPUTY_NO_THREADS, "could not be loaded");
  CHECK_STATUS(deputy_thread_prepare(1, NULL, NULL), DEPUTY_OK, NULL);

  /* One that is there, one that has to be waited for. */
  CHECK_EQ(pthread_barrier_destroy(&all), 0);
  CHECK_EQ(pthread_barrier_init(&all, NULL, 2), 0);
  for (int i = 0; i < 2; i++) CHECK_EQ(pthread_create(&threads[i], NULL, meets, NULL), 0);
  for (int i = 0; i < 2; i++) CHECK_EQ(pthread_join(threads[i], NULL), 0);
  CHECK_EQ(workers().depleted, 1);

  CHECK_STATUS(deputy_thread_workers(NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  now.struct_size--;
  CHECK_STATUS(deputy_thread_workers(&now), DEPUTY_INVALID_ARGUMENT, NULL);
  return check_result();
}
