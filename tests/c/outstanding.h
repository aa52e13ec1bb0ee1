/* What the tests share that end a program while calls of exports are out: queued, running, waiting for a task. The page's side is
 * outstanding() in exports.mjs. */
#ifndef OUTSTANDING_H
#define OUTSTANDING_H

#include "tasks.h"

static atomic_int running_;

static deputy_status never(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  atomic_fetch_add(&running_, 1);
  for (;;) usleep(1000000);
}
DEPUTY_EXPORT(never, "never(text?: string): void");

static deputy_status pending(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  *out = deputy_task_value(own_task());
  return DEPUTY_OK;
}
DEPUTY_EXPORT(pending, "pending(): void");

static deputy_status answers(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  *out = deputy_i32(7);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(answers, "answer(): i32");

/* Everything the page wants to have out is out. */
static inline void outstanding(void) {
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("promise"), DEPUTY_ARGS(deputy_task_value(own_task()))), DEPUTY_OK, NULL);
  UNTIL(atomic_load(&running_) == 2);
  CHECK_EQ(ASK("ready", DEPUTY_NO_ARGS), 1);
  CHECK_STATUS(deputy_context_serve(0, NULL), DEPUTY_OK, NULL);
}

#endif
