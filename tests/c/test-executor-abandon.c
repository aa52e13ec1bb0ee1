// Work that nobody waits for does not hold up the end: from every executor a thread is left asleep, a promise pending, a long timer of
// JavaScript's running, a task unsettled with continuations, a background function blocked.
// LINGERS: the timer of JavaScript is the page's, and runs on
// FEATURE: F02 F70
#include "executors.h"

static void *sleeps(void *unused) {
  for (;;) sleep(1000);
  return unused;
}
static void blocks(void *unused) { sleeps(unused); }

static void body(const char *executor) {
  (void)executor;
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, sleeps, NULL), 0);
  CHECK_EQ(pthread_detach(thread), 0);
  START("hang", DEPUTY_ARGS(deputy_i32(1)));
  START("after", DEPUTY_ARGS(deputy_i32(100000), deputy_i32(1)));
  static counts never;
  CHECK_STATUS(deputy_task_then(own_task(), DEPUTY_BACKGROUND, count_task, &never, count_dropped), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_post(DEPUTY_BACKGROUND, blocks, NULL, NULL), DEPUTY_OK, NULL);
}

int main(void) {
  ON_EACH_EXECUTOR(body);
  return check_result();
}
