// 64 asynchronous calls outstanding, then waited for and freed, each with two numbers in and one out; per call. Stock: 64 calls
// of emscripten_proxy_async, each storing its result, and a wait for the last.
// UNIT: us
// BAR: <= 1
#include <emscripten/proxying.h>
#include <pthread.h>
#include <stdatomic.h>

#include "bench.h"

enum { OUT = 64 };

#if OURS
static void burst(int n) {
  deputy_task tasks[OUT];
  for (int done = 0; done < n; done += OUT) {
    for (int i = 0; i < OUT; i++) {
      bench_ok(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("bench.add"), &tasks[i], DEPUTY_ARGS(deputy_i32(i), deputy_i32(2)), NULL),
               "bench.add");
    }
    for (int i = 0; i < OUT; i++) {
      deputy_value sum = deputy_null();
      bench_ok(deputy_task_wait(tasks[i], UINT32_MAX, &sum), "the task");
      bench_check(sum.data.i32 == i + 2, "the result of bench.add");
      deputy_task_free(tasks[i]);
    }
  }
}
#else
EM_JS(int, js_add, (int a, int b), { return bench.add(a, b); });

static int results[OUT];
static atomic_int left;

static void add(void *memory) {
  int i = (int)(intptr_t)memory;
  results[i] = js_add(i, 2);
  if (atomic_fetch_sub(&left, 1) == 1) emscripten_futex_wake(&left, 1);
}

static void burst(int n) {
  em_proxying_queue *queue = emscripten_proxy_get_system_queue();
  for (int done = 0; done < n; done += OUT) {
    atomic_store(&left, OUT);
    for (int i = 0; i < OUT; i++) {
      bench_check(emscripten_proxy_async(queue, emscripten_main_runtime_thread_id(), add, (void *)(intptr_t)i), "proxying");
    }
    for (int now; (now = atomic_load(&left)) > 0;) emscripten_futex_wait(&left, (uint32_t)now, 1000);
    for (int i = 0; i < OUT; i++) bench_check(results[i] == i + 2, "the result of bench.add");
  }
}
#endif

int main(void) {
  BENCH_JS({ bench.add = (a, b) => a + b; });
  bench_bursts(burst);
  return 0;
}
