// A synchronous call of a JavaScript function on the UI, in a burst: two numbers in, one out, errors and a timeout armed.
// Stock: `emscripten_sync_run_in_main_runtime_thread` of a C function that calls the same JavaScript function.
// UNIT: us
// BAR: <= 1.5
// BAR: <= 1/5 stock (chromium)
// BAR: <= 1/20 stock (node, firefox)
#include "bench.h"

#if OURS
static void burst(int n) {
  const deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = 60000};
  for (int i = 0; i < n; i++) {
    deputy_value sum = deputy_null();
    const deputy_status status = deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("bench.add"), &sum,
                                                     DEPUTY_ARGS(deputy_i32(i), deputy_i32(2)), &options);
    bench_ok(status, "bench.add");
    bench_check(sum.data.i32 == i + 2, "the result of bench.add");
  }
}
#else
EM_JS(int, js_add, (int a, int b), { return bench.add(a, b); });

static int add(int a, int b) { return js_add(a, b); }

static int call(int i) __attribute__((noinline));
static int call(int i) { return BENCH_STOCK_CALL(i & 1, EM_FUNC_SIG_III, add, i, 2); }

static void burst(int n) {
  for (int i = 0; i < n; i++) bench_check(call(i) == i + 2, "the result of bench.add");
}
#endif

int main(void) {
  BENCH_JS({ bench.add = (a, b) => a + b; });
  bench_bursts(burst);
  return 0;
}
