/* Every wait of the program, linked with `--wrap=emscripten_futex_wait`: locks, joins and sleeps of libc, C++ and Rust end here.
 * Programs with the guard have guard.c in its place. */
#include <emscripten/threading.h>

#include "futex.h"

int __wrap_emscripten_futex_wait(volatile void *address, uint32_t value, double ms) {
  if (emscripten_is_main_runtime_thread() && !deputy_main_called()) return wait_in_constructor(address, value, ms);
  return wait_on_pthread(address, value, ms);
}
