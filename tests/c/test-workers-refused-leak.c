// A pthread_create() that fails because there are no more Workers leaves no memory behind: emscripten's own leaves control block, stack
// and mailbox of every such thread.
// FEATURE: F63
#include <errno.h>
#include <malloc.h>
#include <semaphore.h>

#include "tasks.h"

enum { MAX = 4, TIMES = 64 };

static sem_t go;
static void *waits(void *memory) {
  while (sem_wait(&go) != 0) continue;
  return memory;
}

int main(void) {
  CHECK_EQ(sem_init(&go, 0, 0), 0);
  pthread_t threads[MAX], none;
  int running = 0;
  while (running < MAX && pthread_create(&threads[running], NULL, waits, NULL) == 0) running++;
  CHECK_EQ(running, MAX - 1);
  size_t memory = mallinfo().uordblks;
  for (int i = 0; i < TIMES; i++) {
    none = pthread_self();
    CHECK_EQ(pthread_create(&none, NULL, waits, NULL), EAGAIN);
  }
  CHECK(mallinfo().uordblks <= memory + 4096);
  /* The list of threads is whole: they end, and others start. */
  for (int i = 0; i < running; i++) sem_post(&go);
  for (int i = 0; i < running; i++) CHECK_EQ(pthread_join(threads[i], NULL), 0);
  usleep(200000);
  sem_post(&go);
  CHECK_EQ(pthread_create(&none, NULL, waits, NULL), 0);
  CHECK_EQ(pthread_join(none, NULL), 0);
  return check_result();
}
