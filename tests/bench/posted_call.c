// A posted call of a JavaScript function on the UI with two numbers, made and run: 10 000 posts and one synchronous call as
// a fence, divided by 10 000, which includes what back-pressure costs (stock has none). Stock: `emscripten_async_run_in_main_runtime_thread`.
// UNIT: us
// BAR: <= 0.25
#include "bench.h"

#if OURS
static void round_of(int n) {
  for (int i = 0; i < n; i++) {
    bench_ok(deputy_js_post(DEPUTY_UI, DEPUTY_FN("bench.tick"), DEPUTY_ARGS(deputy_i32(i), deputy_i32(2))), "bench.tick");
  }
  deputy_value ticks = deputy_null();
  bench_ok(deputy_js_call(DEPUTY_UI, DEPUTY_FN("bench.fence"), &ticks, DEPUTY_NO_ARGS), "bench.fence");
  bench_check(ticks.data.i32 == n, "as many calls as posts");
}
#else
EM_JS(void, js_tick, (int a, int b), { bench.tick(a, b); });
EM_JS(int, js_fence, (void), { return bench.fence(); });

static void tick(int a, int b) { js_tick(a, b); }
static int fence(void) { return js_fence(); }

static void round_of(int n) {
  for (int i = 0; i < n; i++) emscripten_async_run_in_main_runtime_thread(EM_FUNC_SIG_VII, tick, i, 2);
  bench_check(emscripten_sync_run_in_main_runtime_thread(EM_FUNC_SIG_I, fence) == n, "as many calls as posts");
}
#endif

static void burst(int n) {
  for (; n > 0; n -= 10000) round_of(n < 10000 ? n : 10000);
}

int main(void) {
  BENCH_JS({
    let ticks = 0;
    let sum = 0;
    bench.tick = (a, b) => {
      ticks++;
      sum = (sum + a + b) | 0;
    };
    bench.fence = () => {
      const count = ticks;
      ticks = 0;
      return count;
    };
  });
  bench_bursts(burst);
  return 0;
}
