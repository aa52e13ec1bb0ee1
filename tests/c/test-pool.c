// The compute pool: loops, inside of loops and of jobs, from every executor; jobs that wait for each other; scopes whose jobs submit jobs;
// failures, threads that end in a part; functions sent there; 64 threads from a job; threads that are idle end.
// FEATURE: F69 F61
// TIMEOUT: 90
#include "executors.h"

enum { MANY = 10000, WAITING = 24, DEPTH = 6, THREADS = 64 };

static deputy_status add_up(void *sum, size_t begin, size_t end) {
  for (size_t i = begin; i < end; i++) atomic_fetch_add((_Atomic size_t *)sum, i);
  return DEPUTY_OK;
}

static deputy_status inner(void *sum, size_t begin, size_t end) {
  for (size_t i = begin; i < end; i++) CHECK_STATUS(deputy_pool_for(0, 50, 7, add_up, sum), DEPUTY_OK, NULL);
  return DEPUTY_OK;
}

static deputy_status outer(void *sum, size_t begin, size_t end) {
  for (size_t i = begin; i < end; i++) CHECK_STATUS(deputy_pool_for(0, 8, 1, inner, sum), DEPUTY_OK, NULL);
  return DEPUTY_OK;
}

static deputy_status fails_at_100(void *runs, size_t begin, size_t end) {
  atomic_fetch_add((atomic_int *)runs, 1);
  usleep(1000);
  return begin <= 100 && 100 < end ? DEPUTY_NOT_FOUND : DEPUTY_OK;
}

static void loops(const char *executor) {
  (void)executor;
  _Atomic size_t sum = 0;
  CHECK_STATUS(deputy_pool_for(0, MANY, 0, add_up, &sum), DEPUTY_OK, NULL);
  CHECK_EQ(sum, (size_t)MANY * (MANY - 1) / 2);
  atomic_store(&sum, 0);
  CHECK_STATUS(deputy_pool_for(5, 6, 100, add_up, &sum), DEPUTY_OK, NULL);
  CHECK_EQ(sum, 5);
  CHECK_STATUS(deputy_pool_for(7, 7, 0, add_up, &sum), DEPUTY_OK, NULL);
  CHECK_EQ(sum, 5);
  atomic_store(&sum, 0);
  CHECK_STATUS(deputy_pool_for(0, 8, 1, outer, &sum), DEPUTY_OK, NULL);
  CHECK_EQ(sum, 8 * 8 * (50 * 49 / 2));

  atomic_int runs = 0;
  CHECK_STATUS(deputy_pool_for(0, MANY, 10, fails_at_100, &runs), DEPUTY_NOT_FOUND, NULL);
  CHECK(runs >= 11 && runs < MANY / 10);
}

/* They wait for each other: more of them than cores. */
static atomic_int met;
static void meet(void *all) {
  atomic_fetch_add(&met, 1);
  UNTIL(atomic_load(&met) >= (int)(intptr_t)all);
}

static pthread_key_t key;
static atomic_int begun, ended;
static void count_end(void *memory) {
  (void)memory;
  atomic_fetch_add(&ended, 1);
}
static deputy_status meets(void *all, deputy_value *out) {
  if (!pthread_getspecific(key)) {
    pthread_setspecific(key, all);
    atomic_fetch_add(&begun, 1);
  }
  meet(all);
  *out = deputy_f64(deputy_context_current());
  return DEPUTY_OK;
}

static void jobs_that_wait(void) {
  deputy_task tasks[WAITING];
  atomic_store(&met, 0);
  for (int i = 0; i < WAITING; i++) {
    CHECK_STATUS(deputy_context_send_async(DEPUTY_POOL, meets, (void *)(intptr_t)WAITING, NULL, &tasks[i], NULL), DEPUTY_OK, NULL);
  }
  for (int i = 0; i < WAITING; i++) {
    deputy_value out = deputy_null();
    CHECK_STATUS(deputy_task_wait(tasks[i], BOUND, &out), DEPUTY_OK, &out);
    CHECK_EQ(deputy_to_f64(out), DEPUTY_POOL);
    deputy_task_free(tasks[i]);
  }
  CHECK_EQ(begun, WAITING);
}

/* A tree of jobs. */
typedef struct {
  deputy_pool_scope *scope;
  atomic_int ran, dropped;
} tree;
typedef struct {
  tree *of;
  int depth;
} node;
static void drop_node(void *memory) {
  atomic_fetch_add(&((node *)memory)->of->dropped, 1);
  free(memory);
}
static deputy_status grow(void *memory);
static void plant(tree *of, int depth) {
  node *new = malloc(sizeof *new);
  *new = (node){of, depth};
  CHECK_STATUS(deputy_pool_scope_submit(of->scope, grow, new, drop_node), DEPUTY_OK, NULL);
}
static deputy_status grow(void *memory) {
  node *me = memory;
  atomic_fetch_add(&me->of->ran, 1);
  if (me->depth > 1) plant(me->of, me->depth - 1), plant(me->of, me->depth - 1);
  return DEPUTY_OK;
}
static deputy_status refuses(void *memory) {
  atomic_fetch_add((atomic_int *)memory, 1);
  return DEPUTY_OUT_OF_RANGE;
}
static deputy_status waits_there(void *memory) {
  meet(memory);
  return DEPUTY_OK;
}

static void scopes(const char *executor) {
  (void)executor;
  tree all = {0};
  CHECK_STATUS(deputy_pool_scope_new(&all.scope), DEPUTY_OK, NULL);
  plant(&all, DEPTH);
  CHECK_STATUS(deputy_pool_scope_wait(all.scope), DEPUTY_OK, NULL);
  CHECK_EQ(all.ran, (1 << DEPTH) - 1);
  CHECK_EQ(all.dropped, (1 << DEPTH) - 1);

  deputy_pool_scope *scope = NULL;
  atomic_int ran = 0;
  CHECK_STATUS(deputy_pool_scope_new(&scope), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_pool_scope_wait(scope), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_pool_scope_new(&scope), DEPUTY_OK, NULL);
  for (int i = 0; i < 5; i++) CHECK_STATUS(deputy_pool_scope_submit(scope, refuses, &ran, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_pool_scope_wait(scope), DEPUTY_OUT_OF_RANGE, NULL);
  CHECK_EQ(ran, 5);

  /* Jobs that wait for each other, and the one that waits for them takes part. */
  atomic_store(&met, 0);
  CHECK_STATUS(deputy_pool_scope_new(&scope), DEPUTY_OK, NULL);
  for (int i = 0; i < WAITING; i++) CHECK_STATUS(deputy_pool_scope_submit(scope, waits_there, (void *)(intptr_t)WAITING, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_pool_scope_wait(scope), DEPUTY_OK, NULL);
  CHECK_EQ(met, WAITING);
}

/* Leaves a part on a thread of the pool's; the caller goes on until that has happened. */
static atomic_bool left;
static deputy_status leaves(void *caller, size_t begin, size_t end) {
  (void)begin, (void)end;
  if (!pthread_equal(pthread_self(), *(pthread_t *)caller)) {
    atomic_store(&left, true);
    pthread_exit(NULL);
  }
  UNTIL(atomic_load(&left));
  return DEPUTY_OK;
}

static void *one(void *count) {
  atomic_fetch_add((atomic_int *)count, 1);
  return NULL;
}
static deputy_status many_threads(void *memory, deputy_value *out) {
  (void)memory;
  pthread_t threads[THREADS];
  atomic_int count = 0;
  for (int i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, one, &count), 0);
  for (int i = 0; i < THREADS; i++) CHECK_EQ(pthread_join(threads[i], NULL), 0);
  *out = deputy_i32(count);
  return DEPUTY_OK;
}

int main(void) {
  pthread_key_create(&key, count_end);
  CHECK(deputy_pool_width() >= 1);
  ON_EACH_EXECUTOR(loops);
  ON_EACH_EXECUTOR(scopes);
  jobs_that_wait();

  pthread_t me = pthread_self();
  CHECK_STATUS(deputy_pool_for(0, 8, 1, leaves, &me), deputy_pool_width() > 1 ? DEPUTY_CLOSED : DEPUTY_OK, NULL);
  /* It still has threads. */
  loops("deputy");

  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_context_send(DEPUTY_POOL, many_threads, NULL, NULL, &out, NULL), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(out), THREADS);

  /* Bad input. */
  _Atomic size_t sum = 0;
  deputy_pool_scope *scope = NULL;
  CHECK_EQ(deputy_pool_for(0, 1, 1, NULL, NULL), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(deputy_pool_for(2, 1, 1, add_up, &sum), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(deputy_pool_scope_new(NULL), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(deputy_pool_scope_submit(NULL, refuses, NULL, NULL), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(deputy_pool_scope_wait(NULL), DEPUTY_OK);
  CHECK_STATUS(deputy_pool_scope_new(&scope), DEPUTY_OK, NULL);
  counts dropped = {0};
  CHECK_EQ(deputy_pool_scope_submit(scope, NULL, &dropped, count_dropped), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(dropped.dropped, 1);
  CHECK_STATUS(deputy_pool_scope_wait(scope), DEPUTY_OK, NULL);

  /* Those that were made for jobs that waited end; a few stay. */
  UNTIL_WITHIN(20000, atomic_load(&ended) >= WAITING - 2);
  return check_result();
}
