// Sixteen threads at once from a worker pool that is empty at the start, while main() holds a lock and waits: all of them
// run at the same time, meet ten times and call the UI between.
// FEATURE: F60 F10
// FLAGS: -sPTHREAD_POOL_SIZE=0 -sINITIAL_MEMORY=64MB
// TIMEOUT: 60
#include "check.h"

enum { THREADS = 16, ROUNDS = 10 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int arrived, round_number;

/* A barrier by hand: the last to arrive opens it. */
static void meet(void) {
  pthread_mutex_lock(&mutex);
  int mine = round_number;
  if (++arrived == THREADS + 1) {
    arrived = 0;
    round_number++;
    pthread_cond_broadcast(&changed);
  }
  while (mine == round_number) pthread_cond_wait(&changed, &mutex);
  pthread_mutex_unlock(&mutex);
}

static void *runs(void *unused) {
  for (int i = 0; i < ROUNDS; i++) {
    meet();
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("count"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
    meet();
  }
  return unused;
}

int main(void) {
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, runs, NULL), 0);
  for (int i = 0; i < ROUNDS; i++) {
    meet();
    meet();
    deputy_value out = deputy_null();
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("counted"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
    if (out.data.i32 < (i + 1) * THREADS) CHECK_EQ(out.data.i32, (i + 1) * THREADS);
  }
  for (int i = 0; i < THREADS; i++) CHECK_EQ(pthread_join(threads[i], NULL), 0);
  return check_result();
}
