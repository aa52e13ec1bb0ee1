// Functions that modules export: imported at the first call and once for all threads, relative to page and main script; `this`,
// values, errors; posts, asynchronous calls and calls of a thread keep their order while the module is on its way; a thread
// that leaves meanwhile; what is missing, cannot be read, throws, or has no such function, is told to calls, tasks and posts.
// FEATURE: F18 F10 F19
// ERRORS: Loading module
#include "tasks.h"

#define GOOD "../c/module-good.mjs"
#define SLOW "data:text/javascript,await globalThis.gate; globalThis.ran = 0; export const f = () => ++globalThis.ran;"
#define THROWS "data:text/javascript,throw new RangeError('at evaluation')"
#define SYNTAX "data:text/javascript,export const = ;"

static deputy_value out;
#define CALL(function, ...) \
  (out = deputy_null(), CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN(function), &out, __VA_ARGS__), DEPUTY_OK, &out))

static pthread_barrier_t together;

static void *first_calls(void *unused) {
  (void)unused;
  deputy_value sum = deputy_null();
  pthread_barrier_wait(&together);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN(GOOD "#add"), &sum, DEPUTY_ARGS(deputy_i32(1), deputy_i32(2))), DEPUTY_OK, &sum);
  CHECK_EQ(sum.data.i32, 3);
  return NULL;
}

static void order(void) {
  /* The module is on its way when the last of these is made; another file's address, so that it is imported once more. */
  for (int i = 0; i < 5; i++) CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN(GOOD "?again#note"), DEPUTY_ARGS(deputy_i32(i))), DEPUTY_OK, NULL);
  deputy_task tasks[3];
  for (int i = 0; i < 3; i++) tasks[i] = START(GOOD "?again#note", DEPUTY_ARGS(deputy_i32(10 + i)));
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN(GOOD "?again#note"), DEPUTY_ARGS(deputy_i32(20))), DEPUTY_OK, NULL);
  CALL(GOOD "?again#notes", DEPUTY_NO_ARGS);
  CHECK_TEXT(out, "0,1,2,3,4,10,11,12,20");
  deputy_value_free(&out);
  for (int i = 0; i < 3; i++) {
    CHECK_STATUS(deputy_task_wait(tasks[i], BOUND, NULL), DEPUTY_OK, NULL);
    deputy_task_free(tasks[i]);
  }
}

static void good(void) {
  pthread_t threads[4];
  pthread_barrier_init(&together, NULL, 4);
  for (int i = 0; i < 4; i++) CHECK_EQ(pthread_create(&threads[i], NULL, first_calls, NULL), 0);
  for (int i = 0; i < 4; i++) CHECK_EQ(pthread_join(threads[i], NULL), 0);
  CALL("evaluated", DEPUTY_NO_ARGS);
  CHECK_EQ(out.data.i32, 1);
  CALL(GOOD "#inner.times", DEPUTY_ARGS(deputy_i32(4)));
  CHECK_EQ(out.data.i32, 12);
  CALL(GOOD "#later", DEPUTY_ARGS(deputy_i32(6)));
  CHECK_EQ(out.data.i32, 6);
  CALL(GOOD "#default", DEPUTY_NO_ARGS);
  CHECK_TEXT(out, "the default");
  deputy_value_free(&out);
  CALL("mapped#answer", DEPUTY_NO_ARGS); /* by the option importModule */
  CHECK_EQ(out.data.i32, 42);
}

/* A name that is not a literal. */
static deputy_js_fn *by_name(const char *name) {
  deputy_js_fn *function = calloc(1, sizeof *function);
  function->name = strdup(name);
  function->len = (uint32_t)strlen(name);
  return function;
}

static void fails(const char *name, const char *part, const char *also) {
  deputy_js_fn *function = by_name(name);
  for (int turn = 0; turn < 2; turn++) {
    deputy_value error = deputy_null();
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, function, &error, DEPUTY_ARGS(deputy_i32(1))), DEPUTY_NOT_FOUND, &error);
    const char *message = deputy_error_message(&error);
    CHECK_CSTR(deputy_error_name(&error), "DeputyError");
    CHECK(strncmp(message, name, strlen(name)) == 0 || strncmp(message, name, (size_t)(strrchr(name, '#') - name)) == 0);
    if (!strstr(message, part) || !strstr(message, also)) CHECK_CSTR(message, part);
    deputy_value_free(&error);

    deputy_task task = 0;
    CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, function, &task, DEPUTY_NO_ARGS, NULL), DEPUTY_OK, NULL);
    error = deputy_null();
    CHECK_STATUS(deputy_task_wait(task, BOUND, &error), DEPUTY_NOT_FOUND, &error);
    if (!strstr(deputy_error_message(&error), part)) CHECK_CSTR(deputy_error_message(&error), part);
    deputy_value_free(&error);
    deputy_task_free(task);
  }
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, function, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
}

static void bad(void) {
  fails("../c/module-missing.mjs#f", "the module could not be imported: ", "");
  fails("no-such-package#f", "the module could not be imported: ", "");
  fails(THROWS "#f", "could not be imported: RangeError: at evaluation", "");
  fails(SYNTAX "#f", "could not be imported: SyntaxError: ", "");
  fails(GOOD "#nowhere", "nowhere does not exist; export it from the module", GOOD);
  fails(GOOD "#inner.nowhere", "inner.nowhere does not exist", GOOD);
  fails(GOOD "#no.where", "no does not exist", GOOD);
  fails(GOOD "#number", "number is number, not a function", GOOD);
  fails(GOOD "#", " does not exist", GOOD);
  /* It could not be imported the first time, and can the second. */
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("flaky#answer"), NULL, DEPUTY_NO_ARGS), DEPUTY_NOT_FOUND, NULL);
  CALL("flaky#answer", DEPUTY_NO_ARGS);
  CHECK_EQ(out.data.i32, 43);
}

static void as_object(void) {
  deputy_value module = deputy_null(), again = deputy_null();
  CHECK_STATUS(deputy_module_import(DEPUTY_UI, GOOD, &module), DEPUTY_OK, &module);
  CHECK_EQ(module.tag, DEPUTY_VALUE_OBJECT);
  CHECK_STATUS(deputy_module_import(DEPUTY_UI, GOOD, &again), DEPUTY_OK, &again);
  CHECK(deputy_to_object(again) == deputy_to_object(module));
  deputy_value_free(&again);
  CHECK_STATUS(deputy_object_get(deputy_to_object(module), "number", &out), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 5);
  CHECK_STATUS(deputy_object_call(deputy_to_object(module), "add", &out, DEPUTY_ARGS(deputy_i32(3), deputy_i32(4))), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 7);
  deputy_value_free(&module);
  CALL("evaluated", DEPUTY_NO_ARGS);
  CHECK_EQ(out.data.i32, 1);
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  options.flags = DEPUTY_CALL_OBJECT;
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("new " GOOD "#Point"), &out, DEPUTY_ARGS(deputy_i32(8)), &options), DEPUTY_OK, &out);
  deputy_value x = deputy_null();
  CHECK_STATUS(deputy_object_get(deputy_to_object(out), "x", &x), DEPUTY_OK, &x);
  CHECK_EQ(x.data.i32, 8);
  deputy_value_free(&out);

  CHECK_STATUS(deputy_module_import(DEPUTY_UI, "../c/module-missing.mjs", &out), DEPUTY_NOT_FOUND, NULL);
  CHECK(strstr(deputy_error_message(&out), "../c/module-missing.mjs: the module could not be imported: ") != NULL);
  deputy_value_free(&out);
  CHECK_STATUS(deputy_module_import(DEPUTY_UI, NULL, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
}

static void leaves(void) {
  CALL("close", DEPUTY_NO_ARGS);
  deputy_call_options soon = DEPUTY_CALL_OPTIONS;
  soon.timeout_ms = 20;
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN(SLOW "#f"), NULL, DEPUTY_NO_ARGS, &soon), DEPUTY_TIMED_OUT, NULL);
  deputy_task cancelled = START(SLOW "#f", DEPUTY_NO_ARGS);
  CALL("closed", DEPUTY_NO_ARGS); /* other calls go on */
  CHECK_STATUS(deputy_task_cancel(cancelled), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait(cancelled, BOUND, NULL), DEPUTY_CANCELLED, NULL);
  deputy_task_free(cancelled);
  /* A task that fails before anybody has seen its promise. */
  deputy_task own = own_task();
  deputy_task waits = START(SLOW "#f", DEPUTY_ARGS(deputy_task_value(own)));
  CHECK_STATUS(deputy_task_cancel(own), DEPUTY_OK, NULL);
  CALL("open", DEPUTY_NO_ARGS);
  out = deputy_null();
  CHECK_STATUS(deputy_task_wait(waits, BOUND, &out), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 3); /* those that were left had begun: they ran */
  deputy_task_free(waits);
  deputy_task_free(own);
}

int main(void) {
  order();
  good();
  as_object();
  bad();
  leaves();
  /* The posts that fail: the last of them when its module has been asked for. */
  deputy_stats stats = {.struct_size = sizeof stats};
  UNTIL(deputy_context_stats(DEPUTY_UI, &stats) == DEPUTY_OK && stats.posts_failed >= 9);
  return check_result();
}
