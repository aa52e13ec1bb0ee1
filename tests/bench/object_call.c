// A method of an object that native code has a handle of, in a burst: the handle and two numbers in, one out, in the context that has
// the object. Reference: sync_call, a function with two numbers in and one out.
// UNIT: us
// STOCK: deputy
// BAR: <= 2 stock
#include "bench.h"

static deputy_value adder;

static void burst(int n) {
  const deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = 60000};
  for (int i = 0; i < n; i++) {
    deputy_value sum = deputy_null();
#if OURS
    const deputy_status status = deputy_js_call_with(DEPUTY_ANY, DEPUTY_FN(".add"), &sum,
                                                     DEPUTY_ARGS(adder, deputy_i32(i), deputy_i32(2)), &options);
#else
    const deputy_status status = deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("bench.adder.add"), &sum,
                                                     DEPUTY_ARGS(deputy_i32(i), deputy_i32(2)), &options);
#endif
    bench_ok(status, "add");
    bench_check(sum.data.i32 == i + 2, "the result of add");
  }
}

int main(void) {
  BENCH_JS({
    bench.Adder = class {
      add(a, b) { return a + b; }
    };
    bench.adder = new bench.Adder();
  });
  bench_ok(deputy_object_global(DEPUTY_UI, "bench.adder", &adder), "bench.adder");
  bench_bursts(burst);
  deputy_value_free(&adder);
  return 0;
}
