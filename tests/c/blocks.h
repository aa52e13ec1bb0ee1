/* What the tests of blocking primitives share: a partner, who holds something and lets go of it a while later, and the page,
 * which is idle or busy 200 ms at a time, or, with BLOCK_HIDDEN, hidden behind another tab. `BLOCKS(body)` runs the body on each
 * executor beside that. */
#ifndef BLOCKS_H
#define BLOCKS_H

#include <errno.h>
#include <time.h>
#include <unistd.h>

#include "executors.h"

enum { WHILE = 20 /* ms for which the partner holds */, BRIEF = 25 /* ms of a timed form that runs out */ };

typedef void (*block_step)(void *);

static struct {
  pthread_t thread;
  block_step take, give;
  void *arg;
  atomic_int step; /* 0 nothing to do, 1 asked, 2 taken, 3 given */
  atomic_bool let_go, over;
} block_partner;

static inline void *block_partner_runs(void *unused) {
  while (!atomic_load(&block_partner.over)) {
    if (atomic_load(&block_partner.step) != 1) {
      usleep(1000);
      continue;
    }
    if (block_partner.take) block_partner.take(block_partner.arg);
    atomic_store(&block_partner.step, 2);
    usleep(WHILE * 1000);
    atomic_store(&block_partner.let_go, true);
    if (block_partner.give) block_partner.give(block_partner.arg);
    atomic_store(&block_partner.step, 3);
  }
  return unused;
}

/* The partner has taken it, if there is something to take, and gives it in WHILE ms. */
static inline void partner_holds(block_step take, block_step give, void *arg) {
  block_partner.take = take;
  block_partner.give = give;
  block_partner.arg = arg;
  atomic_store(&block_partner.let_go, false);
  atomic_store(&block_partner.step, 1);
  UNTIL(atomic_load(&block_partner.step) >= 2);
}

/* What was waited for is there: it must have been the partner who gave it. */
#define CAME_FROM_PARTNER()                            \
  do {                                                 \
    CHECK(atomic_load(&block_partner.let_go));         \
    UNTIL(atomic_load(&block_partner.step) == 3);      \
    atomic_store(&block_partner.step, 0);              \
  } while (0)

static atomic_int initialized;
static atomic_bool initializes;
/* What is to run once: takes a while. */
static inline void initialize(void) {
  atomic_store(&initializes, true);
  usleep(WHILE * 1000);
  atomic_fetch_add(&initialized, 1);
}
/* `run_once` has the partner initialize by this flag, which has not been used; a second run waits for that, and adds none. */
static inline void initializes_once(block_step run_once, void *flag) {
  atomic_store(&initialized, 0);
  atomic_store(&initializes, false);
  partner_holds(NULL, run_once, flag);
  UNTIL(atomic_load(&initializes));
  run_once(flag);
  CHECK_EQ(initialized, 1);
  CAME_FROM_PARTNER();
}

static inline double block_now(void) { return emscripten_get_now(); }

/* When the calling thread has last called block_in(), until RUNS_OUT() has looked. */
static _Thread_local double block_since = 0;

/* The call must take its BRIEF time, and not much more. */
#define RUNS_OUT(call, expected)                                    \
  do {                                                              \
    double before_ = block_since > 0 ? block_since : block_now();   \
    block_since = 0;                                                \
    CHECK_EQ(call, expected);                                       \
    double took_ = block_now() - before_;                           \
    if (took_ < BRIEF - 2 || took_ > BRIEF + BOUND) CHECK_F64(took_, BRIEF); /* shows the number */ \
  } while (0)

static inline struct timespec block_in(clockid_t clock, int ms) {
  struct timespec at;
  block_since = block_now();
  clock_gettime(clock, &at);
  at.tv_sec += ms / 1000;
  at.tv_nsec += ms % 1000 * 1000000L;
  if (at.tv_nsec >= 1000000000L) at.tv_sec++, at.tv_nsec -= 1000000000L;
  return at;
}

static inline int blocks(void (*body)(const char *)) {
  CHECK_EQ(pthread_create(&block_partner.thread, NULL, block_partner_runs, NULL), 0);
#ifdef BLOCK_HIDDEN
  CHECK_EQ(ASK("isHidden", DEPUTY_NO_ARGS), 1);
  ON_EACH_EXECUTOR(body);
  CHECK_EQ(ASK("isHidden", DEPUTY_NO_ARGS), 1);
#else
  ON_EACH_EXECUTOR(body);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("beBusy"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  ON_EACH_EXECUTOR(body);
  CHECK(ASK("beIdle", DEPUTY_NO_ARGS) >= 2); /* turns of 200 ms */
#endif
  atomic_store(&block_partner.over, true);
  pthread_join(block_partner.thread, NULL);
  return check_result();
}
#define BLOCKS(body) blocks(body)

#endif
