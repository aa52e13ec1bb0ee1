// Synchronous calls a second, all threads together, by number of calling threads; no bar. Stock: as in sync_call.
// UNIT: calls/s
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "bench.h"

static atomic_bool go;
static atomic_bool stop;
static atomic_int ready;

#if OURS
static void call(int i) {
  deputy_value sum = deputy_null();
  const deputy_status status =
      deputy_js_call(DEPUTY_UI, DEPUTY_FN("bench.add"), &sum, DEPUTY_ARGS(deputy_i32(i), deputy_i32(2)));
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

static void *caller(void *unused) {
  (void)unused;
  for (int i = 0; i < 500; i++) call(i);
  atomic_fetch_add(&ready, 1);
  while (!atomic_load(&go)) usleep(1000);
  intptr_t calls = 0;
  while (!atomic_load(&stop)) call((int)calls++);
  return (void *)calls;
}

static double rate(int threads, double ms) {
  pthread_t thread[8];
  atomic_store(&go, 0);
  atomic_store(&stop, 0);
  atomic_store(&ready, 0);
  for (int i = 0; i < threads; i++) bench_check(pthread_create(&thread[i], NULL, caller, NULL) == 0, "pthread_create");
  while (atomic_load(&ready) < threads) usleep(1000);
  const double from = emscripten_get_now();
  atomic_store(&go, 1);
  usleep((unsigned)(ms * 1000));
  atomic_store(&stop, 1);
  const double spent = emscripten_get_now() - from;
  double calls = 0;
  for (int i = 0; i < threads; i++) {
    void *own;
    pthread_join(thread[i], &own);
    calls += (double)(intptr_t)own;
  }
  return calls * 1000 / spent;
}

int main(void) {
  BENCH_JS({ bench.add = (a, b) => a + b; });
  const double ms = bench_ms() / 2;
  rate(1, ms);
  bench_report("1 thread", rate(1, ms));
  bench_report("2 threads", rate(2, ms));
  bench_report("4 threads", rate(4, ms));
  bench_report("8 threads", rate(8, ms));
  return 0;
}
