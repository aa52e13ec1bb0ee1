/* A scenario on every executor there is: the deputy, a new pthread, a function on the background, a JS worker, a thread of the compute pool. ON_EACH_EXECUTOR(body) calls
 * `static void body(const char *executor)` on one after the other; a body that does not come to its end within BOUND fails. */
#ifndef EXECUTORS_H
#define EXECUTORS_H

#include "tasks.h"

typedef struct {
  void (*body)(const char *);
  const char *name;
  atomic_bool done;
} executor_run;

static inline void executor_body(void *memory) {
  executor_run *run = memory;
  int before = __atomic_load_n(&check_failures, __ATOMIC_RELAXED);
  run->body(run->name);
  if (__atomic_load_n(&check_failures, __ATOMIC_RELAXED) != before) fprintf(stderr, "... on the executor %s\n", run->name);
  atomic_store(&run->done, true);
}
static inline void *executor_thread(void *memory) {
  executor_body(memory);
  return NULL;
}
static inline void executor_continuation(deputy_task task, void *memory) {
  (void)task;
  executor_body(memory);
}

static inline deputy_status executor_worker(void *memory, deputy_value *out) {
  (void)out;
  executor_body(memory);
  return deputy_worker_end(deputy_context_current());
}

static inline void on_each_executor(void (*body)(const char *)) {
  /* Static: a body that hangs goes on using its own. */
  static executor_run runs[] = {{NULL, "deputy", false}, {NULL, "pthread", false}, {NULL, "continuation", false}, {NULL, "JS worker", false}, {NULL, "pool", false}};
  for (int i = 0; i < 5; i++) runs[i].body = body, atomic_store(&runs[i].done, false);

  executor_body(&runs[0]);

  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, executor_thread, &runs[1]), 0);
  UNTIL(atomic_load(&runs[1].done));
  if (atomic_load(&runs[1].done)) pthread_join(thread, NULL);

  deputy_task task = own_task();
  CHECK_STATUS(deputy_task_then(task, DEPUTY_BACKGROUND, executor_continuation, &runs[2], NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_resolve(task, NULL), DEPUTY_OK, NULL);
  UNTIL(atomic_load(&runs[2].done));
  deputy_task_free(task);

  deputy_context worker = 0;
  CHECK_STATUS(deputy_worker_spawn(executor_worker, &runs[3], NULL, NULL, &worker, &task), DEPUTY_OK, NULL);
  UNTIL(atomic_load(&runs[3].done));
  if (atomic_load(&runs[3].done)) ENDS(task, DEPUTY_OK);
  deputy_task_free(task);

  CHECK_STATUS(deputy_context_post(DEPUTY_POOL, executor_body, &runs[4], NULL), DEPUTY_OK, NULL);
  UNTIL(atomic_load(&runs[4].done));
}
#define ON_EACH_EXECUTOR(body) on_each_executor(body)

#endif
