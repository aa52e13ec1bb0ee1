// main() leaves by pthread_exit(): the threads of the runtime (I/O, background) do not keep the program alive, pending calls and
// continuations neither; a thread that a continuation created does, until it ends.
// FEATURE: F02 F37
#include "tasks.h"

static atomic_bool created;

static void *outlives(void *unused) {
  atomic_store(&created, true);
  usleep(100000); /* longer than main(), to be noticed if nobody waits for it */
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("back"), &out, DEPUTY_ARGS(deputy_i32(2))), DEPUTY_OK, &out);
  puts(check_result() ? "wrong" : "last");
  return unused;
}

static void creates(deputy_task task, void *unused) {
  (void)task;
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, outlives, unused), 0);
  pthread_detach(thread);
}

int main(void) {
  static counts counted;
  deputy_task task = START("back", DEPUTY_ARGS(deputy_i32(1))), never = START_WITH("never", 60000, 0, DEPUTY_NO_ARGS);
  CHECK_STATUS(deputy_task_then(never, DEPUTY_BACKGROUND, count_task, &counted, count_dropped), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_then(task, DEPUTY_BACKGROUND, creates, NULL, NULL), DEPUTY_OK, NULL);
  UNTIL(created);
  pthread_exit(NULL);
}
