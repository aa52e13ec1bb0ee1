// A page that forbids Workers once the program runs, by its Content Security Policy: threads that need a new one fail with the words of the
// policy, in bounded time, and the program goes on; its Workers go on, too.
// FEATURE: F63
// ERRORS: Content-Security-Policy|Content Security Policy
// ENV: chromium firefox
#include "tasks.h"

static atomic_bool begun, over;

static deputy_status stays(void *unused, deputy_value *out) {
  (void)unused;
  atomic_store(&begun, true);
  UNTIL_WITHIN(3 * BOUND, over);
  *out = deputy_i32(7);
  return DEPUTY_OK;
}

int main(void) {
  deputy_task held = 0, task = 0;
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_thread_spawn(stays, NULL, NULL, NULL, &held), DEPUTY_OK, NULL);
  UNTIL(begun);
  if (ASK("forbid", DEPUTY_NO_ARGS) == 1) { /* the page of the tests forbids nothing */
    CHECK_STATUS(deputy_thread_spawn(stays, NULL, NULL, NULL, &task), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_task_wait(task, BOUND, &out), DEPUTY_NO_THREADS, &out);
    CHECK_EQ(out.tag, DEPUTY_VALUE_ERROR);
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("told"), NULL, DEPUTY_ARGS(deputy_cstr(deputy_error_message(&out)))), DEPUTY_OK, NULL);
    deputy_value_free(&out);
    deputy_task_free(task);
  }
  atomic_store(&over, true);
  ENDS(held, DEPUTY_OK);
  deputy_task_free(held);
  return check_result();
}
