// JavaScript that runs for a synchronous call of a thread calls that thread back, in the default mode too: it runs on the waiting
// thread, the deputy or one without a context. Anybody else is refused by name: another thread, what runs for a post, for an
// asynchronous call or after an await; a thread that has left its call, or ended in the call back.
// FEATURE: F24 F26 F28
#include "exports.h"

static pthread_t caller;
static int compares;

static deputy_status compare(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  CHECK(pthread_equal(pthread_self(), caller));
  compares++;
  *out = deputy_i32(args[0].data.i32 - args[1].data.i32);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(compare, "compare(a: i32, b: i32): i32");

static deputy_status asks(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  /* Inside the call back: JavaScript again, and what waits is refused. */
  deputy_task task = 0;
  CHECK_STATUS(deputy_task_new(&task), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait(task, BOUND, NULL), DEPUTY_WOULD_BLOCK, NULL);
  deputy_task_free(task);
  deputy_value error = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("promised"), &error, DEPUTY_NO_ARGS), DEPUTY_WOULD_BLOCK, NULL);
  CHECK(strstr(deputy_error_message(&error), "promised returned a promise, and the page waits") != NULL);
  deputy_value_free(&error);
  return deputy_js_call(DEPUTY_UI, DEPUTY_FN("answers"), out, DEPUTY_NO_ARGS);
}
DEPUTY_EXPORT(asks, "asks");

static deputy_status slow(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  usleep(1000000);
  return deputy_is_cancelled() ? DEPUTY_CANCELLED : DEPUTY_OK;
}
DEPUTY_EXPORT(slow, "slow");

static deputy_status ends(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  pthread_exit(NULL);
}
DEPUTY_EXPORT(ends, "ends");

static void *without_context(void *function) {
  deputy_value out = deputy_null();
  caller = pthread_self();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, function, &out, DEPUTY_ARGS(deputy_cstr("caller"))), DEPUTY_OK, &out);
  CHECK_TEXT(out, "1,2,3,4,5,9");
  deputy_value_free(&out);
  return NULL;
}
static void *dies(void *unused) {
  (void)unused;
  caller = pthread_self();
  (void)deputy_js_call(DEPUTY_UI, DEPUTY_FN("endsCaller"), NULL, DEPUTY_NO_ARGS);
  CHECK(false); /* it has ended */
  return NULL;
}

int main(void) {
  deputy_value out = deputy_null();
  caller = pthread_self();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("sorts"), &out, DEPUTY_ARGS(deputy_cstr("main"))), DEPUTY_OK, &out);
  CHECK_TEXT(out, "1,2,3,4,5,9");
  deputy_value_free(&out);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("sorts"), &out, DEPUTY_ARGS(deputy_cstr("caller"))), DEPUTY_OK, &out);
  deputy_value_free(&out);
  CHECK(compares >= 10);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("asksBack"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_TEXT(out, "an answer");
  deputy_value_free(&out);
  /* A thread without a context; with the option only. */
  pthread_t thread;
  deputy_js_fn *sorts = DEPUTY_FN("sorts");
  CHECK_EQ(pthread_create(&thread, NULL, without_context, sorts), 0);
  pthread_join(thread, NULL);
  caller = pthread_self();
  /* Who does not wait for it. */
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("others"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("posted"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  deputy_task task = 0;
  CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("posted"), &task, DEPUTY_NO_ARGS, NULL), DEPUTY_OK, NULL);
  ENDS(task, DEPUTY_OK);
  deputy_task_free(task);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("awaits"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  /* Time is up: of the call back; of the call itself, before JavaScript calls back. */
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("hurries"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_TEXT(out, "DEPUTY_TIMED_OUT");
  deputy_value_free(&out);
  deputy_call_options short_time = {.struct_size = sizeof short_time, .timeout_ms = 300};
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("dawdles"), NULL, DEPUTY_NO_ARGS, &short_time), DEPUTY_TIMED_OUT, NULL);
  /* The thread ends in the call back. */
  CHECK_EQ(pthread_create(&thread, NULL, dies, NULL), 0);
  pthread_join(thread, NULL);
  caller = pthread_self();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("sorts"), &out, DEPUTY_ARGS(deputy_cstr("main"))), DEPUTY_OK, &out);
  deputy_value_free(&out);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("done"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  CHECK_EQ(deputy_task_live(), 0);
  return live_on();
}
