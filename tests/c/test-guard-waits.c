// With the guard the watchdog knows of locks: who waits for which mutex, who has it, and what that one waits for; two that wait for each
// other's are a circle. Conditions and sleeps are in the list, but nobody is told of them.
// FEATURE: F54 F51
// FLAGS: ${GUARD}
// TIMEOUT: 40
#include "watchdog.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER, first = PTHREAD_MUTEX_INITIALIZER, second = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t idle = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static atomic_int locked;

static deputy_status decodes(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
  return DEPUTY_OK;
}
/* The one half of a deadlock; ends with the program. */
static void *crosses(void *memory) {
  pthread_mutex_t *mine = memory ? &first : &second, *other = memory ? &second : &first;
  pthread_mutex_lock(mine);
  atomic_fetch_add(&locked, 1);
  UNTIL(locked == 2);
  pthread_mutex_lock(other);
  return NULL;
}
static void *idles(void *unused) {
  pthread_mutex_lock(&idle);
  pthread_cond_wait(&condition, &idle);
  return unused;
}

int main(void) {
  deputy_task decoder = 0;
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, idles, NULL), 0);
  pthread_mutex_lock(&mutex);
  spawn_named("decoder", decodes, NULL, &decoder);
  main_waits();
  pthread_mutex_unlock(&mutex);
  ENDS(decoder, DEPUTY_OK);
  deputy_task_free(decoder);
  for (intptr_t i = 0; i < 2; i++) CHECK_EQ(pthread_create(&thread, NULL, crosses, (void *)i), 0);
  main_waits();
  return live_on();
}
