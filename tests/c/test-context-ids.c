// A context that was closed is DEPUTY_STALE for ever: five thousand are opened and closed, none has an id that was used before, and
// none is mistaken for another, also while several threads open and close at the same moment.
// FEATURE: F68
// TIMEOUT: 60
#include "tasks.h"

enum { TIMES = 5000, THREADS = 4, EACH = 20000 };

static deputy_context ids[TIMES];

static int compare(const void *a, const void *b) {
  deputy_context x = *(const deputy_context *)a, y = *(const deputy_context *)b;
  return x < y ? -1 : x > y;
}

static atomic_int wrong;
static counts strangers;
static pthread_barrier_t together;
static _Atomic deputy_context published[THREADS];

/* Opens, sends to itself, serves, closes: each time its own functions run, and nobody else's. */
static void *opens_and_closes(void *memory) {
  int me = (int)(intptr_t)memory;
  pthread_barrier_wait(&together);
  for (int i = 0; i < EACH; i++) {
    counts mine = {0, 0};
    deputy_context id = 0;
    size_t ran = 99;
    CHECK_STATUS(deputy_context_open(&id), DEPUTY_OK, NULL);
    atomic_store(&published[me], id);
    deputy_status status = deputy_context_post(id, count_ran, &mine, count_dropped);
    if (status != DEPUTY_OK) atomic_fetch_add(&wrong, 1);
    /* To another one, which may be closing: it runs or is dropped before its thread joins, or it is refused. */
    (void)deputy_context_post(atomic_load(&published[(me + 1) % THREADS]), count_ran, &strangers, NULL);
    CHECK_STATUS(deputy_context_serve(0, &ran), DEPUTY_OK, NULL);
    if (mine.ran != 1 || mine.dropped != 1) atomic_fetch_add(&wrong, 1);
    CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL);
  }
  return NULL;
}

int main(void) {
  for (int i = 0; i < TIMES; i++) {
    CHECK_STATUS(deputy_context_open(&ids[i]), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL);
  }
  deputy_context now = 0;
  CHECK_STATUS(deputy_context_open(&now), DEPUTY_OK, NULL);
  int refused = 0;
  for (int i = 0; i < TIMES; i++) refused += deputy_context_post(ids[i], count_ran, NULL, NULL) == DEPUTY_STALE;
  CHECK_EQ(refused, TIMES);
  qsort(ids, TIMES, sizeof *ids, compare);
  int twice = 0;
  for (int i = 1; i < TIMES; i++) twice += ids[i] == ids[i - 1];
  CHECK_EQ(twice, 0);

  const deputy_context garbage[] = {0, 3, 7, 8, 9, 1023, 1024, 1025, now + 1, now ^ 1024, now | 0x80000000, UINT32_MAX};
  for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++) {
    counts counted = {0, 0};
    CHECK_STATUS(deputy_context_post(garbage[i], count_ran, &counted, count_dropped), DEPUTY_STALE, NULL);
    CHECK_EQ(counted.dropped, 1);
  }
  counts counted = {0, 0};
  CHECK_STATUS(deputy_context_post(now, NULL, &counted, count_dropped), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_EQ(counted.dropped, 1);
  CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL);

  pthread_t threads[THREADS];
  pthread_barrier_init(&together, NULL, THREADS);
  for (int i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, opens_and_closes, (void *)(intptr_t)i), 0);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  CHECK_EQ(wrong, 0);
  return check_result();
}
