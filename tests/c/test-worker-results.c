// What a task ended with in JavaScript of one context reaches JavaScript of another, small or too large for a frame, a value or an error: as
// the result of an export that the page or another worker calls, and as a promise among the arguments of a call. Errors that cross from
// one worker to the page and on keep their words, and come back to their own context as the same objects.
// FEATURE: F31 F44 F66
// TIMEOUT: 40
#include "exports.h"

DEPUTY_JS(gives, (length, fails), {
  const text = 'w'.repeat(length);
  return new Promise((resolve, reject) => setTimeout(() => fails ? reject(globalThis.thrown = new RangeError(text)) : resolve(text), 1));
});
DEPUTY_JS(asks, (length, fails), { return deputy.call('follow', length, fails).then((text) => text.length, (error) => -error.cause.message.length); });
DEPUTY_JS(awaits, (promise), { return promise.then((text) => text.length, (error) => -error.cause.message.length); });
DEPUTY_JS(is_thrown, (error), { return error === globalThis.thrown; });
DEPUTY_JS(throws_again, (error), { throw error; });
DEPUTY_JS(throws, (), { throw (globalThis.thrown = new RangeError('of the worker')); });

static deputy_context a, b;

static deputy_task given(deputy_context where, double length, bool fails) {
  deputy_task task = 0;
  CHECK_STATUS(deputy_js_call_async(where, gives, &task, DEPUTY_ARGS(deputy_f64(length), deputy_bool(fails)), NULL), DEPUTY_OK, NULL);
  return task;
}
/* Freed when the next one is made: whoever has it as a promise by then is told all the same. */
static deputy_task last;
static deputy_status follows(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  deputy_task task = given(a, deputy_to_f64(args[0]), args[1].data.boolean);
  if (last) deputy_task_free(last);
  last = task;
  *out = deputy_task_value(task);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(follows, "follow(length: f64, fails: bool): string");

static deputy_status begins(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, NULL, &a, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, NULL, &b, NULL), DEPUTY_OK, NULL);
  deputy_call_options pump = {.struct_size = sizeof pump, .timeout_ms = BOUND, .flags = DEPUTY_CALL_PUMP};
  deputy_value got = deputy_null();
  for (int i = 0; i < 4; i++) {
    double length = i % 2 ? 100000 : 10;
    bool fails = i / 2;
    /* Another worker, and the one that has the bytes. */
    for (int other = 0; other < 2; other++) {
      CHECK_STATUS(deputy_js_call_with(other ? b : a, asks, &got, DEPUTY_ARGS(deputy_f64(length), deputy_bool(fails)), &pump), DEPUTY_OK, &got);
      CHECK_EQ(deputy_to_f64(got), fails ? -length : length);
    }
    const deputy_context all[] = {DEPUTY_UI, a, b};
    for (int to = 0; to < 3; to++) {
      for (int early = 0; early < 2; early++) {
        deputy_task task = given(a, length, fails);
        if (early) UNTIL(deputy_task_is_settled(task));
        CHECK_STATUS(deputy_js_call(all[to], awaits, &got, DEPUTY_ARGS(deputy_task_value(task))), DEPUTY_OK, &got);
        CHECK_EQ(deputy_to_f64(got), fails ? -length : length);
        deputy_task_free(task);
      }
    }
  }
  /* An error of one worker: words elsewhere, itself at home, also after the page and the other worker have thrown it on. */
  deputy_value error = deputy_null(), again = deputy_null();
  CHECK_STATUS(deputy_js_call(a, throws, &error, DEPUTY_NO_ARGS), DEPUTY_JS_EXCEPTION, &error);
  const deputy_context others[] = {DEPUTY_UI, b};
  for (int i = 0; i < 2; i++) {
    CHECK_STATUS(deputy_js_call(others[i], throws_again, &again, DEPUTY_ARGS(error)), DEPUTY_JS_EXCEPTION, &again);
    CHECK_CSTR(deputy_error_name(&again), "RangeError");
    CHECK_CSTR(deputy_error_message(&again), "of the worker");
    /* Both ways are in its stack. */
    CHECK(strstr(deputy_error_stack(&again), "throws_again (called by native thread main)") != NULL);
    CHECK(strstr(deputy_error_stack(&again), "throws (called by native thread main)") != NULL);
    CHECK_STATUS(deputy_js_call(a, is_thrown, &got, DEPUTY_ARGS(error)), DEPUTY_OK, &got);
    CHECK(got.data.boolean);
    deputy_value_free(&again);
  }
  /* From a task the same. */
  deputy_task task = given(a, 5, true);
  deputy_value_free(&error);
  CHECK_STATUS(deputy_task_wait(task, BOUND, &error), DEPUTY_JS_EXCEPTION, &error);
  CHECK(strstr(deputy_error_stack(&error), "gives (called by native thread main)") != NULL);
  CHECK_STATUS(deputy_js_call(a, is_thrown, &got, DEPUTY_ARGS(error)), DEPUTY_OK, &got);
  CHECK(got.data.boolean);
  deputy_value_free(&error);
  deputy_task_free(task);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(begins, "begin(): void");

int main(void) { return live_on(); }
