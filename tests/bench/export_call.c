// A native function called from the page, one call at a time, each awaited, the deputy in its event loop: two numbers in, one
// out. Reference: the same call through comlink to a Worker that does nothing else.
// UNIT: us
// BAR: <= 0.5 stock
#include <emscripten/eventloop.h>

#include "bench.h"

#if OURS
static deputy_status add(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  *out = deputy_f64(args[0].data.f64 + args[1].data.f64);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(add, "add(a: f64, b: f64): f64");

static deputy_status done(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  exit(0);
}
DEPUTY_EXPORT(done, "done");
#else
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
