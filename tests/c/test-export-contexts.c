// Exports run on the context that JavaScript names: the deputy, the background, the thread of a number. Contexts that are not there, cannot run
// native functions, close with calls queued, or whose thread ends in the function reject the call; each exactly once.
// FEATURE: F25 F36
#include "exports.h"

static server there;
static atomic_int gate;

static deputy_status where(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  *out = deputy_i32((int32_t)deputy_context_current());
  return DEPUTY_OK;
}
DEPUTY_EXPORT(where, "where(text?: string): i32");

/* A thread with a context; tells its number. */
static deputy_status opens(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  server_start(&there);
  *out = deputy_i32((int32_t)there.context);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(opens, "open(): i32");

static deputy_status opens_gate(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  atomic_fetch_add(&gate, 1);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(opens_gate, "openGate(): void");

/* Waits for the gate, then ends the context, its thread, or nothing. */
static deputy_status waits(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  deputy_js_post(DEPUTY_UI, DEPUTY_FN("waiting"), DEPUTY_NO_ARGS);
  UNTIL(atomic_load(&gate) > 0);
  atomic_fetch_sub(&gate, 1);
  if (args[0].data.i32) atomic_store(&there.stop, true);
  if (args[0].data.i32 == 1) CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL);
  if (args[0].data.i32 == 2) pthread_exit(NULL);
  *out = deputy_cstr("came back");
  return DEPUTY_OK;
}
DEPUTY_EXPORT(waits, "wait(how: i32): string");

static deputy_status ends_thread(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  pthread_exit(NULL);
}
DEPUTY_EXPORT(ends_thread, "endThread");

static deputy_status joins(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  pthread_join(there.thread, NULL);
  deputy_stats stats = {.struct_size = sizeof stats};
  CHECK_STATUS(deputy_context_stats(there.context, &stats), DEPUTY_STALE, NULL);
  (void)out;
  return DEPUTY_OK;
}
DEPUTY_EXPORT(joins, "join(): void");

int main(void) { return live_on(); }
