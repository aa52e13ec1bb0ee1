// Releases: from any thread, more than once, while calls that others have queued still need the object; 100000 handles; a thread
// that ends with releases under way; results that nobody takes.
// FEATURE: F40 F41
#include "check.h"
#include "objects.h"

enum { THREADS = 4, EACH = 25000, QUEUED = 200 };

static deputy_object make(void) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("new Shop"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  return deputy_to_object(out);
}

/* Makes and releases; ends right after the last one. */
static void *churn(void *unused) {
  (void)unused;
  for (int i = 0; i < EACH; i++) deputy_object_free(make());
  return NULL;
}

static void *release(void *handles) {
  deputy_object *all = handles;
  for (int i = 0; i < QUEUED; i++) deputy_object_free(all[i]);
  return NULL;
}

/* Use from any thread goes to the owner. */
static void *use(void *object) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_ANY, DEPUTY_FN(".self"), &out, DEPUTY_ARGS(deputy_object_value(*(deputy_object *)object))), DEPUTY_OK, &out);
  CHECK(deputy_to_object(out) == *(deputy_object *)object);
  deputy_value_free(&out);
  return NULL;
}

int main(void) {
  const unsigned before = objects_now();
  pthread_t threads[THREADS];

  deputy_object shared = make();
  for (int i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, use, &shared), 0);
  for (int i = 0; i < THREADS; i++) CHECK_EQ(pthread_join(threads[i], NULL), 0);
  deputy_object_free(shared);
  objects_settle(before);

  /* The page is busy, calls are queued, and another thread releases what they need: they find it all the same. */
  deputy_object handles[QUEUED];
  for (int i = 0; i < QUEUED; i++) handles[i] = make();
  CHECK_EQ(deputy_js_post(DEPUTY_UI, DEPUTY_FN("busy"), DEPUTY_ARGS(deputy_i32(30))), DEPUTY_OK);
  for (int i = 0; i < QUEUED; i++) {
    CHECK_EQ(deputy_js_post(DEPUTY_ANY, DEPUTY_FN("take"), DEPUTY_ARGS(deputy_object_value(handles[i]))), DEPUTY_OK);
  }
  CHECK_EQ(pthread_create(&threads[0], NULL, release, handles), 0);
  CHECK_EQ(pthread_join(threads[0], NULL), 0);
  /* The same again, several at once: each of them only once. */
  for (int i = 0; i < 3; i++) CHECK_EQ(pthread_create(&threads[i], NULL, release, handles), 0);
  for (int i = 0; i < 3; i++) CHECK_EQ(pthread_join(threads[i], NULL), 0);
  objects_settle(before);
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("taken"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, QUEUED);
  for (int i = 0; i < QUEUED; i++) {
    CHECK_EQ(deputy_js_call(DEPUTY_ANY, DEPUTY_FN("take"), NULL, DEPUTY_ARGS(deputy_object_value(handles[i]))), DEPUTY_STALE);
  }

  /* Results that nobody takes, or takes late: thrown away, stashed, left, cancelled, of tasks. */
  CHECK_EQ(deputy_js_call(DEPUTY_UI, DEPUTY_FN("new Shop"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK);
  CHECK_EQ(deputy_js_call(DEPUTY_UI, DEPUTY_FN("shelf"), NULL, DEPUTY_ARGS(deputy_i32(3))), DEPUTY_OK);
  CHECK_EQ(deputy_js_call(DEPUTY_UI, DEPUTY_FN("shelf"), NULL, DEPUTY_ARGS(deputy_i32(300))), DEPUTY_OK);
  objects_settle(before);
  for (int size = 3; size <= 300; size *= 10) {
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("shelf"), &out, DEPUTY_ARGS(deputy_i32(size))), DEPUTY_OK, &out);
    CHECK_EQ(out.len, size);
    CHECK_EQ(objects_now(), before + (unsigned)size);
    deputy_value_free(&out);
    objects_settle(before);
  }
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  options.timeout_ms = 5;
  for (int size = 3; size <= 300; size *= 10) {
    CHECK_EQ(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("lateShelf"), &out, DEPUTY_ARGS(deputy_i32(size)), &options), DEPUTY_TIMED_OUT);
  }
  for (int size = 1; size <= 100; size *= 10) {
    deputy_task task = 0;
    CHECK_EQ(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("lateShelf"), &task, DEPUTY_ARGS(deputy_i32(size)), NULL), DEPUTY_OK);
    deputy_task_cancel(task);
    deputy_task_free(task);
    CHECK_EQ(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("lateShelf"), &task, DEPUTY_ARGS(deputy_i32(size)), NULL), DEPUTY_OK);
    deputy_task_free(task);
    CHECK_EQ(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("shelf"), &task, DEPUTY_ARGS(deputy_i32(size)), NULL), DEPUTY_OK);
    deputy_value a = deputy_null(), b = deputy_null();
    CHECK_STATUS(deputy_task_wait(task, 10000, &a), DEPUTY_OK, &a);
    CHECK_STATUS(deputy_task_wait(task, 10000, &b), DEPUTY_OK, &b);
    deputy_value_free(&a);
    deputy_task_free(task);
    CHECK_EQ(b.len, size);
    CHECK_STATUS(deputy_js_call(DEPUTY_ANY, DEPUTY_FN("take"), NULL, DEPUTY_ARGS(b.data.array[size - 1])), DEPUTY_OK, NULL);
    deputy_value_free(&b);
  }
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("allLate"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  objects_settle(before);

  for (int i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, churn, NULL), 0);
  for (int i = 0; i < THREADS; i++) CHECK_EQ(pthread_join(threads[i], NULL), 0);
  objects_settle(before);
  return check_result();
}
