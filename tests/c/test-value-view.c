// A view is the memory itself: JavaScript reads and writes it in place. A call with a view does not return before its function
// has, or before the promise it returned has settled, not even when its time is up or it is cancelled. Views go nowhere else.
// FEATURE: F15
// FLAGS: -sEXPORTED_RUNTIME_METHODS=HEAP32
#include "check.h"

#include <unistd.h>

static volatile int32_t inside, ready;

/* Cancels while the function runs; a machine on which it never sees it run cancels later. */
static void *cancels(void *task) {
  ready = 1;
  for (int i = 0; i < 5000 && !inside; i++) usleep(1000);
  CHECK_STATUS(deputy_task_cancel(*(deputy_task *)task), DEPUTY_OK, NULL);
  return NULL;
}

/* Left while the function works on it: not given back before it has ended. */
static void stays(deputy_js_fn *function) {
  double numbers[4] = {1, 2, 3, 4};
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = 20};
  deputy_value args[] = {deputy_view(deputy_f64s(numbers, 4)), deputy_i32((int)(intptr_t)&inside)}, out = deputy_null();
  deputy_status status = deputy_js_call_with(DEPUTY_UI, function, &out, args, 2, &options);
  CHECK_EQ(inside, 0);
  /* It may not have begun. */
  if (numbers[3] != 4) CHECK_F64(numbers[3], 40);
  CHECK(status == DEPUTY_TIMED_OUT || status == DEPUTY_OK);
  numbers[3] = 4;

  deputy_task token = 0;
  CHECK_STATUS(deputy_task_new(&token), DEPUTY_OK, NULL);
  options = (deputy_call_options){.struct_size = sizeof options, .cancel = token};
  pthread_t thread;
  ready = 0;
  CHECK_EQ(pthread_create(&thread, NULL, cancels, &token), 0);
  while (!ready) sched_yield(); /* the UI starts it, and is busy soon */
  status = deputy_js_call_with(DEPUTY_UI, function, &out, args, 2, &options);
  CHECK(status == DEPUTY_CANCELLED || status == DEPUTY_OK);
  CHECK_EQ(inside, 0);
  CHECK_F64(numbers[3], 40);
  pthread_join(thread, NULL);
  deputy_task_free(token);
}

int main(void) {
  deputy_value out = deputy_null();
  double numbers[3] = {1, 2, 3};
  uint8_t bytes[5] = {1, 2, 3, 4, 5};
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("twice"), &out, DEPUTY_ARGS(deputy_view(deputy_f64s(numbers, 3)))), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(out), 6);
  CHECK_F64(numbers[2], 6);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("twice"), &out, DEPUTY_ARGS(deputy_view(deputy_bytes(bytes + 1, 3)))), DEPUTY_OK, &out);
  CHECK_EQ(bytes[0] * 1000 + bytes[1] * 100 + bytes[3] * 10 + bytes[4], 1485);
  /* Inside of another value, and empty. */
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("twiceIn"), &out, DEPUTY_ARGS(DEPUTY_RECORD(deputy_cstr("list"), DEPUTY_ARRAY(deputy_view(deputy_f64s(numbers, 2)))))),
               DEPUTY_OK, &out);
  CHECK_F64(numbers[1], 8);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("twice"), &out, DEPUTY_ARGS(deputy_view(deputy_f64s(numbers, 0)))), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(out), 0);
  /* A function that throws, one that is not there. */
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("throws"), &out, DEPUTY_ARGS(deputy_view(deputy_f64s(numbers, 3)))), DEPUTY_JS_EXCEPTION, NULL);
  deputy_value_free(&out);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("nowhere"), NULL, DEPUTY_ARGS(deputy_view(deputy_f64s(numbers, 3)))), DEPUTY_NOT_FOUND, NULL);
  /* The result of a function that gives its view back is a copy. */
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("same"), &out, DEPUTY_ARGS(deputy_view(deputy_f64s(numbers, 3)))), DEPUTY_OK, &out);
  CHECK(out.kind == DEPUTY_ELEMENT_F64 && out.data.address != numbers && memcmp(out.data.address, numbers, sizeof numbers) == 0);
  deputy_value_free(&out);

  stays(DEPUTY_FN("slow"));
  stays(DEPUTY_FN("slowPromise"));

  /* Where no view can go. */
  deputy_task task = 0;
  deputy_value view = deputy_view(deputy_f64s(numbers, 3)), inner = deputy_array(&view, 1);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("same"), &view, 1), DEPUTY_WRONG_TYPE, NULL);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("same"), &inner, 1), DEPUTY_WRONG_TYPE, NULL);
  CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("same"), &task, &inner, 1, NULL), DEPUTY_WRONG_TYPE, NULL);
  view = deputy_view(deputy_elements(DEPUTY_ELEMENT_F64, bytes + 1, 0));
  view.len = 1;
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("same"), &out, DEPUTY_ARGS(view)),
               (uintptr_t)(bytes + 1) % 8 ? DEPUTY_WRONG_TYPE : DEPUTY_OK, NULL);
  deputy_value_free(&out);
  /* A copy of one is an ordinary value. */
  view = deputy_view(deputy_f64s(numbers, 3));
  CHECK_STATUS(deputy_value_copy(&view, &out), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("same"), &out, 1), DEPUTY_OK, NULL);
  deputy_value_free(&out);
  return check_result();
}
