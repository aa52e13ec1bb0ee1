// JavaScript that throws where others wait harms nobody else: in a continuation of a promise that a task was given as, in a listener of a
// call's AbortSignal, in a getter of an outcome, in the `then` of a thenable, in a function that a continuation calls. Every other waiter
// and continuation of the same task is served, and all of them within their bounds.
// FEATURE: F36 F33 F38
// ERRORS: on purpose
#include "tasks.h"

static void calls_throwing(deputy_task task, void *status) {
  (void)task;
  deputy_value out = deputy_null();
  atomic_store((atomic_int *)status, deputy_js_call(DEPUTY_UI, DEPUTY_FN("throws"), &out, DEPUTY_NO_ARGS));
  deputy_value_free(&out);
}
static void *waits(void *task) {
  ENDS(*(deputy_task *)task, DEPUTY_OK);
  return NULL;
}

int main(void) {
  static counts counted;
  static atomic_int status;
  deputy_value out = deputy_null();
  deputy_task task = own_task();
  /* JavaScript first: what it throws comes before everybody else's turn. */
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("continues"), DEPUTY_ARGS(deputy_task_value(task))), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_then(task, DEPUTY_BACKGROUND, calls_throwing, &status, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_then(task, DEPUTY_UI, count_task, &counted, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_then(task, DEPUTY_BACKGROUND, count_task, &counted, NULL), DEPUTY_OK, NULL);
  pthread_t threads[2];
  for (int i = 0; i < 2; i++) CHECK_EQ(pthread_create(&threads[i], NULL, waits, &task), 0);
  deputy_value three = deputy_i32(3);
  CHECK_STATUS(deputy_task_resolve(task, &three), DEPUTY_OK, NULL);
  for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
  UNTIL(atomic_load(&counted.ran) == 2);
  UNTIL(atomic_load(&status) == DEPUTY_JS_EXCEPTION);
  UNTIL(ASK("continued", DEPUTY_NO_ARGS) == 1);
  deputy_task_free(task);

  /* Its listener throws, and the call is cancelled all the same. */
  task = START_WITH("listens", 0, DEPUTY_CALL_SIGNAL, DEPUTY_NO_ARGS);
  UNTIL(ASK("listening", DEPUTY_NO_ARGS) == 1);
  CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL);
  ENDS(task, DEPUTY_CANCELLED);
  UNTIL(ASK("heard", DEPUTY_NO_ARGS) == 1);
  deputy_task_free(task);

  const char *const bad[] = {"getter", "thenable", "revoked"};
  for (int i = 0; i < 3; i++) {
    task = START("bad", DEPUTY_ARGS(deputy_cstr(bad[i])));
    deputy_status how = deputy_task_wait(task, BOUND, &out);
    CHECK(how == DEPUTY_JS_EXCEPTION || how == DEPUTY_WRONG_TYPE);
    deputy_value_free(&out);
    deputy_task_free(task);
    how = deputy_js_call(DEPUTY_UI, DEPUTY_FN("bad"), &out, DEPUTY_ARGS(deputy_cstr(bad[i])));
    CHECK(how == DEPUTY_JS_EXCEPTION || how == DEPUTY_WRONG_TYPE);
    deputy_value_free(&out);
  }
  CHECK_EQ(ASK("continued", DEPUTY_NO_ARGS), 1);
  return check_result();
}
