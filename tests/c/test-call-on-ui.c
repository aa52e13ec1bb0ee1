// On the UI thread a call never waits: DEPUTY_WOULD_BLOCK, from a static constructor before there is a host and from a
// function that a program sends there. Posts work there, also before the host exists, up to 1024 outstanding ones.
// FEATURE: F10 F12
#include <emscripten/threading.h>

#include "check.h"

static deputy_status early_call = DEPUTY_OK, early_timed_call = DEPUTY_OK, early_post = DEPUTY_INTERNAL;

__attribute__((constructor)) static void before_main(void) {
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = 1000};
  early_call = deputy_js_call(DEPUTY_UI, DEPUTY_FN("count"), NULL, NULL, 0);
  early_timed_call = deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("count"), NULL, NULL, 0, &options);
  early_post = deputy_js_post(DEPUTY_UI, DEPUTY_FN("early"), DEPUTY_ARGS(deputy_cstr("before main")));
}

static void call_there(void) {
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = 1000};
  deputy_value out = deputy_i32(3);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("count"), &out, NULL, 0), DEPUTY_WOULD_BLOCK, &out);
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("count"), &out, NULL, 0, &options), DEPUTY_WOULD_BLOCK, &out);
  CHECK_EQ(out.data.i32, 3);
}

static void post_there(int unused) {
  (void)unused;
  int posted = 0;
  deputy_status status = DEPUTY_OK;
  while (posted <= 2000 && status == DEPUTY_OK) {
    status = deputy_js_post(DEPUTY_UI, DEPUTY_FN("inOrder"), DEPUTY_ARGS(deputy_i32(posted)));
    if (status == DEPUTY_OK) posted++;
  }
  CHECK_STATUS(status, DEPUTY_WOULD_BLOCK, NULL);
  CHECK_EQ(posted, 1024);
}

static int32_t ask(deputy_js_fn *function) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, function, &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  return out.data.i32;
}

int main(void) {
  CHECK_STATUS(early_call, DEPUTY_WOULD_BLOCK, NULL);
  CHECK_STATUS(early_timed_call, DEPUTY_WOULD_BLOCK, NULL);
  CHECK_STATUS(early_post, DEPUTY_OK, NULL);
  CHECK_EQ(ask(DEPUTY_FN("earlyOnes")), 1);

  emscripten_sync_run_in_main_runtime_thread(EM_FUNC_SIG_V, call_there);
  CHECK_EQ(ask(DEPUTY_FN("calls")), 0);

  for (int turn = 1; turn <= 3; turn++) {
    emscripten_sync_run_in_main_runtime_thread(EM_FUNC_SIG_VI, post_there, 0);
    CHECK_EQ(ask(DEPUTY_FN("ordered")), turn * 1024);
  }
  return check_result();
}
