// The worker pool keeps its reserve: it is filled while the page has nothing to do, and again while threads run; threads beyond it are
// started all the same and counted; the limit is EAGAIN or DEPUTY_NO_THREADS, and gone when a thread has ended; Workers that are too many
// end after their time; the program may choose anew.
// FEATURE: F62 F05 F67
// TIMEOUT: 90
#include <errno.h>
#include <semaphore.h>

#include "tasks.h"

enum { RESERVE = 3, MAX = 8, PATIENCE = 30000 };

#define POOL(what) ASK("pool", DEPUTY_ARGS(deputy_cstr(what)))

static sem_t go[MAX];

static void *waits(void *semaphore) {
  while (sem_wait(semaphore) != 0) continue;
  return NULL;
}
static deputy_status nothing(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  return DEPUTY_OK;
}

int main(void) {
  for (int i = 0; i < MAX; i++) CHECK_EQ(sem_init(&go[i], 0, 0), 0);
  /* Filled before anybody wants one, also by a page that is called without end. */
  for (double end = emscripten_get_now() + PATIENCE; POOL("idle") < RESERVE && emscripten_get_now() < end;) continue;
  UNTIL_WITHIN(PATIENCE, POOL("idle") == RESERVE);
  CHECK_EQ(POOL("running"), 1);
  CHECK_EQ(POOL("made"), 1 + RESERVE);
  CHECK_EQ(POOL("depleted"), 0);
  CHECK_EQ(POOL("reused"), 0);

  /* Threads take from it, and it is filled again while they run. */
  pthread_t threads[MAX];
  for (int i = 0; i < RESERVE; i++) CHECK_EQ(pthread_create(&threads[i], NULL, waits, &go[i]), 0);
  CHECK_EQ(POOL("depleted"), 0);
  UNTIL_WITHIN(PATIENCE, POOL("idle") == RESERVE);
  CHECK_EQ(POOL("running"), 1 + RESERVE);

  /* Up to the limit, main()'s own and the reserve among them. */
  int running = RESERVE;
  for (; running < MAX - 1; running++) CHECK_EQ(pthread_create(&threads[running], NULL, waits, &go[running]), 0);
  pthread_t one;
  CHECK_EQ(pthread_create(&one, NULL, waits, &go[MAX - 1]), EAGAIN);
  deputy_task task = 0;
  CHECK_STATUS(deputy_thread_spawn(nothing, NULL, NULL, NULL, &task), DEPUTY_NO_THREADS, NULL);
  CHECK_EQ(POOL("made"), MAX);
  CHECK_EQ(POOL("idle"), 0);
  CHECK(POOL("depleted") > 0);

  /* One that has ended makes room for another, as soon as the page has heard of it. */
  sem_post(&go[0]);
  CHECK_EQ(pthread_join(threads[0], NULL), 0);
  int error = EAGAIN;
  for (int i = 0; error && i < PATIENCE / 10; i++, usleep(10000)) error = pthread_create(&threads[0], NULL, waits, &go[0]);
  CHECK_EQ(error, 0);
  CHECK_EQ(POOL("made"), MAX);
  CHECK(POOL("reused") > 0);
  for (int i = 0; i < running; i++) {
    sem_post(&go[i]);
    CHECK_EQ(pthread_join(threads[i], NULL), 0);
  }

  /* What nobody needs ends; the I/O thread may have been started meanwhile. Their number falls from here on. */
  UNTIL_WITHIN(PATIENCE, POOL("running") <= 2);
  UNTIL_WITHIN(PATIENCE, POOL("idle") == RESERVE);
  UNTIL_WITHIN(PATIENCE, POOL("made") - POOL("destroyed") == POOL("idle") + POOL("running"));
  CHECK(POOL("destroyed") > 0);

  /* The program chooses. */
  deputy_options options = {.struct_size = sizeof options};
  CHECK_STATUS(deputy_options_get(&options), DEPUTY_OK, NULL);
  CHECK_EQ(options.pool_reserve, RESERVE);
  CHECK_EQ(options.pool_max, MAX);
  CHECK_EQ(options.pool_trim_ms, 300);
  options.pool_max = 0;
  CHECK_STATUS(deputy_options_set(&options), DEPUTY_INVALID_ARGUMENT, NULL);
  options.pool_max = MAX;
  options.pool_reserve = 1;
  CHECK_STATUS(deputy_options_set(&options), DEPUTY_OK, NULL);
  for (int i = 0; i < 10; i++) {
    sem_post(&go[0]);
    CHECK_EQ(pthread_create(&one, NULL, waits, &go[0]), 0);
    CHECK_EQ(pthread_join(one, NULL), 0);
  }
  UNTIL_WITHIN(PATIENCE, POOL("idle") == 1);
  return check_result();
}
