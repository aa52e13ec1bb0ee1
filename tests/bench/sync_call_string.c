// A synchronous call in a burst with a string of 32 bytes in and one out.
// Stock: the same proxied call as in sync_call, passing pointers, with UTF8ToString and stringToUTF8 on the UI.
// UNIT: us
// BAR: <= 4
#include <string.h>

#include "bench.h"

static const char text[] = "0123456789abcdef0123456789abcdef";

#if OURS
static void burst(int n) {
  const deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = 60000};
  for (int i = 0; i < n; i++) {
    deputy_value answer = deputy_null();
    const deputy_status status = deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("bench.turn"), &answer,
                                                     DEPUTY_ARGS(deputy_str(text, sizeof text - 1)), &options);
    bench_ok(status, "bench.turn");
    bench_check(answer.len == sizeof text - 1 && answer.data.string[0] == '1', "the result of bench.turn");
    deputy_value_free(&answer);
  }
}
#else
EM_JS_DEPS(bench_turn, "$UTF8ToString,$stringToUTF8");
EM_JS(int, js_turn, (const char *from, char *to, int room), { return stringToUTF8(bench.turn(UTF8ToString(from)), to, room); });

static int turn(int from, int to, int room) { return js_turn((const char *)from, (char *)to, room); }

static int call(int i, char *answer, int room) __attribute__((noinline));
static int call(int i, char *answer, int room) {
  return BENCH_STOCK_CALL(i & 1, EM_FUNC_SIG_IIII, turn, (int)text, (int)answer, room);
}

static void burst(int n) {
  for (int i = 0; i < n; i++) {
    char answer[64];
    bench_check(call(i, answer, sizeof answer) == sizeof text - 1 && answer[0] == '1', "the result of bench.turn");
  }
}
#endif

int main(void) {
  BENCH_JS({ bench.turn = (text) => text.slice(1) + text[0]; });
  bench_bursts(burst);
  return 0;
}
