// A thread that has ended leaves nobody waiting on its freed control block, where stock emscripten before 6.0.7 leaves a
// waiter that swallows a wake-up of whoever gets that memory next (emscripten#27492). Locks in such memory are handed over.
// FEATURE: F60
// FLAGS: -sINITIAL_MEMORY=64MB
// TIMEOUT: 60
#include <errno.h>
#include <limits.h>
#include <time.h>

#include "check.h"

enum { TURNS = 12, THREADS = 4 };

static void *short_lived(void *self) {
  *(pthread_t *)self = pthread_self();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("Math.abs"), NULL, DEPUTY_ARGS(deputy_i32(-1))), DEPUTY_OK, NULL);
  return NULL;
}

/* A lock and a condition in memory that threads left behind; each passes the turn on to the other. */
typedef struct {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  int turn;
} table;

static void hand_over(table *t, int me) {
  struct timespec end;
  clock_gettime(CLOCK_REALTIME, &end);
  end.tv_sec += 10;
  for (int i = 0; i < 20; i++) {
    pthread_mutex_lock(&t->mutex);
    int error = 0;
    while (t->turn % 2 != me && !error) error = pthread_cond_timedwait(&t->changed, &t->mutex, &end);
    CHECK_EQ(error, 0);
    t->turn++;
    pthread_cond_signal(&t->changed);
    pthread_mutex_unlock(&t->mutex);
    if (error) return;
  }
}

enum { TABLES = 4000 };
static table *tables[TABLES];

static void *plays(void *unused) {
  for (int i = 0; i < TABLES && !check_result(); i += 40) hand_over(tables[i], 1);
  return unused;
}

int main(void) {
  for (int turn = 0; turn < TURNS; turn++) {
    pthread_t threads[THREADS], blocks[THREADS];
    for (int i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, short_lived, &blocks[i]), 0);
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    for (int i = 0; i < THREADS; i++) CHECK_EQ(__builtin_wasm_memory_atomic_notify((int *)blocks[i], UINT_MAX), 0);
  }
  for (int i = 0; i < TABLES; i++) {
    tables[i] = calloc(1, sizeof **tables);
    pthread_mutex_init(&tables[i]->mutex, NULL);
    pthread_cond_init(&tables[i]->changed, NULL);
  }
  pthread_t player;
  CHECK_EQ(pthread_create(&player, NULL, plays, NULL), 0);
  for (int i = 0; i < TABLES && !check_result(); i += 40) hand_over(tables[i], 0);
  pthread_join(player, NULL);
  return check_result();
}
