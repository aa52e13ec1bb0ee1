// A Worker does not come up: its thread gets another, once, and then pthread_create() has been right. When that fails, too, a thread that
// there is a task for fails with DEPUTY_NO_THREADS and a text that says why, its data is dropped, and the program goes on, with
// deputy_thread_spawn() and with deputy_worker_spawn(); its stack is free when a Worker comes back. A Worker of the reserve that does
// not come up is nobody's business. tests/c/test-start-worker.c has the program's end by a plain pthread_create().
// FEATURE: F63 F62
// ERRORS: missing|Loading Worker|JS worker could not be started
// TIMEOUT: 120
#include <malloc.h>

#include "tasks.h"

enum { MANY = 1000, HELD = 16, PATIENCE = 30000 };

#define SPOIL(many) ASK("spoil", DEPUTY_ARGS(deputy_i32(many)))
#define POOL(what) ASK("pool", DEPUTY_ARGS(deputy_cstr(what)))

static atomic_bool over;
static void *stays(void *unused) {
  UNTIL_WITHIN(3 * PATIENCE, over);
  return unused;
}
static void *plain(void *memory) { return memory; }
static deputy_status counted(void *memory, deputy_value *out) {
  (void)out;
  count_ran(memory);
  return DEPUTY_OK;
}

/* Until no Worker is idle. A thread of the background gives its own back when it had nothing to do for a while. */
static pthread_t held[HELD];
static int many = 0;
static void hold_all(void) {
  while (POOL("idle") > 0 && many < HELD) CHECK_EQ(pthread_create(&held[many++], NULL, stays, NULL), 0);
  CHECK(many < HELD);
}

static void fails(counts *data, deputy_fn drop) {
  deputy_task task = 0;
  deputy_value out = deputy_null();
  hold_all();
  CHECK_STATUS(deputy_thread_spawn(counted, data, drop, NULL, &task), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait(task, PATIENCE, &out), DEPUTY_NO_THREADS, &out);
  CHECK_EQ(out.tag, DEPUTY_VALUE_ERROR);
  ASK("told", DEPUTY_ARGS(deputy_cstr(deputy_error_message(&out))));
  deputy_value_free(&out);
  deputy_task_free(task);
}

int main(void) {
  counts data = {0};
  deputy_task task = 0;
  deputy_context id = 0;

  /* Retried: nobody notices. */
  double before = POOL("destroyed");
  SPOIL(1);
  pthread_t thread;
  void *result = NULL;
  CHECK_EQ(pthread_create(&thread, NULL, plain, &data), 0);
  CHECK_EQ(pthread_join(thread, &result), 0);
  CHECK(result == &data);
  CHECK_EQ(POOL("destroyed"), before + 1);

  /* Not even the I/O thread's Worker was up before: there is one from here on. And one for what is dropped. */
  CHECK_STATUS(deputy_thread_spawn(counted, &data, NULL, NULL, &task), DEPUTY_OK, NULL);
  ENDS(task, DEPUTY_OK);
  deputy_task_free(task);
  CHECK_EQ(data.ran, 1);
  CHECK_STATUS(deputy_context_post(DEPUTY_BACKGROUND, count_ran, &data, NULL), DEPUTY_OK, NULL);
  UNTIL(data.ran == 2);

  /* The background has a thread to spare: one of its own that gets no Worker ends the program. But no more than that one, which stays: in
   * a hidden page a Worker takes so long to fail that another one's would come back meanwhile, and serve. */
  for (int quiet = 0; quiet < 60; quiet++, usleep(100000)) {
    const int known = many;
    hold_all();
    if (many > known || POOL("made") - POOL("destroyed") != POOL("running")) quiet = 0;
  }
  SPOIL(MANY);
  size_t memory = mallinfo().uordblks;
  fails(&data, NULL);
  fails(&data, count_dropped);
  UNTIL(data.dropped == 1);
  hold_all();
  CHECK_STATUS(deputy_worker_spawn(counted, &data, count_dropped, NULL, &id, &task), DEPUTY_NO_THREADS, NULL);
  UNTIL(data.dropped == 2);
  CHECK_EQ(data.ran, 2);
  /* Cancelled or not looked at: nothing is left either. */
  hold_all();
  CHECK_STATUS(deputy_thread_spawn(counted, &data, count_dropped, NULL, &task), DEPUTY_OK, NULL);
  deputy_task_cancel(task);
  deputy_task_free(task);
  UNTIL_WITHIN(PATIENCE, data.dropped == 3);

  /* Good again: threads start, and those that never were are gone with their stacks of a MiB each. */
  SPOIL(0);
  atomic_store(&over, true);
  for (int i = 0; i < many; i++) CHECK_EQ(pthread_join(held[i], NULL), 0);
  for (int i = 0; i < 8; i++) {
    CHECK_EQ(pthread_create(&thread, NULL, plain, NULL), 0);
    CHECK_EQ(pthread_join(thread, NULL), 0);
  }
  CHECK_STATUS(deputy_thread_spawn(counted, &data, count_dropped, NULL, &task), DEPUTY_OK, NULL);
  ENDS(task, DEPUTY_OK);
  deputy_task_free(task);
  CHECK_EQ(data.ran, 3);
  CHECK_EQ(data.dropped, 4);
  UNTIL(mallinfo().uordblks < memory + 256 * 1024);
  nothing_left();
  return check_result();
}
