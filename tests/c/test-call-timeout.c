// A call whose promise does not settle ends at its time, leaves `out` alone, and its late answer (a value, an error, a
// large string) harms nobody: a thousand calls afterwards are right.
// FEATURE: F13
#include <emscripten/emscripten.h>

#include "check.h"

static deputy_status call(const char *function, const char *what, uint32_t timeout_ms, deputy_value *out) {
  static deputy_js_fn hang = {"hang", 4, NULL}, quick = {"quick", 5, NULL};
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = timeout_ms};
  return deputy_js_call_with(DEPUTY_UI, strcmp(function, "hang") ? &quick : &hang, out, DEPUTY_ARGS(deputy_cstr(what)), &options);
}

static void times_out(const char *what, uint32_t timeout_ms) {
  deputy_value out = deputy_i32(4711);
  double start = emscripten_get_now();
  CHECK_STATUS(call("hang", what, timeout_ms, &out), DEPUTY_TIMED_OUT, &out);
  double took = emscripten_get_now() - start;
  if (took < timeout_ms - 1.0) {
    CHECK_F64(took, timeout_ms); // clocks are coarse by up to a millisecond
  }
  CHECK_EQ(out.tag, DEPUTY_VALUE_I32);
  CHECK_EQ(out.data.i32, 4711);
}

static void thousand_right_ones(void) {
  for (int i = 0; i < 1000; i++) {
    deputy_value out = deputy_null();
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("add"), &out, DEPUTY_ARGS(deputy_i32(i), deputy_f64(0.5))), DEPUTY_OK, &out);
    CHECK_F64(out.data.f64, i + 0.5);
  }
}

static void answer_late(void) {
  deputy_value answered = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("answerAll"), &answered, DEPUTY_NO_ARGS), DEPUTY_OK, &answered);
}

int main(void) {
  times_out("value", 50);
  times_out("error", 1);
  times_out("large", 20);
  thousand_right_ones();
  answer_late();
  thousand_right_ones();

  for (int i = 0; i < 100; i++) times_out(i % 3 == 0 ? "value" : i % 3 == 1 ? "error" : "large", 1);
  answer_late();
  thousand_right_ones();

  /* Time enough: the answer comes, and so does one that is there at once. */
  deputy_value out = deputy_null();
  CHECK_STATUS(call("quick", "in time", 10000, &out), DEPUTY_OK, &out);
  CHECK_TEXT(out, "in time");
  deputy_value_free(&out);
  CHECK_STATUS(call("quick", "no limit", 0, &out), DEPUTY_OK, &out);
  CHECK_TEXT(out, "no limit");
  deputy_value_free(&out);
  CHECK_STATUS(call("quick", "the longest", UINT32_MAX, &out), DEPUTY_OK, &out);
  CHECK_TEXT(out, "the longest");
  deputy_value_free(&out);
  return check_result();
}
