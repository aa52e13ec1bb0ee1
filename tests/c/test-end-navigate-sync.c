// The page goes, in each way a page can go, while a thread is in a synchronous call: by itself inside of the called function, which returns or
// goes on for a while; inside of a synchronous call back; taken away from outside while a promise is pending. Every Worker ends:
// soon nobody waits in its memory, or writes to it; and a page that comes again runs the program from its start to its end.
// FEATURE: F02 F36 F70
// ENV: chromium firefox
// TIMEOUT: 60
// FLAGS: -sEXPORTED_RUNTIME_METHODS=HEAP32
#include "exports.h"

const void *deputy_core_root(void);

static void *calls(void *unused) {
  for (;;) deputy_js_call(DEPUTY_UI, DEPUTY_FN("give"), NULL, DEPUTY_ARGS(deputy_i32(1)));
  return unused;
}
static void *waits(void *unused) {
  deputy_js_call(DEPUTY_UI, DEPUTY_FN("never"), NULL, DEPUTY_NO_ARGS);
  return unused;
}

static deputy_status inner(const deputy_value *args, size_t argc, deputy_value *out, void *unused) {
  (void)args, (void)argc, (void)out, (void)unused;
  return deputy_js_call(DEPUTY_UI, DEPUTY_FN("leave"), NULL, DEPUTY_NO_ARGS);
}
DEPUTY_EXPORT(inner, "inner(): void");

int main(void) {
  pthread_t threads[2];
  CHECK_EQ(pthread_create(&threads[0], NULL, calls, NULL), 0);
  CHECK_EQ(pthread_create(&threads[1], NULL, waits, NULL), 0);
  /* Alone, and when the page has come again, that is all. */
  if (ASK("begin", DEPUTY_ARGS(deputy_f64((uint32_t)deputy_core_root()))) == 1) return check_result();
  for (;;) deputy_js_call(DEPUTY_UI, DEPUTY_FN("give"), NULL, DEPUTY_ARGS(deputy_i32(2)));
}
