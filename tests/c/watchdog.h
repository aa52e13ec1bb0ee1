/* What the tests of the watchdog share: the deputy waits for the page, which lets it go on when it has seen enough. */
#ifndef WATCHDOG_H
#define WATCHDOG_H

#include "exports.h"

/* The deputy blocks in a call of the page's, and serves nobody. */
static inline void main_waits(void) {
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("confirm"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
}

static deputy_status score(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  *out = deputy_i32(7);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(score, "score(): i32");

/* From a thread that is not blocked. */
static deputy_status dumps(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  return deputy_waits_dump();
}
DEPUTY_EXPORT(dumps, "dump(): void");
static deputy_status sets(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)out, (void)userdata;
  deputy_options options = {.struct_size = sizeof options};
  CHECK_STATUS(deputy_options_get(&options), DEPUTY_OK, NULL);
  options.watchdog_ms = (uint32_t)args[0].data.i32;
  return deputy_options_set(&options);
}
DEPUTY_EXPORT(sets, "limit(ms: i32): void");

static inline void spawn_named(const char *name, deputy_send_fn function, void *userdata, deputy_task *task) {
  deputy_thread_options options = {.struct_size = sizeof options, .name = name};
  CHECK_STATUS(deputy_thread_spawn(function, userdata, NULL, &options, task), DEPUTY_OK, NULL);
}

#endif
