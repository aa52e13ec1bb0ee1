// Stacks are as large as on a desktop: 900 KiB of frames fit on the deputy, on a plain pthread and on the background, and pthreads say
// so. A thread's own size counts; 64 threads at a time have room.
// FEATURE: F73
// TIMEOUT: 60
#include "executors.h"
#include "overflow.h"

static void deep(const char *executor) {
  (void)executor;
  CHECK_EQ(recurse(900), 900);
}

static pthread_barrier_t barrier;
static void *meets(void *unused) {
  pthread_barrier_wait(&barrier);
  return unused;
}

int main(void) {
  ON_EACH_EXECUTOR(deep);
  pthread_attr_t attributes;
  size_t size = 0;
  pthread_attr_init(&attributes);
  pthread_attr_getstacksize(&attributes, &size);
  CHECK_EQ(size, 1 << 20);
  enum { THREADS = 64 };
  pthread_t threads[THREADS];
  pthread_barrier_init(&barrier, NULL, THREADS + 1);
  for (int i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, meets, NULL), 0);
  meets(NULL);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  return check_result();
}
