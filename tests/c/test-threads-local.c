// Thread-local storage: every thread has its own initialised copy, addresses differ, destructors of thread-specific values
// run when a thread ends, in further rounds if need be, and may still call the UI.
// FEATURE: F60
#include "check.h"

enum { THREADS = 8 };

static _Thread_local int initialised = 42;
static _Thread_local char zeroed[1000];
static int *addresses[THREADS];
static pthread_barrier_t barrier;

static pthread_key_t key;
static int destroyed, destroyed_again;

/* The first round sets the value again; the second is the last. */
static void destroys(void *value) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("twice"), &out, DEPUTY_ARGS(deputy_i32((int)(intptr_t)value))), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 2 * (intptr_t)value);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("count"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  if ((intptr_t)value < 1000) {
    __atomic_fetch_add(&destroyed, 1, __ATOMIC_SEQ_CST);
    pthread_setspecific(key, (void *)((intptr_t)value + 1000));
  } else {
    __atomic_fetch_add(&destroyed_again, 1, __ATOMIC_SEQ_CST);
  }
}

static void *runs(void *number) {
  CHECK_EQ(initialised, 42);
  CHECK_EQ(zeroed[999], 0);
  initialised = (int)(intptr_t)number;
  zeroed[999] = 1;
  addresses[(intptr_t)number] = &initialised;
  pthread_barrier_wait(&barrier);
  CHECK_EQ(initialised, (intptr_t)number);
  CHECK(pthread_getspecific(key) == NULL);
  CHECK_EQ(pthread_setspecific(key, (void *)((intptr_t)number + 1)), 0);
  return NULL;
}

int main(void) {
  pthread_key_create(&key, destroys);
  for (int turn = 1; turn <= 3; turn++) {
    pthread_t threads[THREADS];
    pthread_barrier_init(&barrier, NULL, THREADS);
    for (intptr_t i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, runs, (void *)i), 0);
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    for (int i = 0; i < THREADS; i++) {
      for (int j = 0; j < i; j++) CHECK(addresses[i] != addresses[j]);
    }
    CHECK_EQ(destroyed, turn * THREADS);
    CHECK_EQ(destroyed_again, turn * THREADS);
  }
  CHECK_EQ(initialised, 42);
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("counted"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 2 * 3 * THREADS);
  return check_result();
}
