/* Counts the waits on the UI thread, by who waits. Linked into a program with -Wl,--wrap=emscripten_futex_wait, which sees
 * pthreads, libc's own locks, Rust's std and parking_lot. ui-waits.mjs judges. */
#include <emscripten/emscripten.h>
#include <emscripten/threading.h>

EM_JS(void, ui_waits_note, (void), {
  const stack = new Error().stack;
  const waits = Module['uiWaits'] || (Module['uiWaits'] = new Map());
  waits.set(stack, (waits.get(stack) || 0) + 1);
});

int __real_emscripten_futex_wait(volatile void *address, uint32_t value, double milliseconds);

int __wrap_emscripten_futex_wait(volatile void *address, uint32_t value, double milliseconds) {
  if (emscripten_is_main_runtime_thread()) ui_waits_note();
  return __real_emscripten_futex_wait(address, value, milliseconds);
}
