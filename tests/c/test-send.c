// A function is sent for its result: to another thread, the background, the page, the deputy and to the sender itself, where it
// runs at once. Values of every kind and failures come back; drop runs exactly once, before the sender is told.
// FEATURE: F68
#include "tasks.h"

static counts counted;
static server there;
static deputy_context where;

static deputy_status gives(void *value, deputy_value *out) {
  atomic_fetch_add(&counted.ran, 1);
  where = deputy_context_current();
  CHECK_EQ(out->tag, DEPUTY_VALUE_NULL);
  CHECK(!deputy_is_cancelled());
  if (value) *out = *(deputy_value *)value;
  return DEPUTY_OK;
}
static void dropped(void *unused) {
  (void)unused;
  atomic_fetch_add(&counted.dropped, 1);
}

static deputy_status fails(void *status, deputy_value *out) {
  *out = deputy_cstr("ignored");
  return (deputy_status)(intptr_t)status;
}
static deputy_status owned(void *length, deputy_value *out) {
  size_t len = (size_t)length;
  char *bytes = malloc(len + 1);
  memset(bytes, 'o', len);
  deputy_value borrowed = deputy_str(bytes, len);
  CHECK_STATUS(deputy_value_copy(&borrowed, out), DEPUTY_OK, NULL);
  free(bytes);
  return DEPUTY_OK;
}
static deputy_status throws(void *unused, deputy_value *out) {
  (void)unused;
  return deputy_js_call(DEPUTY_UI, DEPUTY_FN("throws"), out, DEPUTY_ARGS(deputy_cstr("through two borders")));
}

static int ran, drops;
static deputy_value sends(deputy_context context, deputy_value given) {
  deputy_value out = deputy_undefined();
  where = 0;
  CHECK_STATUS(deputy_context_send(context, gives, &given, dropped, &out, NULL), DEPUTY_OK, NULL);
  CHECK_EQ(where, context);
  CHECK_EQ(counted.ran, ++ran);
  CHECK_EQ(counted.dropped, ++drops);
  return out;
}

static void all_of(deputy_context context) {
  deputy_value out = sends(context, deputy_i32(-5));
  CHECK_EQ(out.tag, DEPUTY_VALUE_I32);
  CHECK_EQ(out.data.i32, -5);
  out = sends(context, deputy_f64(0.25));
  CHECK_F64(out.data.f64, 0.25);
  CHECK_EQ(sends(context, deputy_bool(true)).data.boolean, true);
  CHECK_EQ(sends(context, deputy_null()).tag, DEPUTY_VALUE_NULL);
  CHECK_EQ(sends(context, deputy_undefined()).tag, DEPUTY_VALUE_UNDEFINED);
  out = sends(context, deputy_cstr("text"));
  CHECK_TEXT(out, "text");
  deputy_value_free(&out);
  /* Nobody wants the result. */
  CHECK_STATUS(deputy_context_send(context, gives, NULL, dropped, NULL, NULL), DEPUTY_OK, NULL);
  CHECK_EQ(counted.ran, ++ran);
  CHECK_EQ(counted.dropped, ++drops);
  CHECK_STATUS(deputy_context_send(context, owned, (void *)3000000, NULL, NULL, NULL), DEPUTY_OK, NULL);
  out = deputy_null();
  CHECK_STATUS(deputy_context_send(context, owned, (void *)3000000, NULL, &out, NULL), DEPUTY_OK, NULL);
  CHECK_EQ(out.len, 3000000);
  CHECK_EQ(out.data.string[2999999], 'o');
  deputy_value_free(&out);
  /* Failures. */
  out = deputy_null();
  CHECK_STATUS(deputy_context_send(context, fails, (void *)DEPUTY_OUT_OF_RANGE, NULL, NULL, NULL), DEPUTY_OUT_OF_RANGE, NULL);
  CHECK_STATUS(deputy_context_send(context, fails, (void *)77, NULL, NULL, NULL), DEPUTY_INTERNAL, NULL);
  CHECK_STATUS(deputy_context_send(context, fails, (void *)DEPUTY_CLOSED, NULL, &out, NULL), DEPUTY_CLOSED, NULL);
  deputy_value_free(&out);
  if (context != DEPUTY_UI) {
    CHECK_STATUS(deputy_context_send(context, throws, NULL, NULL, &out, NULL), DEPUTY_JS_EXCEPTION, NULL);
    CHECK_CSTR(deputy_error_name(&out), "RangeError");
    CHECK_CSTR(deputy_error_message(&out), "through two borders");
    deputy_value_free(&out);
  }
}

static void *from_elsewhere(void *unused) {
  all_of(DEPUTY_MAIN);
  return unused;
}

/* On the UI: its own context at once, nothing else. */
static deputy_status on_ui(void *unused, deputy_value *out) {
  (void)out;
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  int before = counted.ran;
  deputy_value got = deputy_null();
  deputy_value given = deputy_cstr("inline");
  CHECK_STATUS(deputy_context_send(DEPUTY_UI, gives, &given, dropped, &got, NULL), DEPUTY_OK, NULL);
  CHECK_EQ(counted.ran, before + 1);
  CHECK_TEXT(got, "inline");
  deputy_value_free(&got);
  CHECK_STATUS(deputy_context_send(DEPUTY_UI, gives, NULL, dropped, NULL, &options), DEPUTY_OK, NULL);
  options.cancel = 1;
  CHECK_STATUS(deputy_context_send(DEPUTY_UI, gives, NULL, dropped, NULL, &options), DEPUTY_WOULD_BLOCK, NULL);
  CHECK_STATUS(deputy_context_send(DEPUTY_MAIN, gives, NULL, dropped, NULL, NULL), DEPUTY_WOULD_BLOCK, NULL);
  CHECK_STATUS(deputy_context_send(DEPUTY_BACKGROUND, gives, NULL, dropped, NULL, NULL), DEPUTY_WOULD_BLOCK, NULL);
  deputy_task task = 99;
  CHECK_STATUS(deputy_context_send_async(DEPUTY_UI, gives, NULL, dropped, &task, NULL), DEPUTY_WOULD_BLOCK, NULL);
  CHECK_EQ(task, 99);
  deputy_stats stats = {.struct_size = sizeof stats};
  CHECK_STATUS(deputy_context_stats(DEPUTY_UI, &stats), DEPUTY_WOULD_BLOCK, NULL);
  CHECK(!deputy_is_cancelled());
  return unused ? DEPUTY_INTERNAL : DEPUTY_TIMED_OUT;
}

static deputy_status nested(void *depth, deputy_value *out) {
  if (depth == NULL) return gives(NULL, out);
  return deputy_context_send(deputy_context_current(), nested, (char *)depth - 1, NULL, out, NULL);
}

int main(void) {
  server_start(&there);
  all_of(there.context);
  all_of(DEPUTY_BACKGROUND);
  all_of(DEPUTY_UI);
  all_of(DEPUTY_MAIN); /* itself */
  CHECK_STATUS(deputy_context_send(there.context, nested, (void *)20, NULL, NULL, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_send(DEPUTY_MAIN, nested, (void *)20, NULL, NULL, NULL), DEPUTY_OK, NULL);
  ran += 2;
  CHECK_EQ(counted.ran, ran);

  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, from_elsewhere, NULL), 0);
  int done = drops + 7;
  for (double end = emscripten_get_now() + BOUND; counted.dropped < done && emscripten_get_now() < end;) {
    CHECK_STATUS(deputy_context_serve(5, NULL), DEPUTY_OK, NULL);
  }
  /* What it sends to fail runs at its end; the thread waits for it. */
  for (int i = 0; i < 200; i++) CHECK_STATUS(deputy_context_serve(2, NULL), DEPUTY_OK, NULL);
  pthread_join(thread, NULL);

  CHECK_STATUS(deputy_context_send(DEPUTY_UI, on_ui, NULL, NULL, NULL, NULL), DEPUTY_TIMED_OUT, NULL);
  CHECK_EQ(counted.dropped, counted.ran + 4 - 2);

  /* Wrong: drop runs all the same, the function does not. */
  int before = counted.ran;
  drops = counted.dropped;
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  deputy_task task = 99;
  CHECK_STATUS(deputy_context_send(there.context, NULL, NULL, dropped, NULL, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_context_send(0, gives, NULL, dropped, NULL, NULL), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_context_send(there.context + 1024, gives, NULL, dropped, NULL, NULL), DEPUTY_STALE, NULL);
  options.flags = DEPUTY_CALL_SIGNAL;
  CHECK_STATUS(deputy_context_send(there.context, gives, NULL, dropped, NULL, &options), DEPUTY_INVALID_ARGUMENT, NULL);
  options.flags = DEPUTY_CALL_PUMP;
  CHECK_STATUS(deputy_context_send_async(there.context, gives, NULL, dropped, &task, &options), DEPUTY_INVALID_ARGUMENT, NULL);
  options.flags = 0, options.cancel = 12345;
  CHECK_STATUS(deputy_context_send(there.context, gives, NULL, dropped, NULL, &options), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_context_send_async(there.context, gives, NULL, dropped, &task, &options), DEPUTY_STALE, NULL);
  options.cancel = 0, options.struct_size--;
  CHECK_STATUS(deputy_context_send(there.context, gives, NULL, dropped, NULL, &options), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_context_send_async(there.context, gives, NULL, dropped, NULL, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_context_send_async(there.context, NULL, NULL, dropped, &task, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_context_send_async(5, gives, NULL, dropped, &task, NULL), DEPUTY_STALE, NULL);
  CHECK_EQ(task, 99);
  CHECK_EQ(counted.ran, before);
  CHECK_EQ(counted.dropped, drops + 11);
  deputy_context stale = there.context;
  server_stop(&there);
  CHECK_STATUS(deputy_context_send(stale, gives, NULL, dropped, NULL, NULL), DEPUTY_STALE, NULL);
  CHECK_EQ(counted.dropped, drops + 12);
  CHECK_EQ(deputy_task_live(), 0);
  return check_result();
}
