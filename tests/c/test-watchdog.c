// The watchdog tells of waits that take longer than the limit, once each: which thread, for what, who has that and what that one waits for;
// and of the page's calls that are queued for a thread that is blocked. deputy.waits() and deputy_waits_dump() give all there are. The limit
// changes at run time; with 0 nothing is told.
// FEATURE: F54 F29
// TIMEOUT: 40
#include "watchdog.h"

static deputy_task promise;

static deputy_status nothing(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  return DEPUTY_OK;
}
static deputy_status sends(void *unused, deputy_value *out) {
  (void)unused;
  return deputy_context_send(DEPUTY_MAIN, nothing, NULL, NULL, out, NULL);
}
static deputy_status waits_for_task(void *task, deputy_value *out) {
  (void)out;
  return deputy_task_wait(*(deputy_task *)task, UINT32_MAX, NULL);
}

int main(void) {
  deputy_task decoder = 0, joiner = 0, asker = 0;
  promise = START("confirm", DEPUTY_NO_ARGS);
  spawn_named("asker", waits_for_task, &promise, &asker);
  ENDS(asker, DEPUTY_OK);
  for (int round = 0; round < 2; round++) {
    spawn_named("decoder", sends, NULL, &decoder);
    spawn_named("joiner", waits_for_task, &decoder, &joiner);
    main_waits();
    deputy_context_serve(0, NULL);
    while (deputy_task_wait(joiner, 0, NULL) == DEPUTY_TIMED_OUT) deputy_context_serve(5, NULL);
    ENDS(joiner, DEPUTY_OK);
    deputy_task_free(decoder), deputy_task_free(joiner);
  }
  deputy_task_free(asker), deputy_task_free(promise);
  return live_on();
}
