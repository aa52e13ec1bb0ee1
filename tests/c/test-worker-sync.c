// Synchronous callbacks and calls in JavaScript of a thread's own: its own functions run at once, from its functions and from its event
// loop; those of the thread that waits for the JavaScript run there, to and fro, with large values; all others are refused. Strangers
// keep their turn. Timeouts, threads that end, promises.
// FEATURE: F27 F24 F66 F48
// TIMEOUT: 60
#include "exports.h"

DEPUTY_JS(sorts, (compare, large), {
  const list = [3, 1, 2];
  if (large) list.push('x'.repeat(5000));
  return JSON.stringify(list.sort((a, b) => compare(a, b)).map((one) => String(one).length));
});
DEPUTY_JS(applies, (f, ...args), { return f(...args); });
DEPUTY_JS(fails_with, (f, ...args), {
  try {
    f(...args);
    return 'nothing was thrown';
  } catch (error) {
    return error.code + ' ' + error.message;
  }
});
DEPUTY_JS(keeps, (f), { globalThis.kept = f; });
DEPUTY_JS(calls_kept, (...args), {
  return new Promise((resolve) => setTimeout(() => {
    try {
      resolve(globalThis.kept(...args));
    } catch (error) {
      resolve(error.code);
    }
  }));
});
DEPUTY_JS(calls_sync, (name, argument, options), {
  try {
    return deputy.callSync(name, argument, options);
  } catch (error) {
    return error.code + ' ' + error.message;
  }
});
DEPUTY_JS(later, (ms), { return new Promise((resolve) => setTimeout(() => resolve(ms), ms)); });
DEPUTY_JS(notes, (text), {
  (globalThis.noted ||= []).push(text);
  return globalThis.noted.join();
});
DEPUTY_JS(collects, (f), { (globalThis.all ||= []).push(f); });
DEPUTY_JS(down, (f, n), { return n === 0 ? 0 : 1 + f(n); });

static _Atomic deputy_context worker;

static deputy_status compare(const deputy_value *args, size_t argc, deputy_value *out, void *thread) {
  (void)argc;
  CHECK(pthread_equal(pthread_self(), *(pthread_t *)thread));
  double a = args[0].tag == DEPUTY_VALUE_STRING ? 9 : deputy_to_f64(args[0]), b = args[1].tag == DEPUTY_VALUE_STRING ? 9 : deputy_to_f64(args[1]);
  *out = deputy_f64(a - b);
  return DEPUTY_OK;
}

static deputy_callback made(deputy_export_fn function, void *data) {
  deputy_callback_options options = DEPUTY_CALLBACK_OPTIONS;
  options.flags = DEPUTY_CALLBACK_SYNC;
  deputy_callback callback = 0;
  CHECK_STATUS(deputy_callback_new(function, data, NULL, &options, &callback), DEPUTY_OK, NULL);
  return callback;
}

static void text_is(deputy_js_fn *f, const deputy_value *args, size_t argc, const char *expected) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(atomic_load(&worker), f, &out, args, argc), DEPUTY_OK, &out);
  CHECK_EQ(out.tag, DEPUTY_VALUE_STRING);
  if (out.tag == DEPUTY_VALUE_STRING && strncmp(out.data.string, expected, strlen(expected)) != 0) CHECK_CSTR(out.data.string, expected);
  deputy_value_free(&out);
}

/* Values to and fro from a function that calls JavaScript itself. */
static deputy_status descends(const deputy_value *args, size_t argc, deputy_value *out, void *self) {
  (void)argc;
  CHECK_STATUS(deputy_js_post(atomic_load(&worker), notes, DEPUTY_ARGS(deputy_cstr("posted"))), DEPUTY_OK, NULL);
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = BOUND};
  return deputy_js_call_with(atomic_load(&worker), down, out, DEPUTY_ARGS(deputy_callback_value(*(deputy_callback *)self), deputy_f64(deputy_to_f64(args[0]) - 1)), &options);
}
static deputy_status waits_for_promise(const deputy_value *args, size_t argc, deputy_value *out, void *data) {
  (void)args, (void)argc, (void)data;
  deputy_value got = deputy_null();
  deputy_status status = deputy_js_call(atomic_load(&worker), later, &got, DEPUTY_ARGS(deputy_i32(1)));
  deputy_value_free(&got);
  *out = deputy_i32(status);
  return DEPUTY_OK;
}
static deputy_status fails(const deputy_value *args, size_t argc, deputy_value *out, void *data) {
  (void)args, (void)argc, (void)data;
  *out = deputy_cstr("not today");
  return DEPUTY_OUT_OF_RANGE;
}
static deputy_status sleeps(const deputy_value *args, size_t argc, deputy_value *out, void *data) {
  (void)args, (void)argc, (void)out, (void)data;
  usleep(200 * 1000);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(sleeps, "sleeps");
static deputy_status where_am_i(const deputy_value *args, size_t argc, deputy_value *out, void *data) {
  (void)args, (void)argc, (void)data;
  *out = deputy_f64(deputy_context_current());
  return DEPUTY_OK;
}
DEPUTY_EXPORT(where_am_i, "where");
static deputy_task lasting;
static deputy_status gives_task(const deputy_value *args, size_t argc, deputy_value *out, void *data) {
  (void)args, (void)argc, (void)data;
  *out = deputy_task_value(lasting);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(gives_task, "task");
static deputy_status exits(const deputy_value *args, size_t argc, deputy_value *out, void *data) {
  (void)args, (void)argc, (void)out, (void)data;
  pthread_exit(NULL);
}
DEPUTY_EXPORT(exits, "exits");

static pthread_t worker_thread;

/* On the worker: its own functions. */
static deputy_status on_worker(void *data, deputy_value *out) {
  (void)data, (void)out;
  worker_thread = pthread_self();
  atomic_store(&worker, deputy_context_current());
  deputy_callback callback = made(compare, &worker_thread);
  text_is(sorts, DEPUTY_ARGS(deputy_callback_value(callback), deputy_bool(false)), "[1,1,1]");
  text_is(sorts, DEPUTY_ARGS(deputy_callback_value(callback), deputy_bool(true)), "[1,1,1,5000]");
  deputy_callback bad = made(fails, NULL);
  text_is(fails_with, DEPUTY_ARGS(deputy_callback_value(bad)), "DEPUTY_OUT_OF_RANGE callback: not today");
  CHECK_STATUS(deputy_js_call(DEPUTY_ANY, keeps, NULL, DEPUTY_ARGS(deputy_callback_value(callback))), DEPUTY_OK, NULL);
  deputy_callback_free(bad);
  deputy_callback_free(callback);
  return DEPUTY_OK;
}

static void *stranger(void *data) {
  (void)data;
  CHECK_STATUS(deputy_js_post(atomic_load(&worker), notes, DEPUTY_ARGS(deputy_cstr("stranger"))), DEPUTY_OK, NULL);
  return NULL;
}
static deputy_status lets_stranger(const deputy_value *args, size_t argc, deputy_value *out, void *data) {
  (void)args, (void)argc, (void)out, (void)data;
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, stranger, NULL), 0);
  pthread_join(thread, NULL);
  CHECK_STATUS(deputy_js_post(atomic_load(&worker), notes, DEPUTY_ARGS(deputy_cstr("caller"))), DEPUTY_OK, NULL);
  deputy_value got = deputy_null();
  CHECK_STATUS(deputy_js_call(atomic_load(&worker), notes, &got, DEPUTY_ARGS(deputy_cstr("called"))), DEPUTY_OK, &got);
  CHECK_TEXT(got, "caller,called");
  deputy_value_free(&got);
  return DEPUTY_OK;
}

/* A thread that ends in the function that JavaScript of the worker waits for. */
static deputy_callback left_behind;
static void *ends_inside(void *data) {
  (void)data;
  deputy_context id = 0;
  CHECK_STATUS(deputy_context_open(&id), DEPUTY_OK, NULL);
  left_behind = made(exits, NULL);
  deputy_value out = deputy_null();
  deputy_js_call(atomic_load(&worker), fails_with, &out, DEPUTY_ARGS(deputy_callback_value(left_behind)));
  CHECK(false);
  return NULL;
}

int main(void) {
  deputy_task end = 0;
  deputy_context id = 0;
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_worker_spawn(on_worker, NULL, NULL, NULL, &id, &end), DEPUTY_OK, NULL);
  UNTIL(worker != 0);

  /* From its event loop. */
  CHECK_STATUS(deputy_js_call(id, calls_kept, &out, DEPUTY_ARGS(deputy_i32(7), deputy_i32(2))), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(out), 5);

  /* The deputy's, while it waits. */
  pthread_t self = pthread_self();
  deputy_callback mine = made(compare, &self);
  text_is(sorts, DEPUTY_ARGS(deputy_callback_value(mine), deputy_bool(false)), "[1,1,1]");
  text_is(sorts, DEPUTY_ARGS(deputy_callback_value(mine), deputy_bool(true)), "[1,1,1,5000]");
  /* When it does not, it is refused: at once, from the event loop of the worker. */
  CHECK_STATUS(deputy_js_call(id, keeps, NULL, DEPUTY_ARGS(deputy_callback_value(mine))), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_call(id, calls_kept, &out, DEPUTY_ARGS(deputy_i32(7), deputy_i32(2))), DEPUTY_OK, &out);
  CHECK_TEXT(out, "DEPUTY_UNSUPPORTED");
  deputy_value_free(&out);
  deputy_callback_free(mine);

  deputy_callback deep = 0;
  deep = made(descends, &deep);
  CHECK_STATUS(deputy_js_call(id, down, &out, DEPUTY_ARGS(deputy_callback_value(deep), deputy_i32(20))), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(out), 20);
  deputy_callback_free(deep);
  CHECK_STATUS(deputy_js_call(id, notes, &out, DEPUTY_ARGS(deputy_cstr("end"))), DEPUTY_OK, &out);
  CHECK_EQ(out.len, 20 * 7 + 3);
  deputy_value_free(&out);
  CHECK_STATUS(deputy_js_call(id, DEPUTY_FN("Reflect.deleteProperty"), &out, DEPUTY_NO_ARGS), DEPUTY_JS_EXCEPTION, &out);
  deputy_value_free(&out);

  deputy_callback promise = made(waits_for_promise, NULL);
  CHECK_STATUS(deputy_js_call(id, applies, &out, DEPUTY_ARGS(deputy_callback_value(promise))), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, DEPUTY_DEADLOCK);
  deputy_callback_free(promise);
  deputy_callback bad = made(fails, NULL);
  text_is(fails_with, DEPUTY_ARGS(deputy_callback_value(bad)), "DEPUTY_OUT_OF_RANGE callback: not today");
  deputy_callback_free(bad);

  /* callSync. */
  deputy_value pairs[] = {deputy_cstr("context"), deputy_f64(id)};
  deputy_value here = deputy_record(pairs, 1), null = deputy_null();
  CHECK_STATUS(deputy_js_call(id, calls_sync, &out, DEPUTY_ARGS(deputy_cstr("where"), null, here)), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(out), id);
  text_is(calls_sync, DEPUTY_ARGS(deputy_cstr("nowhere"), null, here), "DEPUTY_NOT_FOUND");
  lasting = own_task();
  text_is(calls_sync, DEPUTY_ARGS(deputy_cstr("task"), null, here), "DEPUTY_WOULD_BLOCK");
  deputy_value done = deputy_cstr("done");
  CHECK_STATUS(deputy_task_resolve(lasting, &done), DEPUTY_OK, NULL);
  text_is(calls_sync, DEPUTY_ARGS(deputy_cstr("task"), null, here), "done");
  deputy_task_free(lasting);
  /* Without a context it is the deputy's, which waits. */
  CHECK_STATUS(deputy_js_call(id, calls_sync, &out, DEPUTY_ARGS(deputy_cstr("where"))), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(out), DEPUTY_MAIN);
  deputy_value background[] = {deputy_cstr("context"), deputy_cstr("background")};
  text_is(calls_sync, DEPUTY_ARGS(deputy_cstr("where"), null, deputy_record(background, 1)), "DEPUTY_UNSUPPORTED");
  deputy_value brief[] = {deputy_cstr("context"), deputy_cstr("caller"), deputy_cstr("timeout"), deputy_i32(20)};
  text_is(calls_sync, DEPUTY_ARGS(deputy_cstr("sleeps"), null, deputy_record(brief, 2)), "DEPUTY_TIMED_OUT");

  /* A stranger's post comes after the call, what the caller sends runs in it. */
  CHECK_STATUS(deputy_js_call(id, DEPUTY_FN("noted.splice"), &out, DEPUTY_ARGS(deputy_i32(0))), DEPUTY_OK, &out);
  deputy_value_free(&out);
  deputy_callback lets = made(lets_stranger, NULL);
  CHECK_STATUS(deputy_js_call(id, applies, &out, DEPUTY_ARGS(deputy_callback_value(lets))), DEPUTY_OK, &out);
  deputy_callback_free(lets);
  CHECK_STATUS(deputy_js_call(id, notes, &out, DEPUTY_ARGS(deputy_cstr("end"))), DEPUTY_OK, &out);
  CHECK_TEXT(out, "caller,called,stranger,end");
  deputy_value_free(&out);

  /* The thread ends in it; the worker goes on. */
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, ends_inside, NULL), 0);
  pthread_join(thread, NULL);
  deputy_callback_free(left_behind);
  CHECK_STATUS(deputy_js_call(id, notes, &out, DEPUTY_ARGS(deputy_cstr("alive"))), DEPUTY_OK, &out);
  deputy_value_free(&out);

  /* More than it has frames for. */
  for (int i = 0; i < 3000; i++) {
    deputy_callback one = made(fails, NULL);
    CHECK_STATUS(deputy_js_call(id, collects, NULL, DEPUTY_ARGS(deputy_callback_value(one))), DEPUTY_OK, NULL);
    deputy_callback_free(one);
  }
  CHECK(deputy_callback_live() >= 3000);

  CHECK_EQ(deputy_worker_end(id), DEPUTY_OK);
  ENDS(end, DEPUTY_OK);
  deputy_task_free(end);
  /* What its JavaScript held is let go. */
  UNTIL(deputy_callback_live() == 0);

  /* The deputy's own JavaScript. */
  CHECK_STATUS(deputy_worker_open(&id), DEPUTY_OK, NULL);
  atomic_store(&worker, id);
  mine = made(compare, &self);
  text_is(sorts, DEPUTY_ARGS(deputy_callback_value(mine), deputy_bool(true)), "[1,1,1,5000]");
  CHECK_STATUS(deputy_js_call(id, calls_sync, &out, DEPUTY_ARGS(deputy_cstr("where"))), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(out), DEPUTY_MAIN);
  deputy_callback_free(mine);
  return check_result();
}
