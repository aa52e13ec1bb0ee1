// A thread ends, by pthread_exit(), in a function that was sent to it: by a post, for its result, as a continuation, and one
// inside another. The data of each is dropped once, and who waits for a result is told that the thread has ended.
// FEATURE: F36
#include "tasks.h"

typedef struct {
  counts counted;
  _Atomic deputy_context id;
  atomic_bool go;
} victim;

static void *waits(void *memory) {
  victim *v = memory;
  deputy_context id = 0;
  CHECK_STATUS(deputy_context_open(&id), DEPUTY_OK, NULL);
  atomic_store(&v->id, id);
  while (!v->go) usleep(100);
  CHECK_STATUS(deputy_context_serve(BOUND, NULL), DEPUTY_INTERNAL, NULL);
  return NULL;
}

static void posted(void *memory) {
  count_ran(memory);
  pthread_exit(NULL);
}
static deputy_status sent(void *memory, deputy_value *out) {
  (void)out;
  posted(memory);
  return DEPUTY_OK;
}
static void continued(deputy_task task, void *memory) {
  (void)task;
  posted(memory);
}
static void outer(void *memory) {
  count_ran(memory);
  CHECK_STATUS(deputy_context_serve(BOUND, NULL), DEPUTY_INTERNAL, NULL);
}

int main(void) {
  enum { POSTED, SENT, CONTINUED, NESTED, WAYS };
  static victim victims[WAYS];
  for (int way = 0; way < WAYS; way++) {
    victim *v = &victims[way];
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, NULL, waits, v), 0);
    UNTIL(v->id != 0);
    deputy_task task = 0;
    int expected = 1;
    switch (way) {
      case POSTED: CHECK_STATUS(deputy_context_post(v->id, posted, &v->counted, count_dropped), DEPUTY_OK, NULL); break;
      case SENT: CHECK_STATUS(deputy_context_send_async(v->id, sent, &v->counted, count_dropped, &task, NULL), DEPUTY_OK, NULL); break;
      case CONTINUED:
        task = own_task();
        CHECK_STATUS(deputy_task_then(task, v->id, continued, &v->counted, count_dropped), DEPUTY_OK, NULL);
        CHECK_STATUS(deputy_task_resolve(task, NULL), DEPUTY_OK, NULL);
        break;
      default:
        expected = 2;
        CHECK_STATUS(deputy_context_post(v->id, outer, &v->counted, count_dropped), DEPUTY_OK, NULL);
        CHECK_STATUS(deputy_context_post(v->id, posted, &v->counted, count_dropped), DEPUTY_OK, NULL);
    }
    v->go = true;
    if (task) ENDS(task, way == SENT ? DEPUTY_CLOSED : DEPUTY_OK);
    if (way == SENT) CHECK_EQ(v->counted.dropped, 1); /* first the data, then the outcome */
    pthread_join(thread, NULL);
    CHECK_EQ(v->counted.ran, expected);
    CHECK_EQ(v->counted.dropped, expected);
    deputy_task_free(task);
  }
  CHECK_EQ(deputy_task_live(), 0);
  return check_result();
}
