// JS workers: JavaScript of their own, called from every executor; objects that stay there; promises, timers, modules; what would wait for
// itself is refused; exports and callbacks from their JavaScript; how they end, and what becomes of what was under way.
// FEATURE: F66 F40 F21 F14 F18
// TIMEOUT: 60
#include "executors.h"
#include "exports.h"

DEPUTY_JS(remember, (key, value), {
  globalThis[key] = value;
  return deputy.context;
});
DEPUTY_JS(later, (ms, value), { return new Promise((resolve) => setTimeout(() => resolve(value), ms)); });
DEPUTY_JS(never, (), { return new Promise(() => {}); });
DEPUTY_JS(make, (), { return new Map([['a', 1]]); });
DEPUTY_JS(tick, (), {
  globalThis.ticks = 0;
  setInterval(() => globalThis.ticks++, 1);
});
DEPUTY_JS(ask_back, (a, b), { return deputy.call('add', a, b); });
DEPUTY_JS(call_back, (f, a), { return f(a); });
DEPUTY_JS(is_page, (), { return typeof WorkerGlobalScope == 'undefined' && !globalThis.deputy; });

static deputy_status add(const deputy_value *args, size_t argc, deputy_value *out, void *data) {
  (void)argc, (void)data;
  *out = deputy_f64(deputy_to_f64(args[0]) + deputy_to_f64(args[1]));
  return DEPUTY_OK;
}

DEPUTY_EXPORT(add, "add(a: f64, b: f64): f64");

static deputy_context started(deputy_send_fn body, void *data, deputy_task *task) {
  deputy_context id = 0;
  CHECK_STATUS(deputy_worker_spawn(body, data, NULL, NULL, &id, task), DEPUTY_OK, NULL);
  CHECK(id > 3);
  return id;
}

static double number_in(deputy_context where, deputy_js_fn *f, const deputy_value *args, size_t argc) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(where, f, &out, args, argc), DEPUTY_OK, &out);
  double number = deputy_to_f64(out);
  deputy_value_free(&out);
  return number;
}

static _Atomic deputy_context shared;

/* From each executor: calls, objects, promises, posts. */
static void from_anywhere(const char *executor) {
  (void)executor;
  deputy_context worker = shared;
  deputy_value out = deputy_null(), map = deputy_null();
  CHECK_EQ(number_in(worker, remember, DEPUTY_ARGS(deputy_cstr("mine"), deputy_f64(42))), worker);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, is_page, &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_EQ(out.data.boolean, true);

  CHECK_STATUS(deputy_js_call(worker, make, &map, DEPUTY_NO_ARGS), DEPUTY_OK, &map);
  CHECK_EQ(map.tag, DEPUTY_VALUE_OBJECT);
  /* It goes to its owner by itself, and nowhere else. */
  CHECK_EQ(number_in(DEPUTY_ANY, DEPUTY_FN(".get"), DEPUTY_ARGS(map, deputy_cstr("a"))), 1);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN(".get"), &out, DEPUTY_ARGS(map, deputy_cstr("a"))), DEPUTY_WRONG_CONTEXT, &out);
  CHECK_STATUS(deputy_object_get(deputy_to_object(map), "size", &out), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(out), 1);
  deputy_value_free(&map);

  CHECK_EQ(number_in(worker, later, DEPUTY_ARGS(deputy_i32(5), deputy_i32(7))), 7);
  deputy_task task = 0;
  CHECK_STATUS(deputy_js_call_async(worker, later, &task, DEPUTY_ARGS(deputy_i32(5), deputy_i32(8)), NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait(task, BOUND, &out), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(out), 8);
  deputy_task_free(task);
  CHECK_STATUS(deputy_js_post(worker, remember, DEPUTY_ARGS(deputy_cstr("posted"), deputy_f64(1))), DEPUTY_OK, NULL);
  CHECK_EQ(number_in(worker, later, DEPUTY_ARGS(deputy_i32(0), deputy_i32(1))), 1);

  deputy_call_options soon = {.struct_size = sizeof soon, .timeout_ms = 30};
  CHECK_STATUS(deputy_js_call_with(worker, never, &out, DEPUTY_NO_ARGS, &soon), DEPUTY_TIMED_OUT, &out);
  CHECK_STATUS(deputy_js_call_async(worker, never, &task, DEPUTY_NO_ARGS, NULL), DEPUTY_OK, NULL);
  deputy_task_cancel(task);
  ENDS(task, DEPUTY_CANCELLED);
  deputy_task_free(task);

  /* Its JavaScript calls native code. */
  CHECK_EQ(number_in(worker, DEPUTY_FN("Number"), DEPUTY_ARGS(deputy_cstr("12"))), 12);
  CHECK_STATUS(deputy_js_call(worker, DEPUTY_FN("nothing.there"), &out, DEPUTY_NO_ARGS), DEPUTY_NOT_FOUND, &out);
  deputy_value_free(&out);
}

static deputy_status doubled(const deputy_value *args, size_t argc, deputy_value *out, void *data) {
  (void)argc, (void)data;
  *out = deputy_f64(2 * deputy_to_f64(args[0]));
  return DEPUTY_OK;
}

/* On the worker itself. */
static deputy_status inside(void *data, deputy_value *out) {
  (void)data;
  deputy_value value = deputy_null();
  /* Without a context it is its own JavaScript; what is there already runs at once. */
  CHECK_EQ(number_in(DEPUTY_ANY, remember, DEPUTY_ARGS(deputy_cstr("own"), deputy_f64(5))), deputy_context_current());
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, is_page, &value, DEPUTY_NO_ARGS), DEPUTY_OK, &value);
  CHECK_STATUS(deputy_js_call(deputy_context_current(), later, &value, DEPUTY_ARGS(deputy_i32(0), deputy_i32(1))), DEPUTY_DEADLOCK, &value);
  deputy_value_free(&value);
  deputy_task task = 0;
  CHECK_STATUS(deputy_js_call_async(DEPUTY_ANY, never, &task, DEPUTY_NO_ARGS, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait(task, BOUND, &value), DEPUTY_DEADLOCK, &value);
  deputy_task_cancel(task);
  deputy_task_free(task);
  CHECK_STATUS(deputy_js_call(DEPUTY_ANY, tick, NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  *out = deputy_cstr("was here");
  return DEPUTY_OK;
}

static deputy_status fails(void *data, deputy_value *out) {
  (void)data, (void)out;
  return DEPUTY_NOT_FOUND;
}

static deputy_status leaves(void *data, deputy_value *out) {
  (void)data, (void)out;
  pthread_exit(NULL);
}

static deputy_status ends_itself(void *data, deputy_value *out) {
  (void)out;
  CHECK_EQ(deputy_worker_end(deputy_context_current()), DEPUTY_OK);
  count_ran(data);
  return DEPUTY_OK;
}

static deputy_status which(void *data, deputy_value *out) {
  (void)data;
  *out = deputy_f64(deputy_context_current());
  return DEPUTY_OK;
}

int main(void) {
  deputy_task end = 0, task = 0, other_task = 0;
  deputy_value out = deputy_null(), map = deputy_null();
  shared = started(NULL, NULL, &end);
  ON_EACH_EXECUTOR(from_anywhere);

  /* Functions that are sent run there. */
  CHECK_STATUS(deputy_context_send(shared, which, NULL, NULL, &out, NULL), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(out), shared);

  /* Exports and callbacks; the deputy serves while it waits for them. */
  deputy_call_options pump = {.struct_size = sizeof pump, .timeout_ms = BOUND, .flags = DEPUTY_CALL_PUMP};
  CHECK_STATUS(deputy_js_call_with(shared, ask_back, &out, DEPUTY_ARGS(deputy_f64(3), deputy_f64(4)), &pump), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(out), 7);
  deputy_callback callback = 0;
  CHECK_STATUS(deputy_callback_new(doubled, NULL, NULL, NULL, &callback), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_call_with(shared, call_back, &out, DEPUTY_ARGS(deputy_callback_value(callback), deputy_f64(21)), &pump), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(out), 42);
  deputy_callback_free(callback);

  /* A module, once for this worker, with its own state. */
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("address"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  deputy_value name = out;
  deputy_value module = deputy_null();
  CHECK_STATUS(deputy_js_call(shared, DEPUTY_FN("deputy:import"), &module, DEPUTY_ARGS(name)), DEPUTY_OK, &module);
  CHECK_EQ(module.tag, DEPUTY_VALUE_RECORD);
  deputy_value_free(&module);
  deputy_value_free(&name);

  /* Its own way in; an event loop that goes on; another worker's objects are not its own. */
  deputy_context other = started(inside, NULL, &other_task);
  CHECK(other != shared);
  UNTIL(number_in(other, DEPUTY_FN("globalThis.ticks.valueOf"), DEPUTY_NO_ARGS) > 3);
  CHECK_EQ(number_in(other, DEPUTY_FN("own.valueOf"), DEPUTY_NO_ARGS), 5);
  CHECK_STATUS(deputy_js_call(shared, DEPUTY_FN("own.valueOf"), &out, DEPUTY_NO_ARGS), DEPUTY_NOT_FOUND, &out);
  deputy_value_free(&out);
  CHECK_STATUS(deputy_js_call(shared, make, &map, DEPUTY_NO_ARGS), DEPUTY_OK, &map);
  CHECK_STATUS(deputy_js_call(other, DEPUTY_FN(".get"), &out, DEPUTY_ARGS(map)), DEPUTY_WRONG_CONTEXT, &out);

  /* The end: what is pending is closed, then all of it is stale. */
  deputy_task pending = 0;
  CHECK_STATUS(deputy_js_call_async(shared, never, &pending, DEPUTY_NO_ARGS, NULL), DEPUTY_OK, NULL);
  CHECK_EQ(deputy_worker_end(shared), DEPUTY_OK);
  ENDS(end, DEPUTY_OK);
  ENDS(pending, DEPUTY_CLOSED);
  CHECK_STATUS(deputy_js_call(shared, make, NULL, DEPUTY_NO_ARGS), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_js_call(DEPUTY_ANY, DEPUTY_FN(".get"), NULL, DEPUTY_ARGS(map)), DEPUTY_STALE, NULL);
  CHECK_EQ(deputy_worker_end(shared), DEPUTY_STALE);
  deputy_value_free(&map);
  deputy_task_free(end);
  deputy_task_free(pending);
  CHECK_STATUS(deputy_task_wait(other_task, 0, &out), DEPUTY_TIMED_OUT, &out);
  deputy_task_cancel(other_task);
  ENDS(other_task, DEPUTY_CANCELLED);
  deputy_task_free(other_task);
  UNTIL(deputy_js_call(other, make, NULL, DEPUTY_NO_ARGS) == DEPUTY_STALE);

  /* The record is used again: the old id and the old handles stay stale. */
  CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, NULL, &other, &task), DEPUTY_OK, NULL);
  CHECK(other != shared);
  CHECK_STATUS(deputy_js_call(other, make, &map, DEPUTY_NO_ARGS), DEPUTY_OK, &map);
  deputy_object old = deputy_to_object(map);
  CHECK_EQ(deputy_worker_end(other), DEPUTY_OK);
  ENDS(task, DEPUTY_OK);
  deputy_task_free(task);
  deputy_context third = started(NULL, NULL, &task);
  deputy_value newer = deputy_null();
  CHECK_STATUS(deputy_js_call(third, make, &newer, DEPUTY_NO_ARGS), DEPUTY_OK, &newer);
  CHECK(deputy_to_object(newer) != old);
  CHECK_STATUS(deputy_js_call(DEPUTY_ANY, DEPUTY_FN(".get"), &out, DEPUTY_ARGS(map)), DEPUTY_STALE, &out);
  deputy_value_free(&out);
  deputy_value_free(&newer);
  CHECK_EQ(deputy_worker_end(third), DEPUTY_OK);
  ENDS(task, DEPUTY_OK);
  deputy_task_free(task);

  /* A function that fails, leaves, or ends its worker. */
  deputy_context brief = started(fails, NULL, &task);
  ENDS(task, DEPUTY_NOT_FOUND);
  deputy_task_free(task);
  brief = started(leaves, NULL, &task);
  ENDS(task, DEPUTY_CLOSED);
  deputy_task_free(task);
  counts ran = {0};
  brief = started(ends_itself, &ran, &task);
  ENDS(task, DEPUTY_OK);
  CHECK_EQ(ran.ran, 1);
  deputy_task_free(task);
  UNTIL(deputy_worker_end(brief) == DEPUTY_STALE);

  /* Bad input. */
  CHECK_EQ(deputy_worker_spawn(NULL, NULL, NULL, NULL, NULL, NULL), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(deputy_worker_open(NULL), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(deputy_worker_end(12345), DEPUTY_STALE);
  CHECK_EQ(deputy_worker_end(DEPUTY_MAIN), DEPUTY_UNSUPPORTED);

  /* The deputy's own: it serves while it waits in a call of its own that gives no promise. */
  deputy_context own = 0;
  CHECK_STATUS(deputy_js_call(DEPUTY_MAIN, make, NULL, DEPUTY_NO_ARGS), DEPUTY_UNSUPPORTED, NULL);
  CHECK_EQ(deputy_worker_open(&own), DEPUTY_OK);
  CHECK_EQ(own, DEPUTY_MAIN);
  CHECK_STATUS(deputy_js_call(own, make, &map, DEPUTY_NO_ARGS), DEPUTY_OK, &map);
  CHECK_EQ(number_in(DEPUTY_ANY, DEPUTY_FN(".get"), DEPUTY_ARGS(map, deputy_cstr("a"))), 1);
  deputy_value_free(&map);
  /* One is left to itself: it does not delay the end. */
  started(NULL, NULL, NULL);
  return check_result();
}
