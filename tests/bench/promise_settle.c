// A promise settles on the UI while the deputy sleeps in a wait for it: from before resolve() until the deputy has stored a word
// that the UI sees. A sample is the mean of ten (clocks step by up to 20 us). Reference, the floor: the UI stores a word and
// wakes the deputy, which sleeps on it with a bare futex.
// UNIT: us
// BAR: <= 1.2 stock
#include <stdatomic.h>

#include "bench.h"

/* What the deputy tells the UI: how often it was woken. What the UI tells the deputy, in the reference. */
static atomic_int seen, told;

int main(void) {
  BENCH_JS({
    const heap = () => new Int32Array(wasmMemory.buffer);
    const seen = $0 >> 2;
    const told = $1 >> 2;
    let samples = [];
    let spent = 0;
    let rounds = 0;
    const warm = performance.now() + 500;
    const end = warm + $2;
    /* Called in a timer: the deputy sleeps. settle() does what wakes it, at the latest in the next microtask. */
    const measure = (settle) => {
      const next = Atomics.load(heap(), seen) + 1;
      const from = performance.now();
      settle();
      queueMicrotask(() => {
        const words = heap();
        while (Atomics.load(words, seen) !== next);
        spent += performance.now() - from;
        if (++rounds % 10 !== 0) return;
        if (from > warm && samples.length < 1000) samples.push(spent * 100);
        spent = 0;
      });
    };
    bench.later = () => new Promise((resolve) => setTimeout(() => measure(() => resolve(performance.now() < end ? 1 : 0)), 1));
    bench.floor = () => void setTimeout(() => measure(() => queueMicrotask(() => {
      Atomics.store(heap(), told, performance.now() < end ? Atomics.load(heap(), told) + 1 : -1);
      Atomics.notify(heap(), told);
    })), 1);
    bench.samples = () => samples.forEach((us) => bench.report("", us));
  }, &seen, &told, bench_ms());
  for (int goes_on = 1; goes_on;) {
#if OURS
    deputy_task task;
    deputy_value value = deputy_null();
    bench_ok(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("bench.later"), &task, DEPUTY_NO_ARGS, NULL), "bench.later");
    bench_ok(deputy_task_wait(task, UINT32_MAX, &value), "the task");
    atomic_fetch_add(&seen, 1);
    goes_on = value.data.i32;
    deputy_task_free(task);
#else
    const int before = atomic_load(&told);
    MAIN_THREAD_ASYNC_EM_ASM({ bench.floor(); });
    while (atomic_load(&told) == before) emscripten_futex_wait(&told, (uint32_t)before, 1e9);
    atomic_fetch_add(&seen, 1);
    goes_on = atomic_load(&told) >= 0;
#endif
  }
  BENCH_JS({ bench.samples(); });
  return 0;
}
