// A wait that pumps leaves as soon as what it waits for is there, or its time is up, whatever else is queued; the rest runs later, in order.
// What native code on the page sends to the deputy is not overtaken by what its JavaScript calls there after it.
// FEATURE: F28 F68
#include "exports.h"

enum { MANY = 20, EACH_MS = 25 };
static int ran;
static deputy_task awaited;

static void slow(void *data) {
  (void)data;
  ran++;
  usleep(EACH_MS * 1000);
}
static void resolves(void *data) {
  slow(data);
  CHECK_STATUS(deputy_task_resolve(awaited, NULL), DEPUTY_OK, NULL);
}

static void queue(deputy_fn first) {
  ran = 0;
  CHECK_STATUS(deputy_context_post(DEPUTY_MAIN, first, NULL, NULL), DEPUTY_OK, NULL);
  for (int i = 1; i < MANY; i++) CHECK_STATUS(deputy_context_post(DEPUTY_MAIN, slow, NULL, NULL), DEPUTY_OK, NULL);
}

static deputy_status nothing(void *data, deputy_value *out) {
  (void)data, (void)out;
  return DEPUTY_OK;
}

static int sent;
static void counts_sent(void *data) {
  (void)data;
  sent++;
}
static void on_ui(void *data) {
  (void)data;
  for (int i = 0; i < MANY; i++) CHECK_STATUS(deputy_context_post(DEPUTY_MAIN, counts_sent, NULL, NULL), DEPUTY_OK, NULL);
  CHECK_EQ(deputy_context_post(12345, counts_sent, NULL, NULL), DEPUTY_STALE);
  EM_ASM({ Module['deputy']['call']('mark').catch(function(e) { console.error(e); }); });
}
static int at_mark = -1;
static deputy_status marks(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  at_mark = sent;
  return DEPUTY_OK;
}
DEPUTY_EXPORT(marks, "mark(): void");

int main(void) {
  awaited = own_task();
  queue(resolves);
  CHECK_STATUS(deputy_task_wait_pump(awaited, BOUND, NULL), DEPUTY_OK, NULL);
  CHECK_EQ(ran, 1);
  size_t more = 0;
  CHECK_STATUS(deputy_context_serve(0, &more), DEPUTY_OK, NULL);
  CHECK_EQ(more, MANY - 1);
  deputy_task_free(awaited);

  /* Some of it runs in the time there is. */
  deputy_task never = own_task();
  queue(slow);
  CHECK_STATUS(deputy_task_wait_pump(never, 2 * EACH_MS, NULL), DEPUTY_TIMED_OUT, NULL);
  CHECK(ran >= 1 && ran < MANY / 2);
  int before = ran;
  deputy_call_options soon = {.struct_size = sizeof soon, .timeout_ms = 2 * EACH_MS, .flags = DEPUTY_CALL_PUMP};
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("never"), NULL, DEPUTY_NO_ARGS, &soon), DEPUTY_TIMED_OUT, NULL);
  CHECK(ran > before && ran < before + MANY / 2);
  /* An answer that is there ends the wait as early. */
  deputy_call_options pump = {.struct_size = sizeof pump, .timeout_ms = BOUND, .flags = DEPUTY_CALL_PUMP};
  queue(slow);
  CHECK_STATUS(deputy_context_send(DEPUTY_BACKGROUND, nothing, NULL, NULL, NULL, &pump), DEPUTY_OK, NULL);
  CHECK(ran < MANY + before);
  CHECK_STATUS(deputy_context_serve(0, NULL), DEPUTY_OK, NULL);
  deputy_task_free(never);

  CHECK_STATUS(deputy_context_post(DEPUTY_UI, on_ui, NULL, NULL), DEPUTY_OK, NULL);
  for (double end = emscripten_get_now() + BOUND; at_mark < 0 && emscripten_get_now() < end;) deputy_context_serve(5, NULL);
  CHECK_EQ(at_mark, MANY);
  return check_result();
}
