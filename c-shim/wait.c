/* Sleeping and waking. emscripten's futex, not the bare wasm instruction: its waits can be interrupted by dlopen(),
 * and `--wrap` sees them. */
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <pthread.h>

#include <emscripten/eventloop.h>
#include <emscripten/stack.h>
#include <emscripten/threading.h>

#include "deputy_js.h"
#include "deputy_sys.h"
#include "end.h"

bool deputy_sys_wait(const uint32_t *word, uint32_t expected, double ms) {
  /* A cancelled thread would unwind out of this wait through Rust frames that do not expect it. */
  int before;
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before);
  const int result = emscripten_futex_wait((volatile void *)word, expected, ms < 0 ? INFINITY : ms);
  pthread_setcancelstate(before, NULL);
  return result == -ETIMEDOUT;
}

void deputy_sys_wake(const uint32_t *word) { emscripten_futex_wake((volatile void *)word, INT_MAX); }

uint32_t deputy_sys_stack_free(void) { return emscripten_stack_get_free(); }

void deputy_sys_listen(const uint32_t *word, uint32_t expected) { deputy_js_listen(word, expected); }

void deputy_sys_stay(bool on) {
  if (on) emscripten_runtime_keepalive_push();
  else emscripten_runtime_keepalive_pop();
}

uint32_t deputy_sys_cores(void) { return (uint32_t)emscripten_num_logical_cores(); }

/* Here and not in futex.c: a program may wrap its waits itself, and link without that file. */
_Thread_local void (*deputy_waits_told)(bool begins) = NULL;

void deputy_sys_watch_waits(void (*told)(bool begins)) { deputy_waits_told = told; }
