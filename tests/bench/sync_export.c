// A synchronous call of a native function from the page, in a burst, the deputy in its event loop: two numbers in, one out. Reference:
// the same function called on the page's own thread, which is what such a call was before there were threads.
// UNIT: us
// BAR: <= 5
#include <emscripten/eventloop.h>

#include "exports.h"

#if !OURS
static volatile int word;
EMSCRIPTEN_KEEPALIVE double plain_add(double a, double b) { return a + b; }
#endif

int main(void) {
#if OURS
  deputy_options options = {.struct_size = sizeof options};
  deputy_options_get(&options);
  options.blocking = DEPUTY_BLOCKING_THROW;
  deputy_options_set(&options);
  BENCH_JS({ bench.bursts(Module['deputy'].exportsSync.add).then(() => Module['deputy'].exports.done()).catch((error) => console.error(error)); });
  emscripten_runtime_keepalive_push();
#else
  BENCH_JS({
    bench.bursts(_plain_add).then(() => {
      Atomics.store(HEAP32, $0 >> 2, 1);
      Atomics.notify(HEAP32, $0 >> 2);
    });
  }, &word);
  while (!word) emscripten_futex_wait(&word, 0, 1e9);
#endif
  return 0;
}
