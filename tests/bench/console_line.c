// A line to the console by printf(), in a burst: n lines that Module.print gets, in order, and one synchronous call as a fence, divided by
// n. Stock: the same program, whose every line is a proxied fd_write().
// UNIT: us
// BAR: <= 1/10 stock
#include "bench.h"

#if OURS
static int fence(int n) {
  deputy_value good = deputy_null();
  bench_ok(deputy_js_call(DEPUTY_UI, DEPUTY_FN("bench.fence"), &good, DEPUTY_ARGS(deputy_i32(n))), "bench.fence");
  return good.data.i32;
}
#else
EM_JS(int, js_fence, (int n), { return bench.fence(n); });

static int on_ui(int n) { return js_fence(n); }

static int fence(int n) { return emscripten_sync_run_in_main_runtime_thread(EM_FUNC_SIG_II, on_ui, n); }
#endif

static void burst(int n) {
  for (int i = 0; i < n; i++) printf("line %d of a burst of them\n", i);
  bench_check(fence(n) == 1, "every line was printed, in order");
}

int main(void) {
  BENCH_JS({
    bench.fence = (n) => {
      const { lines } = bench;
      const good = lines.length == n && lines.every((line, i) => line == `line ${i} of a burst of them`);
      if (good) lines.length = 0;
      return good ? 1 : 0;
    };
  });
  bench_bursts(burst);
  return 0;
}
