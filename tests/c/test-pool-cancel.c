// Parts of a loop, of a loop inside it, and jobs of a scope hear that the function which waits for them is not wanted any more: an
// export that the page gives up, a function whose task is cancelled; and nothing of it afterwards.
// FEATURE: F69 F29
// TIMEOUT: 40
#include "exports.h"

static atomic_int begun, noticed;

/* Works until nobody waits any more. */
static deputy_status works(void *unused, size_t begin, size_t end) {
  (void)unused, (void)begin, (void)end;
  atomic_fetch_add(&begun, 1);
  for (double at = emscripten_get_now() + BOUND; emscripten_get_now() < at;) {
    if (deputy_is_cancelled()) {
      atomic_fetch_add(&noticed, 1);
      return DEPUTY_CANCELLED;
    }
    usleep(1000);
  }
  return DEPUTY_TIMED_OUT;
}
static deputy_status works_inside(void *unused, size_t begin, size_t end) {
  (void)begin, (void)end;
  return deputy_pool_for(0, 2, 1, works, unused);
}
static deputy_status works_once(void *unused) { return works(unused, 0, 1); }

static deputy_status goes_on(void *unused, size_t begin, size_t end) {
  (void)unused, (void)begin, (void)end;
  return deputy_is_cancelled() ? DEPUTY_INTERNAL : DEPUTY_OK;
}

static deputy_status runs(const char *how) {
  /* Not from the last one. */
  CHECK_STATUS(deputy_pool_for(0, 8, 1, goes_on, NULL), DEPUTY_OK, NULL);
  if (strcmp(how, "loop") == 0) return deputy_pool_for(0, 4, 1, works, NULL);
  if (strcmp(how, "nested") == 0) return deputy_pool_for(0, 2, 1, works_inside, NULL);
  deputy_pool_scope *scope = NULL;
  CHECK_STATUS(deputy_pool_scope_new(&scope), DEPUTY_OK, NULL);
  for (int i = 0; i < 3; i++) CHECK_STATUS(deputy_pool_scope_submit(scope, works_once, NULL, NULL), DEPUTY_OK, NULL);
  return deputy_pool_scope_wait(scope);
}
static deputy_status sent(void *how, deputy_value *out) {
  (void)out;
  return runs(how);
}

static deputy_status computes(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)out, (void)userdata;
  return runs(args[0].data.string);
}
DEPUTY_EXPORT(computes, "compute(how: string): void");
static deputy_status counts_begun(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  *out = deputy_i32(args[0].data.boolean ? begun : noticed);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(counts_begun, "count(begun: bool): i32");

int main(void) {
  static const char *const hows[] = {"loop", "nested", "scope"};
  for (int i = 0; i < 3; i++) {
    int before = begun;
    deputy_task task = 0;
    CHECK_STATUS(deputy_context_send_async(i == 2 ? DEPUTY_BACKGROUND : DEPUTY_POOL, sent, (void *)hows[i], NULL, &task, NULL), DEPUTY_OK, NULL);
    UNTIL(begun > before);
    CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL);
    UNTIL(noticed == begun && begun > before);
    ENDS(task, DEPUTY_CANCELLED);
    deputy_task_free(task);
  }
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("ready"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  return live_on();
}
