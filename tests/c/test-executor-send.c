// From every executor: a function is sent for its result, to a thread that serves, to the background, to the page's thread, and to one's
// own context, where it runs at once. One that is queued ends with DEPUTY_CLOSED when its context closes or its thread ends, and by time
// and by cancellation, and does not run; one that runs ends so when its thread does. A context that has ended is DEPUTY_STALE.
// FEATURE: F13 F36 F68
#include "executors.h"

static server other;

static deputy_status doubles(void *memory, deputy_value *out) {
  *out = deputy_i32(2 * *(int *)memory);
  return DEPUTY_OK;
}
static deputy_status refuses(void *memory, deputy_value *out) {
  (void)memory, (void)out;
  return DEPUTY_OUT_OF_RANGE;
}
static deputy_status never(void *memory, deputy_value *out) {
  (void)out;
  count_ran(memory);
  return DEPUTY_OK;
}
static deputy_status leaves(void *memory, deputy_value *out) {
  (void)memory, (void)out;
  pthread_exit(NULL);
}

/* A thread that has a context and does not serve it, until it is told how to end. */
typedef struct {
  pthread_t thread;
  _Atomic deputy_context context;
  atomic_int go;
} idle;
enum { CLOSE = 1, RETURN, SERVE };
static void *idle_main(void *memory) {
  idle *me = memory;
  deputy_context id = 0;
  CHECK_STATUS(deputy_context_open(&id), DEPUTY_OK, NULL);
  atomic_store(&me->context, id);
  UNTIL(atomic_load(&me->go) != 0);
  if (me->go == CLOSE) CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL);
  if (me->go == SERVE) deputy_context_serve(BOUND, NULL);
  return NULL;
}
typedef struct {
  idle *target;
  int how;
} teller;
/* Ends the other's idleness, a little later: the sender waits by then, or not yet. */
static void *tells(void *memory) {
  teller *t = memory;
  usleep(1000);
  atomic_store(&t->target->go, t->how);
  return NULL;
}

static void body(const char *executor) {
  (void)executor;
  int number = 21;
  const deputy_context targets[] = {other.context, DEPUTY_BACKGROUND, DEPUTY_UI, deputy_context_current()};
  for (int i = 0; i < 4; i++) {
    if (!targets[i]) continue;
    deputy_value out = deputy_null();
    counts dropped = {0, 0};
    CHECK_STATUS(deputy_context_send(targets[i], doubles, &number, NULL, &out, NULL), DEPUTY_OK, &out);
    CHECK_EQ(out.data.i32, 42);
    CHECK_STATUS(deputy_context_send(targets[i], refuses, &dropped, count_dropped, NULL, NULL), DEPUTY_OUT_OF_RANGE, NULL);
    UNTIL(atomic_load(&dropped.dropped) == 1);
  }

  /* Its context closes, its thread ends, both while it is queued; its thread ends inside it. */
  int late = 100; /* so often the other may have ended before this thread came to send anything */
  for (int how = CLOSE; how <= SERVE; how++) {
    idle target = {0};
    CHECK_EQ(pthread_create(&target.thread, NULL, idle_main, &target), 0);
    UNTIL(atomic_load(&target.context) != 0);
    counts counted = {0, 0};
    teller t = {&target, how};
    pthread_t telling;
    CHECK_EQ(pthread_create(&telling, NULL, tells, &t), 0);
    deputy_call_options bound = {.struct_size = sizeof bound, .timeout_ms = BOUND};
    deputy_status status = deputy_context_send(target.context, how == SERVE ? leaves : never, &counted, count_dropped, NULL, &bound);
    pthread_join(telling, NULL);
    pthread_join(target.thread, NULL);
    CHECK_EQ(counted.ran, 0);
    UNTIL(atomic_load(&counted.dropped) == 1);
    if (status == DEPUTY_STALE && --late > 0) {
      how--;
      continue;
    }
    CHECK_STATUS(status, DEPUTY_CLOSED, NULL);
    CHECK_STATUS(deputy_context_send(target.context, never, &counted, count_dropped, NULL, NULL), DEPUTY_STALE, NULL);
    UNTIL(atomic_load(&counted.dropped) == 2);
  }

  /* Its time, and a cancellation, before and while it waits. */
  idle target = {0};
  CHECK_EQ(pthread_create(&target.thread, NULL, idle_main, &target), 0);
  UNTIL(atomic_load(&target.context) != 0);
  counts counted = {0, 0};
  deputy_call_options brief = {.struct_size = sizeof brief, .timeout_ms = 5};
  CHECK_STATUS(deputy_context_send(target.context, never, &counted, count_dropped, NULL, &brief), DEPUTY_TIMED_OUT, NULL);
  deputy_call_options cancelled = {.struct_size = sizeof cancelled, .timeout_ms = BOUND, .cancel = own_task()};
  CHECK_STATUS(deputy_task_cancel(cancelled.cancel), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_send(target.context, never, &counted, count_dropped, NULL, &cancelled), DEPUTY_CANCELLED, NULL);
  deputy_task_free(cancelled.cancel);
  atomic_store(&target.go, CLOSE);
  pthread_join(target.thread, NULL);
  UNTIL(atomic_load(&counted.dropped) == 2);
  CHECK_EQ(counted.ran, 0);
}

int main(void) {
  server_start(&other);
  ON_EACH_EXECUTOR(body);
  server_stop(&other);
  CHECK_EQ(deputy_task_live(), 0);
  return check_result();
}
