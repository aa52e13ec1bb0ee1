// A task that was given to JavaScript ends with a value that cannot cross: its promise is rejected, the host goes on. A task for a
// function that does not exist fails: nobody has its promise, and the page hears of no unhandled rejection.
// FEATURE: F34
#include "tasks.h"

int main(void) {
  deputy_task task = own_task();
  deputy_task call = START("follow", DEPUTY_ARGS(deputy_task_value(task)));
  deputy_value odd = {.tag = 200};
  CHECK_STATUS(deputy_task_resolve(task, &odd), DEPUTY_OK, NULL);
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_task_wait(call, BOUND, &out), DEPUTY_OK, &out);
  CHECK_TEXT(out, "DEPUTY_WRONG_TYPE");
  deputy_value_free(&out);
  deputy_task_free(call), deputy_task_free(task);

  task = own_task();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("absent"), NULL, DEPUTY_ARGS(deputy_task_value(task))), DEPUTY_NOT_FOUND, NULL);
  deputy_value both[] = {deputy_task_value(task), odd};
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("give"), NULL, both, 2), DEPUTY_WRONG_TYPE, NULL);
  CHECK_STATUS(deputy_task_reject(task, DEPUTY_OUT_OF_RANGE), DEPUTY_OK, NULL);
  deputy_task_free(task);
  /* After everything that was sent before, and a turn of the page's event loop. */
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("soon"), NULL, DEPUTY_ARGS(deputy_null())), DEPUTY_OK, NULL);
  UNTIL(ASK("promises", DEPUTY_NO_ARGS) == 0);
  return check_result();
}
