// main() ends its own thread with pthread_exit(): the program goes on, and ends with 0 when the last thread has ended.
// FEATURE: F02
// (emscripten detaches the thread of main(), so it cannot be joined; a destructor of thread-specific data tells.)
#include <semaphore.h>

#include "check.h"

static sem_t main_ended;
static pthread_key_t key;
static void at_main_end(void *unused) {
  (void)unused;
  sem_post(&main_ended);
}

static void handler(void) {
  printf("handler\n");
  if (check_result()) _Exit(1);
}

static void *second(void *unused) {
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("count"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  printf("second thread\n");
  return unused;
}

static void *first(void *unused) {
  CHECK_EQ(sem_wait(&main_ended), 0);
  printf("main() has ended\n");
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, second, NULL), 0);
  pthread_detach(thread);
  return unused;
}

int main(void) {
  atexit(handler);
  CHECK_EQ(sem_init(&main_ended, 0, 0), 0);
  CHECK_EQ(pthread_key_create(&key, at_main_end), 0);
  CHECK_EQ(pthread_setspecific(key, &main_ended), 0);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, first, NULL), 0);
  pthread_detach(thread);
  pthread_exit(NULL);
}
