// A native function called from the page, one call at a time, each awaited, the deputy in its event loop: two numbers in, one
// out. Reference: the same call through comlink to a Worker that does nothing else.
// UNIT: us
// BAR: <= 0.5 stock
#include <emscripten/eventloop.h>

#include "exports.h"

#if !OURS
static volatile int word;
#endif

int main(void) {
#if OURS
  BENCH_JS({ bench.awaited(Module['deputy'].exports.add).then(() => Module['deputy'].exports.done()).catch(() => {}); });
  emscripten_runtime_keepalive_push();
#else
  BENCH_JS({
    bench.comlink().then(({ add, close }) => bench.awaited(add).then(close)).then(() => {
      Atomics.store(HEAP32, $0 >> 2, 1);
      Atomics.notify(HEAP32, $0 >> 2);
    });
  }, &word);
  while (!word) emscripten_futex_wait(&word, 0, 1e9);
#endif
  return 0;
}
