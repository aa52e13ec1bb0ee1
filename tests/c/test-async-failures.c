// Whatever goes wrong with an asynchronous call settles its task: a throw, a rejection, a function that does not exist, values
// that cannot cross, promises that are broken themselves. The error value can be read again and again.
// FEATURE: F11 F19
#include "tasks.h"

static void fails(deputy_task task, deputy_status expected, const char *name, const char *message) {
  for (int turn = 0; turn < 2; turn++) {
    deputy_value out = deputy_null();
    CHECK_STATUS(deputy_task_wait(task, 3000, &out), expected, &out);
    CHECK_EQ(out.tag, DEPUTY_VALUE_ERROR);
    if (name) CHECK_CSTR(deputy_error_name(&out), name);
    if (message) CHECK_CSTR(deputy_error_message(&out), message);
    deputy_value_free(&out);
  }
  deputy_task_free(task);
}

int main(void) {
  static char large[100001];
  memset(large, 'm', sizeof large - 1);
  fails(START("throws", DEPUTY_ARGS(deputy_cstr("far"))), DEPUTY_JS_EXCEPTION, "RangeError", "far");
  fails(START("rejects", DEPUTY_ARGS(deputy_cstr("wrong"))), DEPUTY_JS_EXCEPTION, "TypeError", "wrong");
  fails(START("throws", DEPUTY_ARGS(deputy_cstr(large))), DEPUTY_JS_EXCEPTION, "RangeError", large);
  fails(START("nobody.knows.it", DEPUTY_NO_ARGS), DEPUTY_NOT_FOUND, NULL, NULL);
  fails(START("nothing", DEPUTY_NO_ARGS), DEPUTY_JS_EXCEPTION, NULL, NULL);
  fails(START("object", DEPUTY_NO_ARGS), DEPUTY_WRONG_TYPE, NULL, NULL);
  fails(START("objectSoon", DEPUTY_NO_ARGS), DEPUTY_WRONG_TYPE, NULL, NULL);
  fails(START("give", DEPUTY_ARGS((deputy_value){.tag = 200})), DEPUTY_WRONG_TYPE, NULL, NULL);

  /* What JavaScript returned breaks when it is looked at. */
  fails(START("broken.getter", DEPUTY_NO_ARGS), DEPUTY_JS_EXCEPTION, "Error", "getter");
  fails(START("broken.then", DEPUTY_NO_ARGS), DEPUTY_JS_EXCEPTION, "Error", "then");
  fails(START("broken.constructor_", DEPUTY_NO_ARGS), DEPUTY_JS_EXCEPTION, "Error", "constructor");
  fails(START("broken.revoked", DEPUTY_NO_ARGS), DEPUTY_JS_EXCEPTION, NULL, NULL);
  fails(START("broken.revokedSoon", DEPUTY_NO_ARGS), DEPUTY_JS_EXCEPTION, NULL, NULL);

  /* Thenables that are no promises, and one that settles twice. */
  deputy_task task = START("broken.twice", DEPUTY_NO_ARGS);
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_task_wait(task, 3000, &out), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 1);
  deputy_task_free(task);

  /* Nobody wants the error value. */
  task = START("throws", DEPUTY_ARGS(deputy_cstr(large)));
  CHECK_STATUS(deputy_task_wait(task, BOUND, NULL), DEPUTY_JS_EXCEPTION, NULL);
  deputy_task_free(task);
  CHECK_EQ(deputy_task_live(), 0);
  nothing_left();
  return check_result();
}
