// deputy_thread_spawn(), from every executor: results and errors, names, stacks, joins with a time, cancellation, detaching, a thread that
// ends in its function, bad input; the data is dropped once whatever happens, and a handle that was freed stays stale.
// FEATURE: F65
// TIMEOUT: 60
// FLAGS: -sABORTING_MALLOC=0
#include <alloca.h>

#include "executors.h"

static atomic_int dropped, ran;
static void count_drop(void *unused) {
  (void)unused;
  atomic_fetch_add(&dropped, 1);
}

static deputy_status doubles(void *number, deputy_value *out) {
  atomic_fetch_add(&ran, 1);
  *out = deputy_i32(2 * (int32_t)(intptr_t)number);
  return DEPUTY_OK;
}
static deputy_status fails(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  return DEPUTY_OUT_OF_RANGE;
}
static deputy_status leaves(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  pthread_exit(NULL);
}
static deputy_status until_cancelled(void *seen, deputy_value *out) {
  (void)out;
  for (double end = emscripten_get_now() + BOUND; !deputy_is_cancelled() && emscripten_get_now() < end;) usleep(500);
  atomic_store((atomic_bool *)seen, deputy_is_cancelled());
  return DEPUTY_OK;
}
static deputy_status until_told(void *go, deputy_value *out) {
  (void)out;
  UNTIL(atomic_load((atomic_bool *)go));
  return DEPUTY_OK;
}
/* Needs most of 4 MiB. */
static deputy_status deep(void *unused, deputy_value *out) {
  (void)unused;
  enum { SIZE = 3 << 20 };
  volatile char *room = alloca(SIZE);
  for (int i = 0; i < SIZE; i += 4096) room[i] = (char)i;
  *out = deputy_bool(room[0] == 0);
  return DEPUTY_OK;
}
static deputy_status throws(void *unused, deputy_value *out) {
  (void)unused;
  return deputy_js_call(DEPUTY_UI, DEPUTY_FN("throws"), out, DEPUTY_ARGS(deputy_cstr("on purpose")));
}

static deputy_task spawn(deputy_send_fn function, void *data, const deputy_thread_options *options) {
  deputy_task task = 0;
  CHECK_STATUS(deputy_thread_spawn(function, data, count_drop, options, &task), DEPUTY_OK, NULL);
  CHECK(task != 0);
  return task;
}

static void threads(const char *executor) {
  (void)executor;
  enum { THREADS = 8 };
  atomic_store(&dropped, 0);
  deputy_task tasks[THREADS];
  for (int i = 0; i < THREADS; i++) tasks[i] = spawn(doubles, (void *)(intptr_t)i, NULL);
  for (int i = 0; i < THREADS; i++) {
    deputy_value out = deputy_null();
    CHECK_STATUS(deputy_task_wait(tasks[i], BOUND, &out), DEPUTY_OK, &out);
    CHECK_EQ(deputy_to_f64(out), 2 * i);
    deputy_value_free(&out);
    deputy_task_free(tasks[i]);
  }
  CHECK_EQ(dropped, THREADS);
  deputy_task again = spawn(doubles, NULL, NULL);
  for (int i = 0; i < THREADS; i++) CHECK_STATUS(deputy_task_wait(tasks[i], 0, NULL), DEPUTY_STALE, NULL);
  ENDS(again, DEPUTY_OK);
  deputy_task_free(again);

  deputy_task task = spawn(fails, NULL, NULL);
  ENDS(task, DEPUTY_OUT_OF_RANGE);
  deputy_task_free(task);

  task = spawn(leaves, NULL, NULL);
  ENDS(task, DEPUTY_CLOSED);
  deputy_task_free(task);
  CHECK_EQ(dropped, THREADS + 3);

  static atomic_bool go;
  atomic_store(&go, false);
  task = spawn(until_told, &go, NULL);
  CHECK_STATUS(deputy_task_wait(task, 20, NULL), DEPUTY_TIMED_OUT, NULL);
  atomic_store(&go, true);
  ENDS(task, DEPUTY_OK);
  deputy_task_free(task);

  static atomic_bool seen;
  atomic_store(&seen, false);
  task = spawn(until_cancelled, &seen, NULL);
  usleep(20000);
  CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL);
  ENDS(task, DEPUTY_CANCELLED);
  deputy_task_free(task);
  /* Not if it was cancelled before it began. */
  UNTIL(dropped == THREADS + 5);

  /* Detached. */
  int before = atomic_load(&ran);
  deputy_task_free(spawn(doubles, NULL, NULL));
  UNTIL(dropped == THREADS + 6);
  CHECK_EQ(ran, before + 1);

  deputy_thread_options options = {.struct_size = sizeof options, .name = "decoder", .stack_size = 4 << 20};
  task = spawn(deep, NULL, &options);
  ENDS(task, DEPUTY_OK);
  deputy_task_free(task);

  task = spawn(throws, NULL, &options);
  deputy_value error = deputy_null();
  CHECK_STATUS(deputy_task_wait(task, BOUND, &error), DEPUTY_JS_EXCEPTION, NULL);
  CHECK(strstr(deputy_error_stack(&error), "decoder") != NULL);
  deputy_value_free(&error);
  deputy_task_free(task);
}

static void bad_input(void) {
  atomic_store(&dropped, 0);
  deputy_task task = 0;
  deputy_thread_options options = {.struct_size = sizeof options};
  CHECK_STATUS(deputy_thread_spawn(NULL, NULL, count_drop, NULL, &task), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_thread_spawn(doubles, NULL, count_drop, NULL, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  options.struct_size--;
  CHECK_STATUS(deputy_thread_spawn(doubles, NULL, count_drop, &options, &task), DEPUTY_INVALID_ARGUMENT, NULL);
  options.struct_size++;
  options.name = "";
  CHECK_STATUS(deputy_thread_spawn(doubles, NULL, count_drop, &options, &task), DEPUTY_INVALID_ARGUMENT, NULL);
  options.name = "\xff\xfe";
  CHECK_STATUS(deputy_thread_spawn(doubles, NULL, count_drop, &options, &task), DEPUTY_INVALID_ARGUMENT, NULL);
  options.name = NULL;
  options.stack_size = 1u << 30;
  CHECK_STATUS(deputy_thread_spawn(doubles, NULL, count_drop, &options, &task), DEPUTY_NO_THREADS, NULL);
  CHECK_EQ(dropped, 6);
  CHECK_EQ(task, 0);
}

static deputy_status on_the_page(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  deputy_task task = 0;
  return deputy_thread_spawn(doubles, NULL, NULL, NULL, &task);
}

int main(void) {
  bad_input();
  ON_EACH_EXECUTOR(threads);
  CHECK_STATUS(deputy_context_send(DEPUTY_UI, on_the_page, NULL, NULL, NULL, NULL), DEPUTY_WOULD_BLOCK, NULL);
  return check_result();
}
