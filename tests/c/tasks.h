/* What tests of tasks and contexts share. Their companions take the imports from tasks.mjs. */
#ifndef TASKS_H
#define TASKS_H

#include <emscripten/emscripten.h>
#include <emscripten/threading.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "check.h"

/* No wait of a test is longer, in milliseconds: what has not come by then does not come. */
enum { BOUND = 10000 };

/* Waits until a condition holds that another thread brings about, at most BOUND. */
#define UNTIL(condition) UNTIL_WITHIN(BOUND, condition)
/* The same with a bound of its own, in milliseconds. */
#define UNTIL_WITHIN(bound, condition)                                                       \
  do {                                                                                       \
    for (double end_ = emscripten_get_now() + (bound); !(condition) && emscripten_get_now() < end_;) usleep(500); \
    CHECK(condition);                                                                        \
  } while (0)

/* As UNTIL; runs what is sent to the calling thread's context meanwhile, and calls of the page that nobody waits for any more come to their end. */
#define SERVED_UNTIL(condition)                                                                             \
  do {                                                                                                      \
    for (double end_ = emscripten_get_now() + BOUND; !(condition) && emscripten_get_now() < end_;)          \
      deputy_context_serve(1, NULL);                                                                        \
    CHECK(condition);                                                                                       \
  } while (0)

/* Starts an asynchronous call that must start: START("name", DEPUTY_ARGS(...)). */
#define START(name, ...) check_start(DEPUTY_FN(name), 0, 0, __VA_ARGS__)
/* The same with a timeout in milliseconds and flags. */
#define START_WITH(name, timeout_ms, flags, ...) check_start(DEPUTY_FN(name), (timeout_ms), (flags), __VA_ARGS__)
static inline deputy_task check_start(deputy_js_fn *function, uint32_t timeout_ms, uint32_t flags, const deputy_value *args,
                                      size_t argc) {
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = timeout_ms, .flags = flags};
  deputy_task task = 0;
  CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, function, &task, args, argc, timeout_ms || flags ? &options : NULL), DEPUTY_OK, NULL);
  CHECK(task != 0);
  return task;
}

/* A task of the program's own. */
static inline deputy_task own_task(void) {
  deputy_task task = 0;
  CHECK_STATUS(deputy_task_new(&task), DEPUTY_OK, NULL);
  CHECK(task != 0);
  return task;
}

/* The task must end with this status within BOUND. */
#define ENDS(task, expected) check_ends((task), (expected), #task, __FILE__, __LINE__)
static inline void check_ends(deputy_task task, deputy_status expected, const char *what, const char *file, int line) {
  deputy_value out = deputy_null();
  check_status(deputy_task_wait(task, BOUND, &out), expected, &out, what, file, line);
  deputy_value_free(&out);
}

/* Calls an import that must work and returns what it gives as a number. */
#define ASK(name, ...) check_ask(DEPUTY_FN(name), __VA_ARGS__)
static inline double check_ask(deputy_js_fn *function, const deputy_value *args, size_t argc) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, function, &out, args, argc), DEPUTY_OK, &out);
  double number = deputy_to_f64(out);
  deputy_value_free(&out);
  return number;
}

/* The host keeps no call and no outcome any more. Waits, because what gives them up may be on its way. */
static inline void nothing_left(void) {
  UNTIL(ASK("asyncCalls", DEPUTY_NO_ARGS) == 0);
  UNTIL(ASK("stashed", DEPUTY_NO_ARGS) == 0);
}

/* Counts the calls of a user's function, and those of its drop. */
typedef struct {
  atomic_int ran, dropped;
} counts;
static inline void count_ran(void *memory) { atomic_fetch_add(&((counts *)memory)->ran, 1); }
static inline void count_dropped(void *memory) { atomic_fetch_add(&((counts *)memory)->dropped, 1); }
static inline void count_task(deputy_task task, void *memory) {
  (void)task;
  count_ran(memory);
}

/* A thread that opened a context and serves it until it is told to stop. */
typedef struct {
  pthread_t thread;
  _Atomic deputy_context context;
  atomic_bool stop;
} server;
static inline void *server_main(void *memory) {
  server *me = memory;
  deputy_context id = 0;
  CHECK_STATUS(deputy_context_open(&id), DEPUTY_OK, NULL);
  atomic_store(&me->context, id);
  while (!atomic_load(&me->stop)) CHECK_STATUS(deputy_context_serve(5, NULL), DEPUTY_OK, NULL);
  return NULL;
}
static inline void server_start(server *s) {
  memset(s, 0, sizeof *s);
  CHECK_EQ(pthread_create(&s->thread, NULL, server_main, s), 0);
  UNTIL(atomic_load(&s->context) != 0);
}
/* The thread ends; nothing it was sent is run after that. */
static inline void server_stop(server *s) {
  atomic_store(&s->stop, true);
  pthread_join(s->thread, NULL);
}

#endif
