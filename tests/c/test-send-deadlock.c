// Threads that send functions to one another and wait, without serving: the one that closes the cycle has DEPUTY_DEADLOCK, at once,
// its function does not run, and the others go on. With DEPUTY_CALL_PUMP there is no deadlock.
// FEATURE: F54
#include "tasks.h"

enum { THREADS = 3 };
static deputy_context contexts[THREADS];
static atomic_int opened, ran, dropped;
static atomic_bool over;

static deputy_status nothing(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  atomic_fetch_add(&ran, 1);
  return DEPUTY_OK;
}
static void drops(void *unused) {
  (void)unused;
  atomic_fetch_add(&dropped, 1);
}

static uint32_t flags;

/* Runs on the thread `at`: sends on to the next, the last one to the first. */
static deputy_status goes_round(void *memory, deputy_value *out) {
  intptr_t at = (intptr_t)memory, next = (at + 1) % THREADS;
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = BOUND, .flags = at == 0 ? flags : 0};
  double start = emscripten_get_now();
  deputy_status status = next == 0 ? deputy_context_send(contexts[0], nothing, NULL, drops, NULL, &options)
                                   : deputy_context_send(contexts[next], goes_round, (void *)next, NULL, out, &options);
  if (next == 0) {
    CHECK_STATUS(status, flags ? DEPUTY_OK : DEPUTY_DEADLOCK, NULL);
    CHECK(emscripten_get_now() - start < BOUND / 2);
  } else {
    CHECK_STATUS(status, DEPUTY_OK, NULL);
  }
  return DEPUTY_OK;
}

static void *serves(void *memory) {
  CHECK_STATUS(deputy_context_open(&contexts[(intptr_t)memory]), DEPUTY_OK, NULL);
  atomic_fetch_add(&opened, 1);
  while (!atomic_load(&over)) deputy_context_serve(20, NULL);
  return NULL;
}

int main(void) {
  pthread_t threads[THREADS];
  for (intptr_t i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, serves, (void *)i), 0);
  UNTIL(opened == THREADS);
  for (int round = 0; round < 20; round++) {
    CHECK_STATUS(deputy_context_send(contexts[0], goes_round, (void *)0, NULL, NULL, NULL), DEPUTY_OK, NULL);
  }
  CHECK_EQ(ran, 0);
  UNTIL(dropped == 20);
  flags = DEPUTY_CALL_PUMP;
  CHECK_STATUS(deputy_context_send(contexts[0], goes_round, (void *)0, NULL, NULL, NULL), DEPUTY_OK, NULL);
  CHECK_EQ(ran, 1);
  atomic_store(&over, true);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  return check_result();
}
