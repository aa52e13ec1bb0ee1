// 10 000 short threads, joined and detached, started from two threads: no wake-up is lost, memory and calls are
// afterwards what they were after the first thousand, and Workers are few.
// FEATURE: F71
// TIMEOUT: 240
#include "tasks.h"

#include <malloc.h>
#include <semaphore.h>

enum { STARTERS = 2, TOGETHER = 4, FIRST = 1000, ALL = 10000, SOME = 16, MOST_WORKERS = 64 };

static atomic_int ended;

typedef struct {
  sem_t done;
  int number;
} work;

static void *brief(void *memory) {
  work *mine = memory;
  void *used = malloc((size_t)(mine->number % 7) * 1000 + 1);
  CHECK(used != NULL);
  free(used);
  if (mine->number % SOME == 0) CHECK_EQ(ASK("give", DEPUTY_ARGS(deputy_i32(mine->number))), mine->number);
  /* Counted first: after it, nothing of this thread is waited for but its end. */
  atomic_fetch_add(&ended, 1);
  sem_post(&mine->done);
  return memory;
}

static void *starter(void *count) {
  work works[TOGETHER];
  for (int i = 0; i < TOGETHER; i++) sem_init(&works[i].done, 0, 0);
  for (int made = 0; made < (int)(intptr_t)count; made += TOGETHER) {
    pthread_t threads[TOGETHER];
    for (int i = 0; i < TOGETHER; i++) {
      works[i].number = made + i;
      CHECK_EQ(pthread_create(&threads[i], NULL, brief, &works[i]), 0);
      if (i % 2) CHECK_EQ(pthread_detach(threads[i]), 0);
    }
    for (int i = 0; i < TOGETHER; i++) {
      sem_wait(&works[i].done);
      if (i % 2 == 0) CHECK_EQ(pthread_join(threads[i], NULL), 0);
    }
  }
  for (int i = 0; i < TOGETHER; i++) sem_destroy(&works[i].done);
  return NULL;
}

static void churn(int threads) {
  atomic_store(&ended, 0);
  pthread_t starters[STARTERS];
  for (int i = 0; i < STARTERS; i++) CHECK_EQ(pthread_create(&starters[i], NULL, starter, (void *)(intptr_t)(threads / STARTERS)), 0);
  for (int i = 0; i < STARTERS; i++) CHECK_EQ(pthread_join(starters[i], NULL), 0);
  CHECK_EQ(ended, threads);
}

int main(void) {
  churn(FIRST);
  usleep(500000); /* the page takes back the Workers and stacks of detached threads when it gets to it */
  size_t memory = mallinfo().uordblks;

  churn(ALL - FIRST);

  /* A thread's own stack alone would be a MiB. */
  UNTIL(mallinfo().uordblks < memory + 256 * 1024);
  /* A Worker comes back when the page hears of the end; until then the next thread gets another. That stays within bounds. */
  CHECK(ASK("workers", DEPUTY_NO_ARGS) <= MOST_WORKERS);
  nothing_left();
  return check_result();
}
