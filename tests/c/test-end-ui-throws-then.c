// A continuation on the page's thread throws JavaScript, which it must not: threads that wait, for a task, a call, each other,
// are not left behind; the program ends and says why.
// FEATURE: F02 F36
// REJECTS: thrown on the page
#include "tasks.h"

#include <emscripten/em_asm.h>

static void throws(deputy_task task, void *unused) {
  (void)task;
  (void)unused;
  EM_ASM({ throw new Error("thrown on the page"); });
}
static void *waits(void *task) {
  deputy_task_wait(*(deputy_task *)task, UINT32_MAX, NULL);
  return NULL;
}

int main(void) {
  deputy_task task = own_task(), done = START("give", DEPUTY_NO_ARGS);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, waits, &task), 0);
  CHECK_STATUS(deputy_task_then(done, DEPUTY_UI, throws, NULL, NULL), DEPUTY_OK, NULL);
  pthread_join(thread, NULL);
  return 1;
}
