// What every bench program starts with. It is compiled twice: with OURS=1 against emdeputy, and with OURS=0 as its twin in
// plain emscripten (or, with the head key `STOCK: deputy`, as a reference that also links emdeputy).
#pragma once
#include <stdio.h>
#include <stdlib.h>

#include <emscripten/emscripten.h>
#include <emscripten/threading.h>
#if DEPUTY
#include <deputy.h>
#endif

/** JavaScript on the page, by emscripten's own proxying on both sides: to set up and to report, never while measuring. */
#define BENCH_JS(...) MAIN_THREAD_EM_ASM(__VA_ARGS__)

/** Tells the page one value; "" names the bench's own, others become rows of their own. */
static inline void bench_report(const char *part, double value) {
  BENCH_JS({ bench.report(UTF8ToString($0), $1); }, part, value);
}

/** Milliseconds a program should measure for, after warming up. */
static inline double bench_ms(void) { return MAIN_THREAD_EM_ASM_DOUBLE({ return bench.ms; }); }

static inline void bench_check(int good, const char *what) {
  if (good) return;
  fprintf(stderr, "wrong result: %s\n", what);
  exit(3);
}

#if DEPUTY
static inline void bench_ok(deputy_status status, const char *what) {
  if (status == DEPUTY_OK) return;
  fprintf(stderr, "%s: %s\n", what, deputy_status_name(status));
  exit(3);
}
#endif

/** Stock's synchronous call, made so that its results can be trusted. Emscripten 6.0.5 returns from it at any wake-up of the
 *  call's word on the stack, also a late one meant for the call before, which had its word at the same place: the result is
 *  then garbage and the UI later writes to a stack that is in use. Two places in turn make such wake-ups miss. */
#define BENCH_STOCK_CALL(odd, ...)                                                          \
  ({                                                                                        \
    char *volatile pad = (odd) ? __builtin_alloca(64) : NULL;                               \
    (void)pad;                                                                              \
    emscripten_sync_run_in_main_runtime_thread(__VA_ARGS__);                                \
  })

enum { BENCH_SAMPLES = 1000 };

/** Reports microseconds per call: `burst(n)` makes n calls. Warms up, then measures bursts of 10 ms and more, which is
 *  hundreds of steps of the coarsest clock. Nothing is reported before the last one is over. */
static inline void bench_bursts(void (*burst)(int n)) {
  static double samples[BENCH_SAMPLES];
  const double ms = bench_ms();
  const double warm = emscripten_get_now() + 250;
  int n = 16;
  for (;;) {
    const double from = emscripten_get_now();
    burst(n);
    const double now = emscripten_get_now();
    if (now - from < 10) n *= 2;
    else if (now > warm) break;
  }
  const double end = emscripten_get_now() + ms;
  int count = 0;
  for (double from = emscripten_get_now(); count < BENCH_SAMPLES && (from < end || count < 5); count++) {
    burst(n);
    const double now = emscripten_get_now();
    samples[count] = (now - from) * 1000 / n;
    from = now;
  }
  for (int i = 0; i < count; i++) bench_report("", samples[i]);
}
