// Threads are created and joined from any thread at any time, by pthread and C11 names, with no Worker made ahead: nested,
// detached, with results, attributes and names, one after the other and many at once.
// FEATURE: F60
#include <threads.h>

#include "check.h"

static void *add_one(void *number) { return (void *)((intptr_t)number + 1); }

/* Creates a thread that creates a thread ... and adds up how deep it went. */
static void *nested(void *depth) {
  if (!depth) return NULL;
  pthread_t thread;
  void *below = NULL;
  CHECK_EQ(pthread_create(&thread, NULL, nested, (void *)((intptr_t)depth - 1)), 0);
  CHECK_EQ(pthread_join(thread, &below), 0);
  return (void *)((intptr_t)below + 1);
}

static int c11(void *number) { return *(int *)number * 2; }
static int c11_exit(void *unused) {
  (void)unused;
  thrd_exit(77);
}

static once_flag once = ONCE_FLAG_INIT;
static int once_calls;
static void call_once_function(void) { once_calls++; }
static int calls_once(void *unused) { return (void)unused, call_once(&once, call_once_function), 0; }

static mtx_t mutex;
static cnd_t changed;
static int arrived;
static int arrives(void *unused) {
  (void)unused;
  mtx_lock(&mutex);
  arrived++;
  cnd_signal(&changed);
  mtx_unlock(&mutex);
  return 0;
}

static void *sees_its_stack(void *size) {
  volatile char large[200 * 1024];
  for (size_t i = 0; i < sizeof large; i += 4096) large[i] = 1;
  return large[4096] ? size : NULL;
}

int main(void) {
  for (intptr_t i = 0; i < 30; i++) {
    pthread_t thread;
    void *result = NULL;
    CHECK_EQ(pthread_create(&thread, NULL, add_one, (void *)i), 0);
    CHECK_EQ(pthread_join(thread, &result), 0);
    CHECK_EQ((intptr_t)result, i + 1);
  }

  CHECK_EQ((intptr_t)nested((void *)6), 6);

  pthread_t several[6];
  for (intptr_t i = 0; i < 6; i++) CHECK_EQ(pthread_create(&several[i], NULL, nested, (void *)2), 0);
  for (int i = 0; i < 6; i++) {
    void *result = NULL;
    CHECK_EQ(pthread_join(several[i], &result), 0);
    CHECK_EQ((intptr_t)result, 2);
  }

  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  CHECK_EQ(pthread_attr_setstacksize(&attributes, 512 * 1024), 0);
  void *result = NULL;
  CHECK_EQ(pthread_create(&several[0], &attributes, sees_its_stack, &attributes), 0);
  CHECK_EQ(pthread_join(several[0], &result), 0);
  CHECK(result == &attributes);

  thrd_t thread;
  int number = 21, code = 0;
  CHECK_EQ(thrd_create(&thread, c11, &number), thrd_success);
  CHECK_EQ(thrd_join(thread, &code), thrd_success);
  CHECK_EQ(code, 42);
  CHECK_EQ(thrd_create(&thread, c11_exit, NULL), thrd_success);
  CHECK_EQ(thrd_join(thread, &code), thrd_success);
  CHECK_EQ(code, 77);
  for (int i = 0; i < 3; i++) {
    CHECK_EQ(thrd_create(&thread, calls_once, NULL), thrd_success);
    CHECK_EQ(thrd_join(thread, NULL), thrd_success);
  }
  CHECK_EQ(once_calls, 1);

  mtx_init(&mutex, mtx_plain);
  cnd_init(&changed);
  for (int i = 0; i < 5; i++) {
    CHECK_EQ(thrd_create(&thread, arrives, NULL), thrd_success);
    CHECK_EQ(thrd_detach(thread), thrd_success);
  }
  mtx_lock(&mutex);
  while (arrived < 5) cnd_wait(&changed, &mutex);
  mtx_unlock(&mutex);
  return check_result();
}
