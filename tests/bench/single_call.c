// One synchronous call after 1 ms of silence, when the UI and its core have gone to sleep: two wake-ups, for anybody.
// A sample is the mean of ten calls (clocks step by up to 20 us). Stock: as in sync_call.
// UNIT: us
// BAR: <= 1.3 stock
#include <unistd.h>

#include "bench.h"

#if OURS
static void call(int i) {
  const deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = 60000};
  deputy_value sum = deputy_null();
  const deputy_status status = deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("bench.add"), &sum,
                                                   DEPUTY_ARGS(deputy_i32(i), deputy_i32(2)), &options);
  bench_ok(status, "bench.add");
  bench_check(sum.data.i32 == i + 2, "the result of bench.add");
}
#else
EM_JS(int, js_add, (int a, int b), { return bench.add(a, b); });

static int add(int a, int b) { return js_add(a, b); }

static void call(int i) __attribute__((noinline));
static void call(int i) {
  bench_check(BENCH_STOCK_CALL(i & 1, EM_FUNC_SIG_III, add, i, 2) == i + 2, "the result of bench.add");
}
#endif

static double ten_calls(void) {
  double spent = 0;
  for (int i = 0; i < 10; i++) {
    usleep(1000);
    const double from = emscripten_get_now();
    call(i);
    spent += emscripten_get_now() - from;
  }
  return spent * 1000 / 10;
}

int main(void) {
  static double samples[BENCH_SAMPLES];
  BENCH_JS({ bench.add = (a, b) => a + b; });
  const double ms = bench_ms();
  /* Warmed by single calls: those of a burst take another way. */
  for (const double warm = emscripten_get_now() + 1000; emscripten_get_now() < warm;) ten_calls();
  int count = 0;
  for (const double end = emscripten_get_now() + ms; count < BENCH_SAMPLES && emscripten_get_now() < end; count++) {
    samples[count] = ten_calls();
  }
  for (int i = 0; i < count; i++) bench_report("", samples[i]);
  return 0;
}
