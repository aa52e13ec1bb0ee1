// The JavaScript of a worker calls a function of the program outside of the thread's turns, in a timer and in the job of a promise, and nothing else has
// called one there before: the worker can still be called afterwards, by everybody.
// FEATURE: F30 F69
#include "tasks.h"

static deputy_status doubled(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  *out = deputy_f64(2 * deputy_to_f64(args[0]));
  return DEPUTY_OK;
}
DEPUTY_EXPORT(doubled, "doubled(value: f64): f64");

DEPUTY_JS(in_timer, (context), { setTimeout(() => { globalThis.got = deputy.call('doubled', 21, { context }); }, 5); });
DEPUTY_JS(in_job, (context), {
  void new Promise((resolve) => setTimeout(resolve, 5)).then(() => { globalThis.got = deputy.call('doubled', 21, { context }); });
});
DEPUTY_JS(soon_after, (), { return new Promise((resolve) => setTimeout(resolve, 20)); });
DEPUTY_JS(got, (), { return globalThis.got; });
DEPUTY_JS(give, (value), { return value; });

static void asks(deputy_js_fn *when, const char *where) {
  deputy_context worker = 0;
  deputy_task end = 0;
  CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, NULL, &worker, &end), DEPUTY_OK, NULL);
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  options.timeout_ms = 5000;
  deputy_value out = deputy_null(), context = deputy_cstr(where);
  CHECK_STATUS(deputy_js_call_with(worker, when, &out, &context, 1, &options), DEPUTY_OK, &out);
  CHECK_STATUS(deputy_js_call_with(worker, soon_after, &out, DEPUTY_NO_ARGS, &options), DEPUTY_OK, &out);
  usleep(10000);
  for (int i = 0; i < 20; i++) {
    deputy_value value = deputy_i32(i);
    CHECK_STATUS(deputy_js_call_with(worker, give, &out, &value, 1, &options), DEPUTY_OK, &out);
    CHECK_EQ(out.data.i32, i);
    usleep(1000);
  }
  options.flags = DEPUTY_CALL_PUMP;
  CHECK_STATUS(deputy_js_call_with(worker, got, &out, DEPUTY_NO_ARGS, &options), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(out), 42);
  CHECK_STATUS(deputy_worker_end(worker), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait(end, 5000, NULL), DEPUTY_OK, NULL);
  deputy_task_free(end);
}

int main(void) {
  asks(in_timer, "background");
  asks(in_job, "background");
  asks(in_timer, "pool");
  asks(in_job, "pool");
  return check_result();
}
