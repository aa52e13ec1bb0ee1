// From every executor: what is queued for a thread that is blocked when it closes its context, or just ends, is dropped once and does
// not run; continuations too. Whatever is sent to a context that has ended is refused at once, and dropped.
// FEATURE: F36 F38 F68
#include "executors.h"

enum { ITEMS = 5 };

typedef struct {
  pthread_t thread;
  _Atomic deputy_context context;
  atomic_bool go;
  bool closes;
} blocked;
static void *blocked_main(void *memory) {
  blocked *b = memory;
  deputy_context id = 0;
  CHECK_STATUS(deputy_context_open(&id), DEPUTY_OK, NULL);
  atomic_store(&b->context, id);
  UNTIL(atomic_load(&b->go));
  if (b->closes) CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL);
  return NULL;
}

static void body(const char *executor) {
  (void)executor;
  for (int closes = 0; closes < 2; closes++) {
    blocked b = {.closes = closes};
    CHECK_EQ(pthread_create(&b.thread, NULL, blocked_main, &b), 0);
    UNTIL(atomic_load(&b.context) != 0);
    counts queued = {0, 0};
    for (int i = 0; i < ITEMS; i++) CHECK_STATUS(deputy_context_post(b.context, count_ran, &queued, count_dropped), DEPUTY_OK, NULL);
    deputy_task before = own_task(), after = own_task();
    CHECK_STATUS(deputy_task_then(before, b.context, count_task, &queued, count_dropped), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_task_then(after, b.context, count_task, &queued, count_dropped), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_task_resolve(before, NULL), DEPUTY_OK, NULL); /* is queued, the other is not yet */
    atomic_store(&b.go, true);
    pthread_join(b.thread, NULL);
    UNTIL(atomic_load(&queued.dropped) >= ITEMS + 1);
    CHECK_STATUS(deputy_task_resolve(after, NULL), DEPUTY_OK, NULL);
    ENDS(after, DEPUTY_OK);
    UNTIL(atomic_load(&queued.dropped) == ITEMS + 2);
    CHECK_EQ(queued.ran, 0);

    counts late = {0, 0};
    CHECK_STATUS(deputy_context_post(b.context, count_ran, &late, count_dropped), DEPUTY_STALE, NULL);
    CHECK_STATUS(deputy_task_then(after, b.context, count_task, &late, count_dropped), DEPUTY_STALE, NULL);
    UNTIL(atomic_load(&late.dropped) == 2);
    CHECK_EQ(late.ran, 0);
    deputy_value out = deputy_null();
    deputy_status status = deputy_js_call(b.context, DEPUTY_FN("give"), &out, DEPUTY_ARGS(deputy_i32(1)));
    CHECK(status == DEPUTY_STALE || status == DEPUTY_UNSUPPORTED);
    deputy_value_free(&out);
    deputy_task_free(before), deputy_task_free(after);
  }
}

int main(void) {
  ON_EACH_EXECUTOR(body);
  return check_result();
}
