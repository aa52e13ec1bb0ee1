// The counter of waits on the UI counts: a lock that is held by another thread, taken on the UI, is one.
// FEATURE: F50
// FLAGS: ${DIR}/ui-waits.c -Wl,--wrap=emscripten_futex_wait
// NEEDS: ui-waits.c
#include "tasks.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_bool waits, done;

static void waits_on_the_ui(void *unused) {
  (void)unused;
  atomic_store(&waits, true);
  pthread_mutex_lock(&lock);
  pthread_mutex_unlock(&lock);
  atomic_store(&done, true);
}

int main(void) {
  pthread_mutex_lock(&lock);
  CHECK_STATUS(deputy_context_post(DEPUTY_UI, waits_on_the_ui, NULL, NULL), DEPUTY_OK, NULL);
  while (!waits) sched_yield();
  for (double end = emscripten_get_now() + 50; emscripten_get_now() < end;) sched_yield();
  pthread_mutex_unlock(&lock);
  while (!done) sched_yield();
  return check_result();
}
