// Who posted, or freed a task that failed unseen, is named: the deputy, the background, a thread by its number. What native code failed with
// is told as well, whatever it left as a result; onError that throws harms nobody.
// FEATURE: F38
#include "tasks.h"

static void *on_thread(void *unused) {
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("throws"), DEPUTY_ARGS(deputy_cstr("thread"))), DEPUTY_OK, NULL);
  ASK("give", DEPUTY_ARGS(deputy_null()));
  return unused;
}
static deputy_status on_background(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  return deputy_js_post(DEPUTY_UI, DEPUTY_FN("rejects"), DEPUTY_ARGS(deputy_cstr("background")));
}
static deputy_status fails(void *kind, deputy_value *out) {
  if (kind == NULL) *out = deputy_cstr("a text of its own");
  else out->tag = (uint8_t)(uintptr_t)kind;
  return DEPUTY_OUT_OF_RANGE;
}

int main(void) {
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("throws"), DEPUTY_ARGS(deputy_cstr("main"))), DEPUTY_OK, NULL);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, on_thread, NULL), 0);
  pthread_join(thread, NULL);
  CHECK_STATUS(deputy_context_send(DEPUTY_BACKGROUND, on_background, NULL, NULL, NULL, NULL), DEPUTY_OK, NULL);
  UNTIL(ASK("reports", DEPUTY_NO_ARGS) == 3);
  /* Sent functions: freed before, with a text, with a value that cannot cross. */
  deputy_task task = 0;
  CHECK_STATUS(deputy_context_send_async(DEPUTY_MAIN, fails, NULL, NULL, &task, NULL), DEPUTY_OK, NULL);
  deputy_task_free(task);
  CHECK_STATUS(deputy_context_send_async(DEPUTY_MAIN, fails, (void *)DEPUTY_VALUE_I64, NULL, &task, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_serve(0, NULL), DEPUTY_OK, NULL);
  deputy_task_free(task);
  UNTIL(ASK("reports", DEPUTY_NO_ARGS) == 5);
  /* Its result was nobody's, and it worked. */
  CHECK_STATUS(deputy_context_send_async(DEPUTY_BACKGROUND, on_background, NULL, NULL, &task, NULL), DEPUTY_OK, NULL);
  deputy_task_free(task);
  UNTIL(ASK("reports", DEPUTY_NO_ARGS) == 6);
  return check_result();
}
