/* The guard: a development flavour of the program's waits (docs/guard.md), an object of its own that is linked in place of futex.c.
 *
 * Every wait ends in emscripten_futex_wait(), every wake-up in emscripten_futex_wake(), whatever the lock: of libc, C++, Rust, parking_lot,
 * malloc(). So a wait on the UI is seen where it begins, and whoever ends it where it does: the waker finds the address on which the UI
 * waits, and writes its stack down for it. Other threads write down where they sleep, and which mutexes they have; the watchdog
 * (emscripten-js/host/watch.js) reads that. Nothing here allocates or takes a lock: it runs inside of malloc() and of locks. */
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <emscripten/emscripten.h>
#include <emscripten/threading.h>

#include "futex.h"

/* ---- waits on the UI ------------------------------------------------------------------------------------------------ */

enum { TEXT = 16384, SLICE = 100, LONG = 1000 };

/* Which part the UI and a waker have in the stack of the waker. NOBODY → WRITING by the one waker that swaps ui_waits_on to 0, → WRITTEN
 * by it, → NOBODY by the UI. */
enum { NOBODY, WRITING, WRITTEN };
static _Atomic(volatile void *) ui_waits_on;
static atomic_int waker_state;
static char waker_stack[TEXT];
static const void *_Atomic waker;

/* On any thread: its stack. */
extern void deputy_js_guard_stack(char *to, int size);
/* On the UI: a wait has ended, or goes on. */
extern void deputy_js_guard_waited(const volatile void *address, double ms, bool ended, const void *waker, const char *waker_stack);

/* In the midst of a report or of a waker's stack: locks that these need are not told of. */
static _Thread_local bool busy = false;

int __real_emscripten_futex_wake(volatile void *address, int count);

int __wrap_emscripten_futex_wake(volatile void *address, int count) {
  volatile void *expected = address;
  if (atomic_load(&ui_waits_on) == address && address && !busy && !emscripten_is_main_runtime_thread() &&
      atomic_load(&waker_state) == NOBODY && atomic_compare_exchange_strong(&ui_waits_on, &expected, NULL)) {
    atomic_store(&waker_state, WRITING);
    busy = true;
    deputy_js_guard_stack(waker_stack, TEXT);
    busy = false;
    atomic_store(&waker, deputy_core_record());
    atomic_store(&waker_state, WRITTEN);
  }
  return __real_emscripten_futex_wake(address, count);
}

void __real__emscripten_thread_notify(pthread_t thread) __attribute__((weak));

/* Who sends the page something wakes it, too, wherever it waits: that lets nothing go on, and must not stand in the place of whoever does. */
void __wrap__emscripten_thread_notify(pthread_t thread) {
  const bool was = busy;
  busy = true;
  __real__emscripten_thread_notify(thread);
  busy = was;
}

static int wait_on_ui(volatile void *address, uint32_t value, double ms) {
  /* While it waits the page serves other threads, for which emscripten takes locks of its own. */
  static bool waits = false;
  if (busy || waits) return __real_emscripten_futex_wait(address, value, ms);
  waits = true;
  double start = emscripten_get_now(), end = ms < 0 ? INFINITY : start + ms, told = start;
  bool has_waker = false;
  const void *who = NULL;
  int result;
  for (;;) {
    atomic_store(&ui_waits_on, address);
    double now = emscripten_get_now();
    result = __real_emscripten_futex_wait(address, value, fmax(0, fmin(end - now, SLICE)));
    if (result == -EWOULDBLOCK && emscripten_get_now() - start >= 1) {
      /* Who has changed the value wakes next. */
      for (double bound = emscripten_get_now() + SLICE; atomic_load(&ui_waits_on) && emscripten_get_now() < bound;) {}
    }
    if (atomic_exchange(&ui_waits_on, NULL) == NULL || atomic_load(&waker_state) != NOBODY) {
      /* Somebody has it in hand; that is JavaScript of a few microseconds. */
      for (double bound = emscripten_get_now() + SLICE; atomic_load(&waker_state) != WRITTEN && emscripten_get_now() < bound;) {}
      /* Kept: the wait may go on for a while, and nobody wake it again. But not whoever only interrupts it, with a call for the page. */
      if (atomic_load(&waker_state) == WRITTEN) {
        has_waker |= result != -EINTR || atomic_load((_Atomic uint32_t *)(uintptr_t)address) != value;
        who = atomic_load(&waker);
        atomic_store(&waker_state, NOBODY);
      }
    }
    now = emscripten_get_now();
    /* Interrupted by a call for the page, which has been served: it would only come back. */
    bool ended = (result != -ETIMEDOUT && result != -EINTR) || now >= end;
    /* Woken by such a call: whoever waits looks, and waits on, which is told when that ends. */
    const bool for_nothing = result == 0 && !has_waker && atomic_load((_Atomic uint32_t *)(uintptr_t)address) == value;
    if (for_nothing) {
      waits = false;
      return result;
    }
    if (ended ? result != -EWOULDBLOCK || now - start >= 1 || has_waker : now - told >= LONG) {
      told = now;
      busy = true;
      deputy_js_guard_waited(address, now - start, ended, has_waker ? who : NULL, has_waker ? waker_stack : NULL);
      busy = false;
    }
    if (ended) {
      waits = false;
      return result;
    }
  }
}

/* What the page's thread waits for now, from any thread; null if it does not wait. For tests. */
const volatile void *deputy_guard_waits_for(void) { return atomic_load(&ui_waits_on); }

int __wrap_emscripten_futex_wait(volatile void *address, uint32_t value, double ms) {
  if (emscripten_is_main_runtime_thread()) {
    return deputy_main_called() ? wait_on_ui(address, value, ms) : wait_in_constructor(address, value, ms);
  }
  deputy_core_sleeps_at((uint32_t)(uintptr_t)address, (uint32_t)(uint64_t)emscripten_get_now());
  int result = wait_on_pthread(address, value, ms);
  deputy_core_sleeps_at(0, 0);
  return result;
}

/* A thread begins: it has a record from now on, in which it can write. Called by thread.c. */
void deputy_thread_begins(void) { deputy_core_known(); }

/* ---- who has which mutex --------------------------------------------------------------------------------------------- */

enum { ENTRIES = 4096, PROBES = 32 };
/* A mutex keeps its entry; `holder` is written by the thread that has the mutex, as is `depth`. */
typedef struct {
  _Atomic(const void *) mutex;
  _Atomic(const void *) holder;
} held;
static held table[ENTRIES];
static uint16_t depths[ENTRIES];

/* The table, for JavaScript. */
EMSCRIPTEN_KEEPALIVE const void *deputy_guard_table(void) { return table; }
EMSCRIPTEN_KEEPALIVE int deputy_guard_entries(void) { return ENTRIES; }

/* The entry of a mutex: -1 if there is none, or no room. */
static int entry_of(const void *mutex, bool make) {
  uint32_t hash = (uint32_t)(uintptr_t)mutex * 2654435761u >> 20;
  for (int i = 0; i < PROBES; i++) {
    held *entry = &table[(hash + i) % ENTRIES];
    const void *there = atomic_load_explicit(&entry->mutex, memory_order_acquire);
    if (there == mutex) return (int)(entry - table);
    if (there) continue;
    if (!make) return -1;
    if (atomic_compare_exchange_strong(&entry->mutex, &there, mutex) || there == mutex) return (int)(entry - table);
  }
  return -1;
}

/* A thread without a record has it as nobody: that is the page's, or one that has just begun. */
static void has(const void *mutex) {
  const void *record = deputy_core_record();
  int at = record ? entry_of(mutex, true) : -1;
  if (at < 0) return;
  /* Another thread's mark: it was unlocked where nobody saw it. */
  if (atomic_load(&table[at].holder) != record) depths[at] = 0;
  depths[at]++;
  atomic_store(&table[at].holder, record);
}

/* Whether it was known that the calling thread has it. */
static bool has_not(const void *mutex) {
  if (!deputy_core_record()) return false;
  int at = entry_of(mutex, false);
  if (at < 0 || depths[at] == 0 || atomic_load(&table[at].holder) != deputy_core_record()) return false;
  if (--depths[at] == 0) atomic_store(&table[at].holder, NULL);
  return true;
}

int __real_pthread_mutex_lock(pthread_mutex_t *);
int __real_pthread_mutex_trylock(pthread_mutex_t *);
int __real_pthread_mutex_timedlock(pthread_mutex_t *, const struct timespec *);
int __real_pthread_mutex_unlock(pthread_mutex_t *);
int __real_pthread_cond_wait(pthread_cond_t *, pthread_mutex_t *);
int __real_pthread_cond_timedwait(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);

int __wrap_pthread_mutex_lock(pthread_mutex_t *mutex) {
  int error = __real_pthread_mutex_lock(mutex);
  if (!error) has(mutex);
  return error;
}

int __wrap_pthread_mutex_trylock(pthread_mutex_t *mutex) {
  int error = __real_pthread_mutex_trylock(mutex);
  if (!error) has(mutex);
  return error;
}

int __wrap_pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *until) {
  int error = __real_pthread_mutex_timedlock(mutex, until);
  if (!error) has(mutex);
  return error;
}

int __wrap_pthread_mutex_unlock(pthread_mutex_t *mutex) {
  bool had = has_not(mutex);
  int error = __real_pthread_mutex_unlock(mutex);
  if (error && had) has(mutex);
  return error;
}

int __wrap_pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex) {
  bool had = has_not(mutex);
  int error = __real_pthread_cond_wait(condition, mutex);
  if (had) has(mutex);
  return error;
}

int __wrap_pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *until) {
  bool had = has_not(mutex);
  int error = __real_pthread_cond_timedwait(condition, mutex, until);
  if (had) has(mutex);
  return error;
}
