// With the guard, whatever would make the page's thread wait is reported, with the stack of the page and of the thread that lets it go on:
// a pthread mutex, a condition, a semaphore, a read-write lock, a barrier, a join, malloc(). Once for each place. Without one nothing is
// reported, and threads that wait are not.
// FEATURE: F51
// FLAGS: ${GUARD}
// TIMEOUT: 60
#include <semaphore.h>

#include "tasks.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_barrier_t barrier;
static sem_t semaphore;
static pthread_t joined;
static atomic_int waits, done;
static bool signalled;

extern const volatile void *deputy_guard_waits_for(void);
static void late(void) {
  UNTIL(waits > done);
  UNTIL(deputy_guard_waits_for());
  for (double end = emscripten_get_now() + 30; emscripten_get_now() < end;) sched_yield();
}

/* What the page does, and what a thread does meanwhile that has the lock, or gives what is waited for. */
#define ON_THE_PAGE(name, body)                   \
  static void page_waits_for_##name(void *unused) { \
    (void)unused;                                 \
    atomic_fetch_add(&waits, 1);                  \
    body;                                         \
    atomic_fetch_add(&done, 1);                   \
  }
ON_THE_PAGE(mutex, pthread_mutex_lock(&mutex); pthread_mutex_unlock(&mutex))
ON_THE_PAGE(condition, pthread_mutex_lock(&mutex); while (!signalled) pthread_cond_wait(&condition, &mutex); pthread_mutex_unlock(&mutex))
ON_THE_PAGE(rwlock, pthread_rwlock_wrlock(&rwlock); pthread_rwlock_unlock(&rwlock))
ON_THE_PAGE(barrier, pthread_barrier_wait(&barrier))
ON_THE_PAGE(semaphore, sem_wait(&semaphore))
ON_THE_PAGE(join, pthread_join(joined, NULL))
ON_THE_PAGE(nothing, pthread_mutex_lock(&mutex); pthread_mutex_unlock(&mutex))

static void *lets_go_of_mutex(void *unused) {
  late();
  pthread_mutex_unlock(&mutex);
  return unused;
}
static void *signals(void *unused) {
  late();
  pthread_mutex_lock(&mutex);
  signalled = true;
  pthread_cond_signal(&condition);
  pthread_mutex_unlock(&mutex);
  return unused;
}
static void *lets_go_of_rwlock(void *unused) {
  late();
  pthread_rwlock_unlock(&rwlock);
  return unused;
}
static void *comes_to_barrier(void *unused) {
  late();
  pthread_barrier_wait(&barrier);
  return unused;
}
static void *posts(void *unused) {
  late();
  sem_post(&semaphore);
  return unused;
}
static void *ends(void *unused) {
  late();
  return unused;
}
static atomic_bool ready;
static void *takes_mutex(void *of) {
  pthread_mutex_lock(&mutex);
  atomic_store(&ready, true);
  return ((void *(*)(void *))of)(NULL);
}
static void *takes_rwlock(void *of) {
  pthread_rwlock_rdlock(&rwlock);
  atomic_store(&ready, true);
  return ((void *(*)(void *))of)(NULL);
}
static void *just(void *of) {
  atomic_store(&ready, true);
  return ((void *(*)(void *))of)(NULL);
}

static void scene(void (*page)(void *), void *(*begins)(void *), void *(*goes_on)(void *)) {
  int before = done;
  pthread_t thread;
  atomic_store(&ready, false);
  CHECK_EQ(pthread_create(&thread, NULL, begins, goes_on), 0);
  joined = thread;
  UNTIL(ready);
  CHECK_STATUS(deputy_context_post(DEPUTY_UI, page, NULL, NULL), DEPUTY_OK, NULL);
  UNTIL(done > before);
  if (goes_on != ends) pthread_join(thread, NULL);
}

int main(void) {
  pthread_barrier_init(&barrier, NULL, 2);
  sem_init(&semaphore, 0, 0);
  for (int round = 0; round < 2; round++) {
    signalled = false;
    scene(page_waits_for_mutex, takes_mutex, lets_go_of_mutex);
    scene(page_waits_for_condition, just, signals);
    scene(page_waits_for_rwlock, takes_rwlock, lets_go_of_rwlock);
    scene(page_waits_for_barrier, just, comes_to_barrier);
    scene(page_waits_for_semaphore, just, posts);
    scene(page_waits_for_join, just, ends);
  }
  /* Free. */
  int before = done;
  CHECK_STATUS(deputy_context_post(DEPUTY_UI, page_waits_for_nothing, NULL, NULL), DEPUTY_OK, NULL);
  UNTIL(done > before);
  ASK("give", DEPUTY_ARGS(deputy_i32(1)));
  return check_result();
}
