// emscripten_set_main_loop() on the deputy: animation frames of its own, in which it waits and calls the page; between them it is called;
// timing can be changed, the loop ends, another follows, and the program ends with its code. JavaScript's timers and
// emscripten_async_call() run on it as well.
// FEATURE: F79
// EXIT: 3
// TIMEOUT: 40
#include <emscripten/emscripten.h>
#include <emscripten/eventloop.h>
#include <unistd.h>

#include "exports.h"

static pthread_t deputy;
static int frames, second, timeouts, calls;

static deputy_status poke(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  CHECK(pthread_equal(pthread_self(), deputy));
  calls++;
  *out = deputy_i32(frames);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(poke, "poke(): i32");

static void timed_out(void *arg) {
  CHECK(pthread_equal(pthread_self(), deputy));
  CHECK_EQ((intptr_t)arg, 7);
  timeouts++;
}

static void another(void *arg) {
  CHECK_EQ((intptr_t)arg, 9);
  if (++second < 5) return;
  emscripten_cancel_main_loop();
  CHECK_EQ(timeouts, 2);
  CHECK(calls > 0);
  exit(check_result() ? 1 : 3);
}

static void frame(void) {
  CHECK(pthread_equal(pthread_self(), deputy));
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("frame"), &out, DEPUTY_ARGS(deputy_i32(++frames))), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, frames);
  if (frames == 3) {
    usleep(50000); /* a long frame */
    CHECK_EQ(emscripten_set_main_loop_timing(EM_TIMING_SETTIMEOUT, 1), 0);
  }
  if (frames < 20 || !calls || timeouts < 2) return;
  emscripten_cancel_main_loop();
  emscripten_set_main_loop_arg(another, (void *)9, 0, false);
}

int main(void) {
  deputy = pthread_self();
  emscripten_async_call(timed_out, (void *)7, 10);
  emscripten_set_timeout(timed_out, 20, (void *)7);
  emscripten_set_main_loop(frame, 0, true);
  CHECK(!"it came back");
  return 1;
}
