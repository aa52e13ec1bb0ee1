// What JavaScript throws crosses to native code and comes back as the same object: from a call, a task, arrays and records, through
// arguments, in failures of exports and callbacks, large or small, from another thread. Its stack ends with who called. What is no
// object comes back as a text. Copies and freed values keep the count: nothing is left.
// FEATURE: F44
#include "exports.h"

/* The last line of the stack begins so. */
static void ends_with(const deputy_value *error, const char *what) {
  const char *stack = deputy_error_stack(error), *before = strrchr(stack, '\n'), *line = before ? before + 1 : stack;
  if (strncmp(line, what, strlen(what)) != 0) CHECK_CSTR(line, what);
}

/* Fails with what the import threw. */
static deputy_status fails(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  deputy_status status = deputy_js_call(DEPUTY_UI, DEPUTY_FN("throws"), out, args, 1);
  CHECK_STATUS(status, DEPUTY_JS_EXCEPTION, NULL);
  CHECK_EQ(out->tag, DEPUTY_VALUE_ERROR);
  return status;
}
DEPUTY_EXPORT(fails, "fails(key: string)");

/* Gives what the import threw as a value, by way of a copy. */
static deputy_status gives(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  deputy_value error = deputy_null();
  fails(args, argc, &error, userdata);
  deputy_status status = deputy_value_copy(&error, out);
  deputy_value_free(&error);
  return status;
}
DEPUTY_EXPORT(gives, "gives(key: string)");

/* Gives back, or fails with, what it gets. */
static deputy_status echoes(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  CHECK_STATUS(deputy_value_copy(&args[0], out), DEPUTY_OK, NULL);
  return (deputy_status)args[1].data.i32;
}
DEPUTY_EXPORT(echoes, "echo(value: any, status: i32)");

static deputy_status calls_back(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc;
  deputy_callback callback = 0;
  CHECK_STATUS(deputy_callback_new(echoes, userdata, NULL, NULL, &callback), DEPUTY_OK, NULL);
  *out = deputy_callback_into_value(callback);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(calls_back, "callback()");

/* The outcome of a task, waited for by two, and as the export's own. */
static deputy_status awaits(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  deputy_task task = START("rejects", args, 1);
  ENDS(task, DEPUTY_JS_EXCEPTION);
  deputy_status status = deputy_task_wait(task, BOUND, out);
  CHECK_EQ(out->tag, DEPUTY_VALUE_ERROR);
  ends_with(out, "    at rejects (called by native thread main)");
  deputy_task_free(task);
  return status;
}
DEPUTY_EXPORT(awaits, "awaits(key: string)");
static deputy_task followed;
static deputy_status follows(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)userdata;
  if (followed) deputy_task_free(followed);
  followed = argc && args[0].tag == DEPUTY_VALUE_STRING ? START("rejects", args, 1) : 0;
  *out = followed ? deputy_task_value(followed) : deputy_null();
  return DEPUTY_OK;
}
DEPUTY_EXPORT(follows, "follows(key?: string)");

/* As arguments of a call, a post, an asynchronous call, in an array; and a task that JavaScript awaits. */
static void *passes(void *memory) {
  const deputy_value key = deputy_cstr(memory);
  deputy_value error = deputy_null(), mixed = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("throws"), &error, &key, 1), DEPUTY_JS_EXCEPTION, NULL);
  ends_with(&error, "    at throws (called by native thread ");
  CHECK_EQ(ASK("is", DEPUTY_ARGS(key, error)), 1);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("is"), DEPUTY_ARGS(key, error)), DEPUTY_OK, NULL);
  deputy_task task = START("is", DEPUTY_ARGS(key, error));
  deputy_value items[] = {error, key, error};
  CHECK_EQ(ASK("is", DEPUTY_ARGS(key, deputy_array(items, 3))), 1);
  /* The object itself is somewhat more than the error: it has properties. */
  deputy_object object = deputy_error_object(&error);
  CHECK(object != 0);
  CHECK_EQ(ASK("is", DEPUTY_ARGS(key, deputy_object_value(object))), 1);
  deputy_value got = deputy_null();
  CHECK_STATUS(deputy_object_get(object, "detail", &got), DEPUTY_OK, &got);
  CHECK_EQ(got.data.i32, 7);
  deputy_task own = own_task();
  CHECK_STATUS(deputy_task_resolve(own, &error), DEPUTY_OK, NULL);
  CHECK_EQ(ASK("is", DEPUTY_ARGS(key, deputy_task_value(own))), 1);
  deputy_task_free(own);
  deputy_value_free(&error);
  ENDS(task, DEPUTY_OK);
  deputy_task_free(task);
  UNTIL(deputy_object_get(object, "detail", NULL) == DEPUTY_STALE);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("holds"), &mixed, &key, 1), DEPUTY_OK, &mixed);
  CHECK_EQ(ASK("is", DEPUTY_ARGS(key, mixed)), 1);
  CHECK(deputy_error_object(&mixed) == 0);
  deputy_value_free(&mixed);
  /* Nobody wants it. */
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("throws"), NULL, &key, 1), DEPUTY_JS_EXCEPTION, NULL);
  deputy_task_free(START("rejects", &key, 1));
  return NULL;
}
static deputy_status passes_all(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)out, (void)userdata;
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, passes, (void *)(uintptr_t)args[0].data.string), 0);
  pthread_join(thread, NULL);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(passes_all, "passes(key: string): void");

int main(void) { return live_on(); }
