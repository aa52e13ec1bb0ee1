// POSIX threads' primitives block until another thread lets go, and their timed forms run out: mutexes of each kind, rwlock,
// condition variable, semaphore, barrier, once, join, sleep, and the futex below them; from each executor, with the page idle
// and busy 200 ms at a time.
// FEATURE: F72
// TIMEOUT: 90
#include "blocks.h"

#include <emscripten/threading.h>
#include <semaphore.h>

static void lock(void *mutex) { CHECK_EQ(pthread_mutex_lock(mutex), 0); }
static void unlock(void *mutex) { CHECK_EQ(pthread_mutex_unlock(mutex), 0); }

static void mutexes(void) {
  static const int kinds[] = {PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_RECURSIVE, PTHREAD_MUTEX_ERRORCHECK};
  for (int i = 0; i < 3; i++) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, kinds[i]);
    pthread_mutex_t mutex;
    CHECK_EQ(pthread_mutex_init(&mutex, &attributes), 0);
    partner_holds(lock, unlock, &mutex);
    CHECK_EQ(pthread_mutex_lock(&mutex), 0);
    CAME_FROM_PARTNER();
    if (kinds[i] == PTHREAD_MUTEX_RECURSIVE) {
      CHECK_EQ(pthread_mutex_lock(&mutex), 0);
      CHECK_EQ(pthread_mutex_unlock(&mutex), 0);
    } else if (kinds[i] == PTHREAD_MUTEX_ERRORCHECK) {
      CHECK_EQ(pthread_mutex_lock(&mutex), EDEADLK);
    } else {
      CHECK_EQ(pthread_mutex_trylock(&mutex), EBUSY);
      struct timespec at = block_in(CLOCK_REALTIME, BRIEF);
      RUNS_OUT(pthread_mutex_timedlock(&mutex, &at), ETIMEDOUT);
    }
    CHECK_EQ(pthread_mutex_unlock(&mutex), 0);
    partner_holds(lock, unlock, &mutex);
    struct timespec at = block_in(CLOCK_REALTIME, BOUND);
    CHECK_EQ(pthread_mutex_timedlock(&mutex, &at), 0);
    CAME_FROM_PARTNER();
    CHECK_EQ(pthread_mutex_unlock(&mutex), 0);
    if (kinds[i] != PTHREAD_MUTEX_NORMAL) CHECK_EQ(pthread_mutex_unlock(&mutex), EPERM);
    pthread_mutex_destroy(&mutex);
    pthread_mutexattr_destroy(&attributes);
  }
}

static void write_lock(void *rwlock) { CHECK_EQ(pthread_rwlock_wrlock(rwlock), 0); }
static void read_lock(void *rwlock) { CHECK_EQ(pthread_rwlock_rdlock(rwlock), 0); }
static void rw_unlock(void *rwlock) { CHECK_EQ(pthread_rwlock_unlock(rwlock), 0); }

static void rwlocks(void) {
  pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
  partner_holds(write_lock, rw_unlock, &rwlock);
  CHECK_EQ(pthread_rwlock_rdlock(&rwlock), 0);
  CAME_FROM_PARTNER();
  CHECK_EQ(pthread_rwlock_tryrdlock(&rwlock), 0); /* two readers */
  CHECK_EQ(pthread_rwlock_trywrlock(&rwlock), EBUSY);
  struct timespec at = block_in(CLOCK_REALTIME, BRIEF);
  RUNS_OUT(pthread_rwlock_timedwrlock(&rwlock, &at), ETIMEDOUT);
  CHECK_EQ(pthread_rwlock_unlock(&rwlock), 0);
  CHECK_EQ(pthread_rwlock_unlock(&rwlock), 0);
  partner_holds(read_lock, rw_unlock, &rwlock);
  CHECK_EQ(pthread_rwlock_wrlock(&rwlock), 0);
  CAME_FROM_PARTNER();
  at = block_in(CLOCK_REALTIME, BRIEF);
  RUNS_OUT(pthread_rwlock_timedrdlock(&rwlock, &at), ETIMEDOUT);
  CHECK_EQ(pthread_rwlock_unlock(&rwlock), 0);
  pthread_rwlock_destroy(&rwlock);
}

typedef struct {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  bool is, all;
} condition;

static void change(void *memory) {
  condition *c = memory;
  pthread_mutex_lock(&c->mutex);
  c->is = true;
  if (c->all) pthread_cond_broadcast(&c->changed);
  else pthread_cond_signal(&c->changed);
  pthread_mutex_unlock(&c->mutex);
}

static void conditions(void) {
  static const clockid_t clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC};
  for (int i = 0; i < 2; i++) {
    condition c = {.mutex = PTHREAD_MUTEX_INITIALIZER, .all = i};
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    CHECK_EQ(pthread_condattr_setclock(&attributes, clocks[i]), 0);
    CHECK_EQ(pthread_cond_init(&c.changed, &attributes), 0);
    partner_holds(NULL, change, &c);
    pthread_mutex_lock(&c.mutex);
    while (!c.is) CHECK_EQ(pthread_cond_wait(&c.changed, &c.mutex), 0);
    pthread_mutex_unlock(&c.mutex);
    CAME_FROM_PARTNER();
    c.is = false;
    partner_holds(NULL, change, &c);
    pthread_mutex_lock(&c.mutex);
    struct timespec at = block_in(clocks[i], BOUND);
    while (!c.is) CHECK_EQ(pthread_cond_timedwait(&c.changed, &c.mutex, &at), 0);
    pthread_mutex_unlock(&c.mutex);
    CAME_FROM_PARTNER();
    pthread_mutex_lock(&c.mutex);
    at = block_in(clocks[i], BRIEF);
    RUNS_OUT(pthread_cond_timedwait(&c.changed, &c.mutex, &at), ETIMEDOUT);
    CHECK_EQ(pthread_mutex_trylock(&c.mutex), EBUSY); /* it has the lock again */
    pthread_mutex_unlock(&c.mutex);
    pthread_cond_destroy(&c.changed);
  }
}

static void post(void *semaphore) { CHECK_EQ(sem_post(semaphore), 0); }

static void semaphores(void) {
  sem_t semaphore;
  CHECK_EQ(sem_init(&semaphore, 0, 0), 0);
  partner_holds(NULL, post, &semaphore);
  CHECK_EQ(sem_wait(&semaphore), 0);
  CAME_FROM_PARTNER();
  CHECK_EQ(sem_trywait(&semaphore), -1);
  CHECK_EQ(errno, EAGAIN);
  struct timespec at = block_in(CLOCK_REALTIME, BRIEF);
  RUNS_OUT(sem_timedwait(&semaphore, &at), -1);
  CHECK_EQ(errno, ETIMEDOUT);
  partner_holds(NULL, post, &semaphore);
  at = block_in(CLOCK_REALTIME, BOUND);
  CHECK_EQ(sem_timedwait(&semaphore, &at), 0);
  CAME_FROM_PARTNER();
  sem_destroy(&semaphore);
}

static atomic_int serial;
static void arrive(void *barrier) {
  if (pthread_barrier_wait(barrier) == PTHREAD_BARRIER_SERIAL_THREAD) atomic_fetch_add(&serial, 1);
}

static void barriers(void) {
  pthread_barrier_t barrier;
  CHECK_EQ(pthread_barrier_init(&barrier, NULL, 2), 0);
  atomic_store(&serial, 0);
  for (int i = 0; i < 2; i++) {
    partner_holds(NULL, arrive, &barrier);
    arrive(&barrier);
    CAME_FROM_PARTNER();
  }
  CHECK_EQ(serial, 2);
  pthread_barrier_destroy(&barrier);
}

static atomic_int initialized;
static atomic_bool initializes;
static void initialize(void) {
  atomic_store(&initializes, true);
  usleep(WHILE * 1000);
  atomic_fetch_add(&initialized, 1);
}
static void run_once(void *once) { pthread_once(once, initialize); }

static void onces(void) {
  pthread_once_t once = PTHREAD_ONCE_INIT;
  atomic_store(&initialized, 0);
  atomic_store(&initializes, false);
  partner_holds(NULL, run_once, &once);
  UNTIL(atomic_load(&initializes));
  CHECK_EQ(pthread_once(&once, initialize), 0); /* waits for the partner's */
  CHECK_EQ(initialized, 1);
  CAME_FROM_PARTNER();
}

static void *ends(void *milliseconds) {
  usleep((useconds_t)(intptr_t)milliseconds * 1000);
  return milliseconds;
}

static void joins(void) {
  pthread_t thread;
  void *result = NULL;
  CHECK_EQ(pthread_create(&thread, NULL, ends, (void *)WHILE), 0);
  CHECK_EQ(pthread_join(thread, &result), 0);
  CHECK_EQ((intptr_t)result, WHILE);
}

static void sleeps(void) {
  struct timespec brief = {.tv_nsec = BRIEF * 1000000L};
  RUNS_OUT(usleep(BRIEF * 1000), 0);
  RUNS_OUT(nanosleep(&brief, NULL), 0);
  RUNS_OUT(clock_nanosleep(CLOCK_MONOTONIC, 0, &brief, NULL), 0);
  struct timespec at = block_in(CLOCK_REALTIME, BRIEF);
  RUNS_OUT(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &at, NULL), 0);
  RUNS_OUT((emscripten_thread_sleep(BRIEF), 0), 0);
}

static void wake(void *word) {
  __atomic_store_n((uint32_t *)word, 1, __ATOMIC_SEQ_CST);
  emscripten_futex_wake(word, 1);
}
static void notify(void *word) {
  __atomic_store_n((uint32_t *)word, 1, __ATOMIC_SEQ_CST);
  __builtin_wasm_memory_atomic_notify(word, 1);
}

static void futexes(void) {
  uint32_t word = 0;
  partner_holds(NULL, wake, &word);
  while (!__atomic_load_n(&word, __ATOMIC_SEQ_CST)) emscripten_futex_wait(&word, 0, BOUND);
  CAME_FROM_PARTNER();
  CHECK_EQ(emscripten_futex_wait(&word, 0, BOUND), -EWOULDBLOCK);
  RUNS_OUT(emscripten_futex_wait(&word, 1, BRIEF), -ETIMEDOUT);
  word = 0;
  partner_holds(NULL, notify, &word);
  CHECK_EQ(__builtin_wasm_memory_atomic_wait32((int *)&word, 0, BOUND * 1000000LL), 0);
  CAME_FROM_PARTNER();
  RUNS_OUT(__builtin_wasm_memory_atomic_wait32((int *)&word, 1, BRIEF * 1000000LL), 2);
}

static void body(const char *executor) {
  (void)executor;
  mutexes();
  rwlocks();
  conditions();
  semaphores();
  barriers();
  onces();
  joins();
  sleeps();
  futexes();
}

int main(void) { return BLOCKS(body); }
