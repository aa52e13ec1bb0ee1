/* The points of native code, for programs that link it with -Wl,--wrap=deputy_sys_wait,--wrap=deputy_sys_wake,--wrap=deputy_sys_ring_ui. */
#include <limits.h>
#include <math.h>

#include "faults.h"

fault_block faults = {.armed = -1};
_Atomic deputy_task fault_token;

int fault_pass(int point) {
  atomic_fetch_add(&faults.passes[point], 1);
  if (atomic_load(&faults.armed) != point || atomic_fetch_sub(&faults.left, 1) != 1) return FAULT_NONE;
  atomic_store(&faults.armed, -1);
  atomic_fetch_add(&faults.happened, 1);
  return atomic_load(&faults.what);
}

void fault_arm(int point, int nth, int what) {
  atomic_store(&faults.what, what);
  atomic_store(&faults.left, nth);
  atomic_store(&faults.happened, 0);
  atomic_store(&faults.armed, point);
}

bool fault_disarm(void) {
  atomic_store(&faults.armed, -1);
  return atomic_load(&faults.happened) > 0;
}

/* ---- who cancels ---------------------------------------------------------------------------------------------------- */

static _Thread_local bool cancels;
static void *canceller(void *unused) {
  cancels = true;
  for (;;) {
    emscripten_futex_wait(&faults.wanted, 0, INFINITY);
    if (!atomic_load(&faults.wanted)) continue;
    deputy_task token = atomic_load(&fault_token);
    if (token) deputy_task_cancel(token);
    atomic_store(&faults.wanted, 0);
    emscripten_futex_wake(&faults.wanted, INT_MAX);
  }
  return unused;
}

void fault_begin(void) {
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, canceller, NULL), 0);
  pthread_detach(thread);
}

/* Bounded: who is in the midst of something may be what the canceller waits for. */
void fault_cancel(void) {
  if (cancels) return;
  atomic_store(&faults.wanted, 1);
  emscripten_futex_wake(&faults.wanted, INT_MAX);
  for (double end = emscripten_get_now() + 50; atomic_load(&faults.wanted) && emscripten_get_now() < end;) sched_yield();
}

/* ---- the points ----------------------------------------------------------------------------------------------------- */

static void pause_here(void) {
  for (double end = emscripten_get_now() + FAULT_MS; emscripten_get_now() < end;) sched_yield();
}

bool __real_deputy_sys_wait(const uint32_t *word, uint32_t expected, double ms);
bool __wrap_deputy_sys_wait(const uint32_t *word, uint32_t expected, double ms) {
  switch (fault_pass(POINT_WAITS)) {
    case FAULT_SPURIOUS: return false;
    case FAULT_LATE: {
      bool over = __real_deputy_sys_wait(word, expected, ms);
      pause_here();
      return over;
    }
    case FAULT_CANCEL: fault_cancel(); break;
  }
  return __real_deputy_sys_wait(word, expected, ms);
}

void __real_deputy_sys_wake(const uint32_t *word);
void __wrap_deputy_sys_wake(const uint32_t *word) {
  switch (fault_pass(POINT_WAKES)) {
    case FAULT_LATE: pause_here(); break;
    case FAULT_TWICE: __real_deputy_sys_wake(word); break;
    case FAULT_CANCEL: fault_cancel(); break;
  }
  __real_deputy_sys_wake(word);
}

void __real_deputy_sys_ring_ui(void);
void __wrap_deputy_sys_ring_ui(void) {
  switch (fault_pass(POINT_RINGS)) {
    case FAULT_LATE: pause_here(); break;
    case FAULT_TWICE: __real_deputy_sys_ring_ui(); break;
    case FAULT_CANCEL: fault_cancel(); break;
  }
  __real_deputy_sys_ring_ui();
}
