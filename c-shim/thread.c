/* The life of a pthread, seen from outside: `--wrap=pthread_create` puts a few lines around every start routine.
 *
 * Why: (1) the runtime learns that a thread ends; (2) emscripten before 6.0.7 leaves an Atomics.waitAsync waiter on
 * the freed control block of every exited thread, which swallows a wake-up of whoever gets that memory next
 * (emscripten#27492): waking the block while it is still ours removes the waiter; (3) a program whose main() called
 * pthread_exit() ends when its last thread does. */
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include <emscripten/emscripten.h>
#include <emscripten/heap.h>

#include "deputy_sys.h"
#include "end.h"

/* Threads that are not internal to emdeputy and have not ended, the deputy included. */
static atomic_int alive = 0;

/* The calling thread is the runtime's own. */
static _Thread_local bool internal = false;
/* So are the threads it creates now. */
static _Thread_local bool creating_internal = false;

void deputy_sys_mark_internal(bool on) { creating_internal = on; }

/* The slot of the threads it creates now. */
static _Thread_local const void *next_slot = NULL;

void deputy_sys_next_slot(const void *slot) { next_slot = slot; }

static pthread_key_t key;
static pthread_once_t key_once = PTHREAD_ONCE_INIT;

/* Destructors of other keys may still use the runtime, and may run after this one in the same round: let
 * PTHREAD_DESTRUCTOR_ITERATIONS rounds pass and act in the last. The value counts the rounds left. */
static void at_exit(void *rounds) {
  if ((intptr_t)rounds > 1) {
    pthread_setspecific(key, (void *)((intptr_t)rounds - 1));
    return;
  }
  deputy_core_thread_exit();
  if (deputy_thread_is_main()) deputy_main_thread_ended();
  if (!internal && atomic_fetch_sub(&alive, 1) == 1) deputy_last_thread_ended();
  /* The control block is freed after this. */
  __builtin_wasm_memory_atomic_notify((int *)pthread_self(), UINT_MAX);
}

static void make_key(void) { pthread_key_create(&key, at_exit); }

static void watch(void) {
  pthread_once(&key_once, make_key);
  pthread_setspecific(key, (void *)(intptr_t)PTHREAD_DESTRUCTOR_ITERATIONS);
}

void deputy_thread_entered(void) {
  pthread_once(&key_once, make_key);
  if (pthread_getspecific(key)) return;
  atomic_fetch_add(&alive, 1);
  watch();
}

void deputy_sys_at_thread_exit(void) {
  /* The UI never ends as a thread, and static constructors run there. */
  if (!deputy_sys_is_ui()) deputy_thread_entered();
}

/* The page looks at the first three (emscripten-js/internals.js): side modules may start threads past this file. */
enum { MAGIC = 0x64705468 };
typedef struct {
  uint32_t magic;
  const void *slot;
  /* Of a thread that gets no Worker at once: its control block. */
  pthread_t block;
  void *(*start)(void *);
  void *arg;
  bool internal;
} thread_start;

/* Of guard.c, where a program has that. */
extern void deputy_thread_begins(void) __attribute__((weak));

static void *started(void *memory) {
  thread_start s = *(thread_start *)memory;
  free(memory);
  internal = s.internal;
  watch();
  if (deputy_thread_begins) deputy_thread_begins();
  deputy_core_thread_begins();
  return s.start(s.arg);
}

/* What the last pthread_create() on the UI thread returned. */
static int last_create = 0;

/* After emscripten has started the deputy: why there is none, or 0. UI thread only. */
EMSCRIPTEN_KEEPALIVE int deputy_sys_last_create(void) { return last_create; }

/* musl's own, for pthread_attr_init() and for threads without attributes: pthread_setattr_default_np() would only make it larger, and C11
 * threads cannot be given attributes. Without it threads have what the program was linked with; tests/c/test-options.c fails then. */
extern unsigned __default_stacksize __attribute__((weak));

void deputy_sys_set_default_stack(uint32_t size) {
  enum { ALIGN = 16 };
  if (&__default_stacksize) __atomic_store_n(&__default_stacksize, (size + ALIGN - 1) & -ALIGN, __ATOMIC_RELAXED);
}

/* emscripten's pthread_create() does not look whether it got memory, and writes to address 0 if it did not. */
static bool has_room(const pthread_attr_t *given) {
  const pthread_attr_t *const c11 = (const pthread_attr_t *)-1; /* what musl's thrd_create() passes */
  enum { BESIDES = 16 * 1024 };                                 /* control block, guard, thread-specific data */
  pthread_attr_t standard;
  pthread_attr_init(&standard);
  const pthread_attr_t *attributes = given && given != c11 ? given : &standard;
  void *lowest;
  size_t size = 0;
  pthread_attr_getstacksize(attributes, &size);
  /* A stack of the program's own ends above 0; without one emscripten's libc counts down from 0. */
  if (pthread_attr_getstack(attributes, &lowest, &size) == 0 && (uintptr_t)lowest + size != 0) size = 0;
  if ((size_t)emscripten_get_heap_size() - (uintptr_t)sbrk(0) > size + __builtin_wasm_tls_size() + BESIDES) return true;
  void *volatile room = malloc(size + __builtin_wasm_tls_size() + BESIDES); /* volatile: or it is optimized away */
  bool is = room != NULL;
  free(room);
  return is;
}

void _emscripten_thread_free_data(pthread_t);
void _emscripten_thread_mailbox_shutdown(pthread_t);
/* Only emscripten's libraries with assertions have it. */
__attribute__((weak)) void _emscripten_thread_profiler_init(pthread_t);

/* emscripten's pthread_create() leaves control block, stack and mailbox of a thread that got no Worker behind. */
static void free_block(pthread_t block) {
  if (!block) return;
  /* With assertions it wants to be called by the thread itself, and 2 KiB stay. */
  if (!_emscripten_thread_profiler_init) _emscripten_thread_mailbox_shutdown(block);
  _emscripten_thread_free_data(block);
}

int __real_pthread_create(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *arg) {
  thread_start *s = malloc(sizeof *s);
  if (!s || !has_room(attributes)) {
    free(s);
    if (deputy_sys_is_ui()) last_create = EAGAIN;
    return EAGAIN;
  }
  *s = (thread_start){MAGIC, next_slot, NULL, start, arg, creating_internal};
  /* Counted from here, not from its first step: main() may be gone before that. */
  if (!creating_internal) atomic_fetch_add(&alive, 1);
  int error = __real_pthread_create(thread, attributes, started, s);
  if (error) {
    if (!creating_internal) atomic_fetch_sub(&alive, 1);
    free_block(s->block);
    free(s);
  }
  if (deputy_sys_is_ui()) last_create = error;
  return error;
}

/* Threads that have JavaScript of the program's own, whose Workers are not used again: written and read by the JavaScript of
 * emscripten-js/internals.js. More than there can be contexts. */
const void *deputy_sys_scripted(void) {
  static _Atomic uint32_t threads[2048];
  return (const void *)threads;
}
