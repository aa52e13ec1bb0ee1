/* Scenarios of two executors: what begins on the one goes on at the other. FOR_EACH_PAIR(scenario) calls `static void scenario(int a, int b)` for all 25, and
 * in there PAIR runs two functions at the same time, ON one function, which ends before the next line. */
#ifndef PAIRS_H
#define PAIRS_H

#include "tasks.h"

enum { ON_DEPUTY, ON_PTHREAD, ON_BACKGROUND, ON_WORKER, ON_POOL, EXECUTORS };
static const char *const executor_names[EXECUTORS] = {"deputy", "pthread", "background", "JS worker", "pool"};

/* Two, for pairs of workers. */
static deputy_context pair_workers[2];
static deputy_task pair_ends[2];

typedef struct {
  void (*work)(void *);
  void *memory;
  atomic_bool done;
  pthread_t thread;
} pair_job;

static inline void pair_work(void *memory) {
  pair_job *job = memory;
  job->work(job->memory);
  atomic_store(&job->done, true);
}
static inline void *pair_thread(void *memory) { return pair_work(memory), NULL; }

/* On the deputy it runs at once, and has ended. */
static inline void pair_start(pair_job *job, int executor, int side) {
  switch (executor) {
    case ON_DEPUTY: pair_work(job); break;
    case ON_PTHREAD: CHECK_EQ(pthread_create(&job->thread, NULL, pair_thread, job), 0); break;
    case ON_BACKGROUND: CHECK_STATUS(deputy_context_post(DEPUTY_BACKGROUND, pair_work, job, NULL), DEPUTY_OK, NULL); break;
    case ON_WORKER: CHECK_STATUS(deputy_context_post(pair_workers[side], pair_work, job, NULL), DEPUTY_OK, NULL); break;
    default: CHECK_STATUS(deputy_context_post(DEPUTY_POOL, pair_work, job, NULL), DEPUTY_OK, NULL);
  }
}
static inline void pair_end(pair_job *job, int executor) {
  UNTIL(atomic_load(&job->done));
  if (executor == ON_PTHREAD && atomic_load(&job->done)) pthread_join(job->thread, NULL);
}

static inline void run_on(int executor, int side, void (*work)(void *), void *memory) {
  /* Not on the stack: one that hangs goes on using it. */
  pair_job *job = calloc(1, sizeof *job);
  job->work = work, job->memory = memory;
  pair_start(job, executor, side);
  pair_end(job, executor);
}
#define ON(executor, side, work, memory) run_on((executor), (side), (work), (memory))

/* Both at once; where both are the deputy, `second` first. */
static inline void run_pair(int a, int b, void (*first)(void *), void (*second)(void *), void *memory) {
  pair_job *one = calloc(1, sizeof *one), *two = calloc(1, sizeof *two);
  one->work = first, two->work = second, one->memory = two->memory = memory;
  if (b == ON_DEPUTY && a != ON_DEPUTY) {
    pair_start(one, a, 0);
    pair_start(two, b, 1);
  } else {
    pair_start(two, b, 1);
    pair_start(one, a, 0);
  }
  pair_end(one, a);
  pair_end(two, b);
}
#define PAIR(a, b, first, second, memory) run_pair((a), (b), (first), (second), (memory))

static inline void for_each_pair(void (*scenario)(int, int)) {
  for (int i = 0; i < 2; i++) CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, NULL, &pair_workers[i], &pair_ends[i]), DEPUTY_OK, NULL);
  for (int a = 0; a < EXECUTORS; a++) {
    for (int b = 0; b < EXECUTORS; b++) {
      int before = __atomic_load_n(&check_failures, __ATOMIC_RELAXED);
      scenario(a, b);
      if (__atomic_load_n(&check_failures, __ATOMIC_RELAXED) != before) fprintf(stderr, "... from the %s to the %s\n", executor_names[a], executor_names[b]);
    }
  }
  for (int i = 0; i < 2; i++) {
    CHECK_STATUS(deputy_worker_end(pair_workers[i]), DEPUTY_OK, NULL);
    ENDS(pair_ends[i], DEPUTY_OK);
    deputy_task_free(pair_ends[i]);
  }
}
#define FOR_EACH_PAIR(scenario) for_each_pair(scenario)

#endif
