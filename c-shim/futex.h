/* What every wait of the program does besides waiting. `real` waits. */
#ifndef DEPUTY_FUTEX_H
#define DEPUTY_FUTEX_H

#include <errno.h>
#include <stdint.h>

#include "deputy_js.h"
#include "deputy_sys.h"
#include "end.h"

int __real_emscripten_futex_wait(volatile void *address, uint32_t value, double ms);

/* What a static constructor may wait, in milliseconds: locks that other threads hold for moments, malloc()'s among them. */
enum { MOMENT = 100 };

/* On the UI, before main(). A short wait there is a spin; a longer one freezes the page, and for ever if it is for a thread that
 * cannot start before the UI is free. So it is refused by name. */
static inline int wait_in_constructor(volatile void *address, uint32_t value, double ms) {
  if (ms <= MOMENT) return __real_emscripten_futex_wait(address, value, ms);
  int result = __real_emscripten_futex_wait(address, value, MOMENT);
  if (result == -ETIMEDOUT) {
    deputy_js_abort("a static constructor waits on the page's thread, which must not wait; do it in main()"
                       " (with --profiling-funcs the functions have names here)\n", true);
  }
  return result;
}

/* On a pthread; the compute pool may want to know. */
static inline int wait_on_pthread(volatile void *address, uint32_t value, double ms) {
  void (*told)(bool) = deputy_waits_told;
  if (!told) return __real_emscripten_futex_wait(address, value, ms);
  deputy_waits_told = NULL;
  told(true);
  int result = __real_emscripten_futex_wait(address, value, ms);
  told(false);
  deputy_waits_told = told;
  return result;
}

#endif
