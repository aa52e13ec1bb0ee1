// Waiting for the first of several tasks, whichever it is, and for all of them; calls and own tasks mixed; the same one twice;
// a wrong one among them.
// FEATURE: F35
#include "tasks.h"

enum { COUNT = 5 };

static deputy_task tasks[COUNT];

static void start_all(int32_t first_key) {
  for (int i = 0; i < COUNT; i++) tasks[i] = i == 2 ? own_task() : START("hang", DEPUTY_ARGS(deputy_i32(first_key + i)));
}

static void settle(int which, int32_t first_key) {
  if (which == 2) {
    CHECK_STATUS(deputy_task_resolve(tasks[2], NULL), DEPUTY_OK, NULL);
  } else {
    CHECK_EQ(ASK("settle", DEPUTY_ARGS(deputy_i32(first_key + which), deputy_null())), 1);
  }
}

static void end_all(void) {
  for (int i = 0; i < COUNT; i++) {
    CHECK_STATUS(deputy_task_cancel(tasks[i]), DEPUTY_OK, NULL);
    deputy_task_free(tasks[i]);
  }
}

typedef struct {
  int which;
  int32_t first_key;
} settling;
static void *settles(void *memory) {
  settling *s = memory;
  settle(s->which, s->first_key);
  return NULL;
}

int main(void) {
  int32_t key = 0;
  size_t index;
  /* Each position: settled before, and while this thread waits. */
  for (int which = 0; which < COUNT; which++) {
    start_all(key);
    index = 99;
    CHECK_STATUS(deputy_task_wait_any(tasks, COUNT, 5, &index), DEPUTY_TIMED_OUT, NULL);
    CHECK_STATUS(deputy_task_wait_any(tasks, COUNT, 0, &index), DEPUTY_TIMED_OUT, NULL);
    CHECK_EQ(index, 99);
    settle(which, key);
    CHECK_STATUS(deputy_task_wait_any(tasks, COUNT, BOUND, &index), DEPUTY_OK, NULL);
    CHECK_EQ(index, which);
    CHECK_STATUS(deputy_task_wait_any(tasks, COUNT, 0, &index), DEPUTY_OK, NULL);
    end_all();

    key += COUNT, start_all(key);
    settling later = {which, key};
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, NULL, settles, &later), 0);
    CHECK_STATUS(deputy_task_wait_any(tasks, COUNT, UINT32_MAX, &index), DEPUTY_OK, NULL);
    CHECK_EQ(index, which);
    pthread_join(thread, NULL);
    end_all();
    key += COUNT;
  }

  /* Several have settled: the first of them. A failure counts as any other end. */
  start_all(key);
  settle(4, key), settle(2, key);
  CHECK_EQ(ASK("fail", DEPUTY_ARGS(deputy_i32(key + 1), deputy_cstr("failed"))), 1);
  ASK("give", DEPUTY_ARGS(deputy_null()));
  UNTIL(deputy_task_is_settled(tasks[1]));
  CHECK_STATUS(deputy_task_wait_any(tasks, COUNT, BOUND, &index), DEPUTY_OK, NULL);
  CHECK_EQ(index, 1);
  ENDS(tasks[1], DEPUTY_JS_EXCEPTION);

  /* All: as long as two are pending the time runs out. */
  CHECK_STATUS(deputy_task_wait_all(tasks, COUNT, 5), DEPUTY_TIMED_OUT, NULL);
  CHECK_STATUS(deputy_task_wait_all(tasks, COUNT, 0), DEPUTY_TIMED_OUT, NULL);
  settle(0, key);
  CHECK_STATUS(deputy_task_wait_all(tasks, COUNT, 5), DEPUTY_TIMED_OUT, NULL);
  settling last = {3, key};
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, settles, &last), 0);
  CHECK_STATUS(deputy_task_wait_all(tasks, COUNT, BOUND), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait_all(tasks, COUNT, 0), DEPUTY_OK, NULL);
  pthread_join(thread, NULL);
  end_all();
  key += COUNT;

  /* The same one several times. */
  start_all(key);
  deputy_task same[] = {tasks[0], tasks[1], tasks[0], tasks[0]};
  last = (settling){0, key};
  CHECK_EQ(pthread_create(&thread, NULL, settles, &last), 0);
  CHECK_STATUS(deputy_task_wait_any(same, 4, BOUND, &index), DEPUTY_OK, NULL);
  CHECK_EQ(index, 0);
  pthread_join(thread, NULL);
  CHECK_STATUS(deputy_task_wait_any(same + 1, 3, BOUND, &index), DEPUTY_OK, NULL);
  CHECK_EQ(index, 1);

  /* Wrong ones. */
  index = 99;
  deputy_task freed = own_task();
  deputy_task_free(freed);
  deputy_task wrong[] = {tasks[0], freed, tasks[1]};
  CHECK_STATUS(deputy_task_wait_any(wrong, 3, BOUND, &index), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_task_wait_all(wrong, 3, BOUND), DEPUTY_STALE, NULL);
  wrong[1] = 0;
  CHECK_STATUS(deputy_task_wait_any(wrong, 3, BOUND, &index), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_task_wait_any(tasks, 0, BOUND, &index), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_task_wait_any(NULL, 3, BOUND, &index), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_task_wait_any(tasks, 1, BOUND, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_task_wait_all(NULL, 3, BOUND), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_task_wait_all(tasks, 0, BOUND), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_EQ(index, 99);
  end_all();

  /* Several hundred, the last of which settles; the time given is kept. */
  enum { MANY = 500 };
  static deputy_task many[MANY];
  for (int i = 0; i < MANY; i++) many[i] = own_task();
  double start = emscripten_get_now();
  CHECK_STATUS(deputy_task_wait_any(many, MANY, 1, &index), DEPUTY_TIMED_OUT, NULL);
  CHECK(emscripten_get_now() - start < 1000);
  CHECK_STATUS(deputy_task_resolve(many[MANY - 1], NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait_any(many, MANY, BOUND, &index), DEPUTY_OK, NULL);
  CHECK_EQ(index, MANY - 1);
  for (int i = 0; i < MANY; i++) deputy_task_free(many[i]);
  CHECK_EQ(deputy_task_live(), 0);
  return check_result();
}
