// JavaScript written in C: values in both directions, texts as in C, promises, what it throws, posts in order, asynchronous calls,
// cancelling with a signal, several threads, and functions of one name in two files and in two blocks.
// FEATURE: F14
// FLAGS: ${DIR}/inline-other.c
// NEEDS: inline-other.c
#include "check.h"
#include "inline-other.h"

DEPUTY_JS(twice, (text), { return text + text; });
DEPUTY_JS(kind, (value), { return value === null ? 'null' : typeof value; });
DEPUTY_JS(length, (text), { return text.length; });
DEPUTY_JS(many, (a, b, c = 3, ...rest), { return a + b + c + rest.length; });
DEPUTY_JS(nothing, (), {});
DEPUTY_JS(later, (ms, value), { return new Promise((resolve) => setTimeout(() => resolve(value), ms)); });
DEPUTY_JS_ASYNC(awaits, (ms), {
  const before = await later(1);  // the page's, not the C function of that name
  return before + ms;

  function later(n) { return new Promise((resolve) => setTimeout(resolve, 1, n)); }
});
DEPUTY_JS(throws, (text), { throw new RangeError(text); });
DEPUTY_JS(rejects, (text), { return Promise.reject(new TypeError(text)); });
/* The name of a function of JavaScript's: it calls that one, not itself. */
DEPUTY_JS(parseInt, (text), { return parseInt(text, 10); });
DEPUTY_JS(delete, (n), { return -n; });
DEPUTY_JS(true_text, (), {
  // Not what C makes of these.
  return [true, false, typeof NULL, typeof EOF].join();
});
DEPUTY_JS(signs, (), {
  const o = { 'a': [1, 2, 3], "b": { c: `x` } };   /* commas, all quotes; emcc halves pairs of backslashes */
  const { a: [first, ...others], b } = o;
  if (first !== 1 || !(others.length >= 2)) { return 'wrong'; }
  return "tab\tquote\"" + '\\\\' + [...others].map((x) => x ** 2).join(';') + (b?.c ?? 'none') + /^a\\d$/.test('a1') + "<::>";
});
DEPUTY_JS(context, (), { return typeof Module === 'object' && typeof Module['deputy'] === 'object'; });
DEPUTY_JS(note, (n), { (globalThis.noted ||= []).push(n); if (n === 13) { throw new Error('thirteen'); } });
DEPUTY_JS(notes, (), { const list = globalThis.noted.join(); globalThis.noted = []; return list; });
DEPUTY_JS(forever, (signal), {
  globalThis.forever = 'runs';
  return new Promise((_, reject) => signal.addEventListener('abort', () => { globalThis.forever = 'aborted'; reject(signal.reason); }));
});
DEPUTY_JS(forever_is, (), { return globalThis.forever; });
DEPUTY_JS(counter, (), { return globalThis.counter = (globalThis.counter || 0) + 1; });

static deputy_value out;
#define CALL(function, ...) \
  (out = deputy_null(), CHECK_STATUS(deputy_js_call(DEPUTY_UI, function, &out, __VA_ARGS__), DEPUTY_OK, &out))

static void values(void) {
  CALL(twice, DEPUTY_ARGS(deputy_str("\xc3\xa4\0b", 4)));
  CHECK_STR(out, "\xc3\xa4\0b\xc3\xa4\0b", 8);
  deputy_value_free(&out);
  const deputy_value kinds[] = {deputy_null(), deputy_undefined(), deputy_bool(true), deputy_i32(1), deputy_f64(.5), deputy_cstr("")};
  static const char *const names[] = {"null", "undefined", "boolean", "number", "number", "string"};
  for (int i = 0; i < 6; i++) {
    CALL(kind, &kinds[i], 1);
    CHECK_CSTR(out.data.string, names[i]);
    deputy_value_free(&out);
  }
  CALL(many, DEPUTY_ARGS(deputy_i32(1), deputy_i32(2)));
  CHECK_EQ(out.data.i32, 6);
  CALL(many, DEPUTY_ARGS(deputy_i32(1), deputy_i32(2), deputy_i32(10), deputy_null(), deputy_null()));
  CHECK_EQ(out.data.i32, 15);
  CALL(nothing, DEPUTY_NO_ARGS);
  CHECK_EQ(out.tag, DEPUTY_VALUE_UNDEFINED);
  CALL(parseInt, DEPUTY_ARGS(deputy_cstr("42px")));
  CHECK_EQ(out.data.i32, 42);
  CALL(delete, DEPUTY_ARGS(deputy_i32(4)));
  CHECK_EQ(out.data.i32, -4);
  CALL(context, DEPUTY_NO_ARGS);
  CHECK_EQ(out.tag, DEPUTY_VALUE_BOOL);
  CHECK(out.data.boolean);
  CALL(true_text, DEPUTY_NO_ARGS);
  CHECK_TEXT(out, "true,false,undefined,undefined");
  deputy_value_free(&out);
  CALL(signs, DEPUTY_NO_ARGS);
  CHECK_TEXT(out, "tab\tquote\"\\4;9xtrue<::>");
  deputy_value_free(&out);

  enum { LONG = 100000 };
  char *text = malloc(LONG);
  memset(text, 'x', LONG);
  CALL(length, DEPUTY_ARGS(deputy_str(text, LONG)));
  CHECK_EQ(out.data.i32, LONG);
  CALL(twice, DEPUTY_ARGS(deputy_str(text, LONG)));
  CHECK_EQ(out.len, 2 * LONG);
  deputy_value_free(&out);
  free(text);
}

static void errors(void) {
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, throws, &out, DEPUTY_ARGS(deputy_cstr("far"))), DEPUTY_JS_EXCEPTION, NULL);
  CHECK_CSTR(deputy_error_name(&out), "RangeError");
  CHECK_CSTR(deputy_error_message(&out), "far");
#ifndef CLOSURE /* it shortens names */
  CHECK(strstr(deputy_error_stack(&out), "throws") != NULL);
#endif
  deputy_value_free(&out);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, rejects, &out, DEPUTY_ARGS(deputy_cstr("no"))), DEPUTY_JS_EXCEPTION, NULL);
  CHECK_CSTR(deputy_error_name(&out), "TypeError");
  deputy_value_free(&out);
}

static void promises(void) {
  CALL(later, DEPUTY_ARGS(deputy_i32(1), deputy_cstr("late")));
  CHECK_TEXT(out, "late");
  deputy_value_free(&out);
  CALL(awaits, DEPUTY_ARGS(deputy_i32(4)));
  CHECK_EQ(out.data.i32, 5);
  deputy_call_options soon = DEPUTY_CALL_OPTIONS;
  soon.timeout_ms = 10;
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, later, NULL, DEPUTY_ARGS(deputy_i32(100), deputy_null()), &soon), DEPUTY_TIMED_OUT, NULL);

  deputy_task task = 0;
  CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, later, &task, DEPUTY_ARGS(deputy_i32(1), deputy_i32(8)), NULL), DEPUTY_OK, NULL);
  out = deputy_null();
  CHECK_STATUS(deputy_task_wait(task, 5000, &out), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 8);
  deputy_task_free(task);

  deputy_call_options signal = DEPUTY_CALL_OPTIONS;
  signal.flags = DEPUTY_CALL_SIGNAL;
  CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, forever, &task, DEPUTY_NO_ARGS, &signal), DEPUTY_OK, NULL);
  CALL(forever_is, DEPUTY_NO_ARGS);
  CHECK_TEXT(out, "runs");
  deputy_value_free(&out);
  CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait(task, 5000, NULL), DEPUTY_CANCELLED, NULL);
  CALL(forever_is, DEPUTY_NO_ARGS);
  CHECK_TEXT(out, "aborted");
  deputy_value_free(&out);
  deputy_task_free(task);
}

static void posts(void) {
  for (int i = 10; i < 16; i++) CHECK_STATUS(deputy_js_post(DEPUTY_UI, note, DEPUTY_ARGS(deputy_i32(i))), DEPUTY_OK, NULL);
  CALL(notes, DEPUTY_NO_ARGS);
  CHECK_TEXT(out, "10,11,12,13,14,15");
  deputy_value_free(&out);
}

static void names(void) {
  DEPUTY_JS(local, (), { return 'outer'; });
  deputy_js_fn *outer = local;
  {
    DEPUTY_JS(local, (), { return 'inner'; });
    CALL(local, DEPUTY_NO_ARGS);
    CHECK_TEXT(out, "inner");
    deputy_value_free(&out);
  }
  CALL(outer, DEPUTY_NO_ARGS);
  CHECK_TEXT(out, "outer");
  deputy_value_free(&out);
  CALL(twice, DEPUTY_ARGS(deputy_cstr("a")));
  CHECK_TEXT(out, "aa");
  deputy_value_free(&out);
  CALL(other_twice(), DEPUTY_ARGS(deputy_cstr("a")));
  CHECK_TEXT(out, "other a");
  deputy_value_free(&out);
  CALL(shared, DEPUTY_ARGS(deputy_i32(1)));
  const deputy_value one_more = out;
  CALL(other_shared(), &one_more, 1);
  CHECK_EQ(out.data.i32, 3);
}

enum { THREADS = 4, CALLS = 200 };

static void *thread(void *unused) {
  (void)unused;
  for (int i = 0; i < CALLS; i++) CHECK_STATUS(deputy_js_call(DEPUTY_UI, counter, NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  return NULL;
}

int main(void) {
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, thread, NULL), 0);
  for (int i = 0; i < THREADS; i++) CHECK_EQ(pthread_join(threads[i], NULL), 0);
  CALL(counter, DEPUTY_NO_ARGS);
  CHECK_EQ(out.data.i32, THREADS * CALLS + 1);
  values();
  errors();
  promises();
  posts();
  names();
  return check_result();
}
