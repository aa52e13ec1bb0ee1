// A task of the program's own is settled by another thread, once: with a value of every type, with a failure, by cancelling it.
// What it was settled with is a copy. The second settle is refused.
// FEATURE: F30 F34
#include "tasks.h"

static deputy_task task;

static void *resolves(void *value) {
  CHECK_STATUS(deputy_task_resolve(task, value), DEPUTY_OK, NULL);
  return NULL;
}
static void *rejects(void *status) {
  CHECK_STATUS(deputy_task_reject(task, (int32_t)(intptr_t)status), DEPUTY_OK, NULL);
  return NULL;
}
static void *cancels(void *unused) {
  CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL);
  return unused;
}

/* Waits while the other thread settles, then checks that nothing changes it any more. */
static deputy_status settled_by(void *(*settle)(void *), void *argument, deputy_value *out) {
  task = own_task();
  CHECK_STATUS(deputy_task_wait(task, 0, NULL), DEPUTY_TIMED_OUT, NULL);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, settle, argument), 0);
  deputy_status status = deputy_task_wait(task, UINT32_MAX, out);
  pthread_join(thread, NULL);
  deputy_value other = deputy_i32(-1);
  CHECK_STATUS(deputy_task_resolve(task, &other), DEPUTY_CANCELLED, NULL);
  CHECK_STATUS(deputy_task_reject(task, DEPUTY_OUT_OF_RANGE), DEPUTY_CANCELLED, NULL);
  CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait(task, 0, NULL), status, NULL);
  deputy_task_free(task);
  return status;
}

int main(void) {
  deputy_value out = deputy_i32(4711), value = deputy_i32(42);
  CHECK_STATUS(settled_by(resolves, &value, &out), DEPUTY_OK, &out);
  CHECK(out.tag == DEPUTY_VALUE_I32 && out.data.i32 == 42);
  value = deputy_f64(-0.0);
  CHECK_STATUS(settled_by(resolves, &value, &out), DEPUTY_OK, &out);
  CHECK_F64(out.data.f64, -0.0);
  value = deputy_bool(true);
  CHECK_STATUS(settled_by(resolves, &value, &out), DEPUTY_OK, &out);
  CHECK(out.tag == DEPUTY_VALUE_BOOL && out.data.boolean);
  value = deputy_undefined();
  CHECK_STATUS(settled_by(resolves, &value, &out), DEPUTY_OK, &out);
  CHECK_EQ(out.tag, DEPUTY_VALUE_UNDEFINED);
  CHECK_STATUS(settled_by(resolves, NULL, &out), DEPUTY_OK, &out);
  CHECK_EQ(out.tag, DEPUTY_VALUE_NULL);
  value = deputy_str("", 0);
  CHECK_STATUS(settled_by(resolves, &value, &out), DEPUTY_OK, &out);
  CHECK_TEXT(out, "");
  deputy_value_free(&out);

  /* A copy, of any size; each reader has its own. */
  enum { SIZE = 100000 };
  static char text[SIZE], same[SIZE];
  memset(text, 't', SIZE), memset(same, 't', SIZE);
  task = own_task();
  value = deputy_str(text, SIZE);
  CHECK_STATUS(deputy_task_resolve(task, &value), DEPUTY_OK, NULL);
  memset(text, '?', SIZE);
  deputy_value first = deputy_null(), second = deputy_null();
  CHECK_STATUS(deputy_task_wait(task, 0, &first), DEPUTY_OK, &first);
  CHECK_STATUS(deputy_task_wait(task, 0, &second), DEPUTY_OK, &second);
  deputy_task_free(task);
  CHECK_STR(first, same, SIZE);
  deputy_value_free(&first);
  CHECK_STR(second, same, SIZE);
  deputy_value_free(&second);

  /* Failures leave `out` alone. */
  out = deputy_i32(4711);
  CHECK_STATUS(settled_by(rejects, (void *)DEPUTY_OUT_OF_RANGE, &out), DEPUTY_OUT_OF_RANGE, &out);
  CHECK_STATUS(settled_by(rejects, (void *)DEPUTY_JS_EXCEPTION, &out), DEPUTY_JS_EXCEPTION, &out);
  CHECK_STATUS(settled_by(rejects, (void *)DEPUTY_TIMED_OUT, &out), DEPUTY_TIMED_OUT, &out);
  CHECK_STATUS(settled_by(rejects, (void *)DEPUTY_CANCELLED, &out), DEPUTY_CANCELLED, &out);
  CHECK_STATUS(settled_by(cancels, NULL, &out), DEPUTY_CANCELLED, &out);
  CHECK_EQ(out.data.i32, 4711);

  /* What is no settling changes nothing. */
  task = own_task();
  CHECK_STATUS(deputy_task_reject(task, DEPUTY_OK), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_task_reject(task, 1), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_task_reject(task, -9999), DEPUTY_INVALID_ARGUMENT, NULL);
  value = deputy_str(NULL, 1);
  CHECK_STATUS(deputy_task_resolve(task, &value), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_task_wait(task, 0, NULL), DEPUTY_TIMED_OUT, NULL);
  deputy_task_free(task);
  CHECK_STATUS(deputy_task_new(NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_EQ(deputy_task_live(), 0);
  return check_result();
}
