// C11's primitives block until another thread lets go, and their timed forms run out: mutexes of each kind, condition variable,
// once, join, sleep; from each executor, with the page idle and busy 200 ms at a time.
// FEATURE: F72
// TIMEOUT: 60
#include "blocks.h"

#include <threads.h>

static void lock(void *mutex) { CHECK_EQ(mtx_lock(mutex), thrd_success); }
static void unlock(void *mutex) { CHECK_EQ(mtx_unlock(mutex), thrd_success); }

static void mutexes(void) {
  static const int kinds[] = {mtx_plain, mtx_timed, mtx_plain | mtx_recursive, mtx_timed | mtx_recursive};
  for (int i = 0; i < 4; i++) {
    mtx_t mutex;
    CHECK_EQ(mtx_init(&mutex, kinds[i]), thrd_success);
    partner_holds(lock, unlock, &mutex);
    CHECK_EQ(mtx_lock(&mutex), thrd_success);
    CAME_FROM_PARTNER();
    CHECK_EQ(mtx_trylock(&mutex), kinds[i] & mtx_recursive ? thrd_success : thrd_busy);
    if (kinds[i] & mtx_recursive) unlock(&mutex);
    if (kinds[i] == mtx_timed) {
      struct timespec at = block_in(CLOCK_REALTIME, BRIEF);
      RUNS_OUT(mtx_timedlock(&mutex, &at), thrd_timedout);
    }
    unlock(&mutex);
    mtx_destroy(&mutex);
  }
}

typedef struct {
  mtx_t mutex;
  cnd_t changed;
  bool is;
} condition;

static void change(void *memory) {
  condition *c = memory;
  mtx_lock(&c->mutex);
  c->is = true;
  cnd_signal(&c->changed);
  cnd_broadcast(&c->changed);
  mtx_unlock(&c->mutex);
}

static void conditions(void) {
  condition c = {.is = false};
  mtx_init(&c.mutex, mtx_plain);
  cnd_init(&c.changed);
  partner_holds(NULL, change, &c);
  mtx_lock(&c.mutex);
  while (!c.is) CHECK_EQ(cnd_wait(&c.changed, &c.mutex), thrd_success);
  mtx_unlock(&c.mutex);
  CAME_FROM_PARTNER();
  mtx_lock(&c.mutex);
  struct timespec at = block_in(CLOCK_REALTIME, BRIEF);
  RUNS_OUT(cnd_timedwait(&c.changed, &c.mutex, &at), thrd_timedout);
  mtx_unlock(&c.mutex);
  cnd_destroy(&c.changed);
  mtx_destroy(&c.mutex);
}

static atomic_int initialized;
static atomic_bool initializes;
static void initialize(void) {
  atomic_store(&initializes, true);
  usleep(WHILE * 1000);
  atomic_fetch_add(&initialized, 1);
}
static void run_once(void *flag) { call_once(flag, initialize); }

static int ends(void *unused) {
  (void)unused;
  usleep(WHILE * 1000);
  return 7;
}

static void body(const char *executor) {
  (void)executor;
  mutexes();
  conditions();

  once_flag flag = ONCE_FLAG_INIT;
  atomic_store(&initialized, 0);
  atomic_store(&initializes, false);
  partner_holds(NULL, run_once, &flag);
  UNTIL(atomic_load(&initializes));
  call_once(&flag, initialize); /* waits for the partner's */
  CHECK_EQ(initialized, 1);
  CAME_FROM_PARTNER();

  thrd_t thread;
  int result = 0;
  CHECK_EQ(thrd_create(&thread, ends, NULL), thrd_success);
  CHECK_EQ(thrd_join(thread, &result), thrd_success);
  CHECK_EQ(result, 7);

  struct timespec brief = {.tv_nsec = BRIEF * 1000000L};
  RUNS_OUT(thrd_sleep(&brief, NULL), 0);
}

int main(void) { return BLOCKS(body); }
