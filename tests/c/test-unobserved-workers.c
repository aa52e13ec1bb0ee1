// Failures that nobody looks at in JavaScript of a thread's own reach the page's one hook, once, with thread, stack and status: posts that
// throw, reject, or find no function; tasks that are freed; callbacks; promises of its own. So do those that native code tells of itself
// on any thread, the page's too. What somebody looks at is not told.
// FEATURE: F38 F44
// ERRORS: forgotten
// TIMEOUT: 40
#include "exports.h"

DEPUTY_JS(throws, (text), { throw new RangeError(text); });
DEPUTY_JS(rejects, (text), { return Promise.reject(new TypeError(text)); });
DEPUTY_JS(forgets, (text), { Promise.reject(new SyntaxError(text)); });
DEPUTY_JS(calls_lost, (f, text), { f(text); });
DEPUTY_JS(calls_seen, (f, text), { return f(text).catch((error) => error.message); });

static deputy_status fails(const deputy_value *args, size_t argc, deputy_value *out, void *data) {
  (void)argc, (void)data;
  deputy_value_copy(&args[0], out);
  return DEPUTY_OUT_OF_RANGE;
}

static deputy_status failing_thread(void *text, deputy_value *out) {
  *out = deputy_cstr(text);
  return DEPUTY_NOT_FOUND;
}

static void *tells(void *data) {
  (void)data;
  deputy_value text = deputy_cstr("told by a thread");
  CHECK_EQ(deputy_unobserved_report(DEPUTY_NO_MEMORY, &text, "a job"), DEPUTY_OK);
  CHECK_EQ(deputy_unobserved_report(DEPUTY_OK, &text, "a job"), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(deputy_unobserved_report(DEPUTY_CLOSED, &text, "\xff"), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(deputy_unobserved_report(DEPUTY_CLOSED, NULL, NULL), DEPUTY_OK);
  return NULL;
}
static void tells_on_ui(void *data) {
  (void)data;
  deputy_value text = deputy_cstr("told on the page");
  CHECK_EQ(deputy_unobserved_report(DEPUTY_CANCELLED, &text, "a function"), DEPUTY_OK);
}

static void in(deputy_context where, const char *text) {
  deputy_value out = deputy_null();
  deputy_task task = 0;
  CHECK_STATUS(deputy_js_post(where, throws, DEPUTY_ARGS(deputy_cstr(text))), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_post(where, rejects, DEPUTY_ARGS(deputy_cstr(text))), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_post(where, DEPUTY_FN("no.such.thing"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_call_async(where, rejects, &task, DEPUTY_ARGS(deputy_cstr("freed")), NULL), DEPUTY_OK, NULL);
  deputy_task_free(task);
  /* Seen: nobody is told. */
  CHECK_STATUS(deputy_js_call_async(where, rejects, &task, DEPUTY_ARGS(deputy_cstr("seen")), NULL), DEPUTY_OK, NULL);
  ENDS(task, DEPUTY_JS_EXCEPTION);
  deputy_task_free(task);
  CHECK_STATUS(deputy_js_call(where, throws, &out, DEPUTY_ARGS(deputy_cstr("seen"))), DEPUTY_JS_EXCEPTION, &out);
  deputy_value_free(&out);
  deputy_callback_options options = DEPUTY_CALLBACK_OPTIONS;
  options.context = DEPUTY_BACKGROUND;
  deputy_callback callback = 0;
  CHECK_STATUS(deputy_callback_new(fails, NULL, NULL, &options, &callback), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_call(where, calls_lost, NULL, DEPUTY_ARGS(deputy_callback_value(callback), deputy_cstr("lost"))), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_call(where, calls_seen, &out, DEPUTY_ARGS(deputy_callback_value(callback), deputy_cstr("seen"))), DEPUTY_OK, &out);
  deputy_value_free(&out);
  deputy_callback_free(callback);
}

static double told(void) { return ASK("told", DEPUTY_NO_ARGS); }

int main(void) {
  deputy_context worker = 0;
  deputy_task end = 0;
  deputy_thread_options named = {.struct_size = sizeof named, .name = "painter"};
  CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, &named, &worker, &end), DEPUTY_OK, NULL);
  in(worker, "in a worker");
  UNTIL(told() == 5);
  CHECK_STATUS(deputy_js_call(worker, forgets, NULL, DEPUTY_ARGS(deputy_cstr("forgotten"))), DEPUTY_OK, NULL);
  UNTIL(told() == 6);
  in(DEPUTY_UI, "on the page");
  UNTIL(told() == 11);

  deputy_task task = 0;
  named.name = "digger";
  CHECK_STATUS(deputy_thread_spawn(failing_thread, "a thread that failed", NULL, &named, &task), DEPUTY_OK, NULL);
  deputy_task_free(task);
  UNTIL(told() == 12);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, tells, NULL), 0);
  pthread_join(thread, NULL);
  UNTIL(told() == 14);
  CHECK_STATUS(deputy_context_post(DEPUTY_UI, tells_on_ui, NULL, NULL), DEPUTY_OK, NULL);
  UNTIL(told() == 15);
  /* The worker's last words. */
  CHECK_STATUS(deputy_js_post(worker, throws, DEPUTY_ARGS(deputy_cstr("last words"))), DEPUTY_OK, NULL);
  CHECK_EQ(deputy_worker_end(worker), DEPUTY_OK);
  ENDS(end, DEPUTY_OK);
  deputy_task_free(end);
  UNTIL(told() == 16);
  return check_result();
}
