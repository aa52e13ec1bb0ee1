// Times between animation frames of the page while as many threads as there are cores call the UI in a tight loop for two
// seconds: 99th percentile; also the median, the longest, and the same with one calling thread. Stock: as in sync_call.
// `longest task` is the browser's own count of tasks over 50 ms (0: none); Firefox has none.
// UNIT: ms
// ENV: chromium, firefox
// ROUNDS: 5
// BAR: <= 25 (chromium)
// BAR: <= 34 (firefox)
// BAR: longest task <= 50 (chromium)
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "bench.h"

static atomic_bool stop;

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
  for (int i = 0; !atomic_load(&stop); i++) call(i & 0xffff);
  return unused;
}

static void frames(int threads, const char *suffix) {
  pthread_t thread[64];
  atomic_store(&stop, 0);
  for (int i = 0; i < threads; i++) bench_check(pthread_create(&thread[i], NULL, caller, NULL) == 0, "pthread_create");
  usleep(300000);
  BENCH_JS({ bench.watch(); });
  usleep(2000000);
  BENCH_JS({ bench.unwatch(UTF8ToString($0)); }, suffix);
  atomic_store(&stop, 1);
  for (int i = 0; i < threads; i++) pthread_join(thread[i], NULL);
}

int main(void) {
  const int cores = MAIN_THREAD_EM_ASM_INT({
    bench.add = (a, b) => a + b;
    bench.watch = () => {
      const times = [];
      const tasks = [0];
      const observer = PerformanceObserver.supportedEntryTypes.includes('longtask') &&
          new PerformanceObserver((list) => tasks.push(...list.getEntries().map((task) => task.duration)));
      if (observer) observer.observe({ type: 'longtask' });
      let handle = requestAnimationFrame(function frame() {
        times.push(performance.now());
        handle = requestAnimationFrame(frame);
      });
      bench.unwatch = (suffix) => {
        cancelAnimationFrame(handle);
        const gaps = times.slice(1).map((time, i) => time - times[i]).sort((a, b) => a - b);
        const at = (part) => gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * part))];
        bench.report(suffix, at(0.99));
        const name = (what) => what + suffix;
        bench.report(name('p50'), at(0.5));
        bench.report(name('longest frame'), at(1));
        if (observer) {
          for (const entry of observer.takeRecords()) tasks.push(entry.duration);
          bench.report(name('longest task'), Math.max(...tasks));
          observer.disconnect();
        }
      };
    };
    return navigator.hardwareConcurrency;
  });
  frames(cores > 64 ? 64 : cores, "");
  frames(1, ", 1 thread");
  return 0;
}
