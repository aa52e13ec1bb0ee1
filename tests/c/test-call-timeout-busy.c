// While JavaScript keeps the UI busy, calls still end at their time: the one that runs is left, one that waits in the
// queue never runs at all, and posts and calls made meanwhile are served afterwards.
// FEATURE: F13
// FLAGS: -sEXPORTED_RUNTIME_METHODS=HEAP32
#include "check.h"

static volatile int32_t running, stop;

static const deputy_call_options soon = {.struct_size = sizeof soon, .timeout_ms = 30};

static deputy_status busy(const deputy_call_options *options) {
  deputy_value args[2] = {deputy_i32((int)(intptr_t)&running), deputy_i32((int)(intptr_t)&stop)};
  return deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("busyUntil"), NULL, args, 2, options);
}

static void *keeps_busy(void *unused) {
  CHECK_STATUS(busy(NULL), DEPUTY_OK, NULL);
  return unused;
}

int main(void) {
  /* Left while it runs: JavaScript stops only when told to, after we have returned. On a machine that is slow to get there
     the first ones are left while they wait. */
  int tries = 0;
  do CHECK_STATUS(busy(&soon), DEPUTY_TIMED_OUT, NULL);
  while (!running && ++tries < 100);
  CHECK_EQ(running, 1);
  stop = 1;
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("count"), NULL, DEPUTY_ARGS(deputy_cstr("afterwards"))), DEPUTY_OK, NULL);
  CHECK_EQ(running, 0);

  /* Left while it waits behind the one that runs. */
  stop = 0;
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, keeps_busy, NULL), 0);
  while (!running) sched_yield();
  char text[100] = "never";
  for (int i = 0; i < 5; i++) {
    CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("count"), NULL, DEPUTY_ARGS(deputy_cstr(text)), &soon),
                 DEPUTY_TIMED_OUT, NULL);
  }
  memset(text, 0xff, sizeof text); // ours again
  for (int i = 0; i < 10; i++) {
    CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("count"), DEPUTY_ARGS(deputy_cstr("posted"))), DEPUTY_OK, NULL);
  }
  stop = 1;
  pthread_join(thread, NULL);

  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("counts"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_TEXT(out, "{\"afterwards\":1,\"posted\":10}");
  deputy_value_free(&out);
  return check_result();
}
