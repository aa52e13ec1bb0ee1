// Threads that wait for one another, each in another way, without serving: for tasks of functions that were sent, for the end of threads,
// for functions, for JavaScript of a JS worker. The wait that closes the cycle is DEPUTY_DEADLOCK within 100 ms (and the time a busy
// machine takes), and the others go on. What only looks like one ends as it should.
// FEATURE: F54
// TIMEOUT: 60
#include "executors.h"

enum { THREADS = 4, ROUNDS = 4 };
static deputy_context contexts[THREADS];
static atomic_int opened;
static atomic_bool over;

static void *serves(void *memory) {
  CHECK_STATUS(deputy_context_open(&contexts[(intptr_t)memory]), DEPUTY_OK, NULL);
  atomic_fetch_add(&opened, 1);
  while (!atomic_load(&over)) deputy_context_serve(20, NULL);
  return NULL;
}

/* The status of a wait that nobody can end, which must come soon. */
#define DEADLOCKS(wait)                              \
  do {                                               \
    double start_ = emscripten_get_now();            \
    CHECK_STATUS((wait), DEPUTY_DEADLOCK, NULL);     \
    double took_ = emscripten_get_now() - start_;    \
    if (took_ > 100) fprintf(stderr, "took %.0f ms\n", took_); \
    CHECK(took_ < 1000);                             \
  } while (0)

static deputy_status nothing(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  return DEPUTY_OK;
}

/* Each waits for the task of the next, the last for one of the first, where all wait. Whoever begins to wait last is told. */
static atomic_int told;
static deputy_status tasks_go_round(void *memory, deputy_value *out) {
  (void)out;
  intptr_t at = (intptr_t)memory;
  deputy_task task = 0;
  bool last = at == THREADS - 1;
  CHECK_STATUS(deputy_context_send_async(contexts[last ? 0 : at + 1], last ? nothing : tasks_go_round, (void *)(at + 1), NULL, &task, NULL), DEPUTY_OK, NULL);
  /* It comes later, so that it is known which closes the cycle. */
  if (last) usleep(50000);
  double start = emscripten_get_now();
  deputy_status status = at % 2 ? deputy_task_wait(task, UINT32_MAX, NULL) : deputy_task_wait_all(&task, 1, BOUND);
  if (status == DEPUTY_DEADLOCK) {
    CHECK(emscripten_get_now() - start < 1000);
    atomic_fetch_add(&told, 1);
  } else {
    CHECK_STATUS(status, DEPUTY_OK, NULL);
  }
  deputy_task_free(task);
  return DEPUTY_OK;
}

/* A function on the background, which nobody knows when the wait for it begins, sends to who waits. */
static deputy_context waiter;
static deputy_status sends_back(void *unused, deputy_value *out) {
  (void)unused;
  usleep(30000);
  DEADLOCKS(deputy_context_send(waiter, nothing, NULL, NULL, out, NULL));
  return DEPUTY_OK;
}
static deputy_status waits_for_background(void *where, deputy_value *out) {
  (void)out;
  waiter = deputy_context_current();
  deputy_task task = 0;
  CHECK_STATUS(deputy_context_send_async((deputy_context)(intptr_t)where, sends_back, NULL, NULL, &task, NULL), DEPUTY_OK, NULL);
  ENDS(task, DEPUTY_OK);
  deputy_task_free(task);
  return DEPUTY_OK;
}

/* Threads that wait for each other's end, one for its own. */
static _Atomic deputy_task ends[2];
static deputy_status joins(void *memory, deputy_value *out) {
  (void)out;
  intptr_t other = (intptr_t)memory;
  UNTIL(ends[0] && ends[1]);
  /* The second one comes later, so that it is known which closes the cycle. */
  if (other == 0) {
    usleep(50000);
    DEADLOCKS(deputy_task_wait(ends[other], BOUND, NULL));
  } else {
    CHECK_STATUS(deputy_task_wait(ends[other], BOUND, NULL), DEPUTY_OK, NULL);
  }
  return DEPUTY_OK;
}
static _Atomic deputy_task self;
static deputy_status joins_itself(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  UNTIL(self);
  DEADLOCKS(deputy_task_wait(self, BOUND, NULL));
  return DEPUTY_OK;
}

static void joined(const char *executor) {
  (void)executor;
  ends[0] = ends[1] = self = 0;
  deputy_task made[2];
  for (intptr_t i = 0; i < 2; i++) {
    CHECK_STATUS(deputy_thread_spawn(joins, (void *)(1 - i), NULL, NULL, &made[i]), DEPUTY_OK, NULL);
    atomic_store(&ends[i], made[i]);
  }
  for (int i = 0; i < 2; i++) ENDS(made[i], DEPUTY_OK);
  for (int i = 0; i < 2; i++) deputy_task_free(made[i]);
  CHECK_STATUS(deputy_thread_spawn(joins_itself, NULL, NULL, NULL, &made[0]), DEPUTY_OK, NULL);
  self = made[0];
  ENDS(made[0], DEPUTY_OK);
  deputy_task_free(made[0]);
}

/* A thread calls JavaScript of a worker's while that one waits for the thread. */
static deputy_context worker;
static atomic_bool calls;
static deputy_status sends_to_caller(void *unused, deputy_value *out) {
  (void)unused;
  atomic_store(&calls, true);
  usleep(50000);
  DEADLOCKS(deputy_context_send(waiter, nothing, NULL, NULL, out, NULL));
  return DEPUTY_OK;
}
static deputy_status calls_worker(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  waiter = deputy_context_current();
  atomic_store(&calls, false);
  deputy_task task = 0;
  CHECK_STATUS(deputy_context_send_async(worker, sends_to_caller, NULL, NULL, &task, NULL), DEPUTY_OK, NULL);
  UNTIL(calls);
  deputy_value got = deputy_null();
  CHECK_STATUS(deputy_js_call(worker, DEPUTY_FN("Math.max"), &got, DEPUTY_ARGS(deputy_i32(1), deputy_i32(2))), DEPUTY_OK, &got);
  CHECK_EQ(deputy_to_f64(got), 2);
  ENDS(task, DEPUTY_OK);
  deputy_task_free(task);
  /* And the other way: it is the call that cannot end. */
  return DEPUTY_OK;
}
static deputy_status call_closes(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  deputy_value got = deputy_null();
  usleep(50000);
  DEADLOCKS(deputy_js_call(worker, DEPUTY_FN("Math.max"), &got, DEPUTY_ARGS(deputy_i32(1), deputy_i32(2))));
  deputy_value_free(&got);
  return DEPUTY_OK;
}
static deputy_status worker_waits(void *unused, deputy_value *out) {
  (void)unused;
  return deputy_context_send(contexts[1], call_closes, NULL, NULL, out, NULL);
}
static deputy_status works(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  return DEPUTY_OK;
}

/* What ends, however it looks: two that wait for each other's settle, in turns; and a wait for a task that a third one settles. */
static deputy_task first, second;
static deputy_status settles_first(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  usleep(150000);
  CHECK_STATUS(deputy_task_resolve(first, NULL), DEPUTY_OK, NULL);
  return DEPUTY_OK;
}
static deputy_status waits_for_first(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  ENDS(first, DEPUTY_OK);
  return DEPUTY_OK;
}

int main(void) {
  pthread_t threads[THREADS];
  for (intptr_t i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, serves, (void *)i), 0);
  UNTIL(opened == THREADS);
  deputy_task ended = 0;
  CHECK_STATUS(deputy_worker_spawn(works, NULL, NULL, NULL, &worker, &ended), DEPUTY_OK, NULL);
  for (int round = 0; round < ROUNDS; round++) {
    CHECK_STATUS(deputy_context_send(contexts[0], tasks_go_round, (void *)0, NULL, NULL, NULL), DEPUTY_OK, NULL);
    UNTIL(told >= round + 1);
    CHECK_EQ(told, round + 1);
    CHECK_STATUS(deputy_context_send(contexts[0], waits_for_background, (void *)(intptr_t)(round % 2 ? DEPUTY_BACKGROUND : DEPUTY_POOL), NULL, NULL, NULL), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_context_send(contexts[1], calls_worker, NULL, NULL, NULL, NULL), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_context_send(worker, worker_waits, NULL, NULL, NULL, NULL), DEPUTY_OK, NULL);
  }
  ON_EACH_EXECUTOR(joined);

  first = own_task();
  CHECK_STATUS(deputy_context_send_async(contexts[1], waits_for_first, NULL, NULL, &second, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_send(contexts[2], settles_first, NULL, NULL, NULL, NULL), DEPUTY_OK, NULL);
  ENDS(second, DEPUTY_OK);

  CHECK_STATUS(deputy_context_send(worker, nothing, NULL, NULL, NULL, NULL), DEPUTY_OK, NULL);
  atomic_store(&over, true);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  return check_result();
}
