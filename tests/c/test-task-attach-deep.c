// A chain of five thousand attached tasks is cancelled from its top, by a thread with a small stack.
// FEATURE: F35
#include "tasks.h"

enum { DEPTH = 5000 };

static deputy_task chain[DEPTH];

static void *cancels(void *unused) {
  CHECK_STATUS(deputy_task_cancel(chain[0]), DEPUTY_OK, NULL);
  return unused;
}

int main(void) {
  for (int i = 0; i < DEPTH; i++) {
    chain[i] = own_task();
    if (i > 0) CHECK_STATUS(deputy_task_attach(chain[i - 1], chain[i]), DEPUTY_OK, NULL);
  }
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 32768);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, &attributes, cancels, NULL), 0);
  pthread_join(thread, NULL);
  for (int i = 0; i < DEPTH; i++) {
    CHECK_STATUS(deputy_task_wait(chain[i], 0, NULL), DEPUTY_CANCELLED, NULL);
    deputy_task_free(chain[i]);
  }
  CHECK_EQ(deputy_task_live(), 0);
  return check_result();
}
