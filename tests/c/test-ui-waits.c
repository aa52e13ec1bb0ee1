// The UI waits for nobody: native functions run there that post, settle, continue and cancel while other threads do the same
// from all sides, and the page calls exports. No wait of emdeputy's is counted on the UI.
// FEATURE: F50
// FLAGS: ${DIR}/ui-waits.c -Wl,--wrap=emscripten_futex_wait
// NEEDS: ui-waits.c
// TIMEOUT: 60
#include "exports.h"

enum { THREADS = 4, ROUNDS = 400 };

static counts on_ui, continued, elsewhere;

/* Everything that may be done on the UI. */
static void works(void *memory) {
  deputy_task task = *(deputy_task *)memory;
  atomic_fetch_add(&on_ui.ran, 1);
  CHECK_EQ(deputy_context_current(), DEPUTY_UI);
  deputy_status status = deputy_js_post(DEPUTY_UI, DEPUTY_FN("give"), DEPUTY_ARGS(deputy_i32(1)));
  CHECK(status == DEPUTY_OK || status == DEPUTY_WOULD_BLOCK);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("give"), NULL, DEPUTY_NO_ARGS), DEPUTY_WOULD_BLOCK, NULL);
  CHECK_STATUS(deputy_context_post(DEPUTY_BACKGROUND, count_ran, &elsewhere, count_dropped), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_post(DEPUTY_MAIN, count_ran, &elsewhere, count_dropped), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_then(task, DEPUTY_BACKGROUND, count_task, &continued, count_dropped), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait(task, BOUND, NULL), DEPUTY_WOULD_BLOCK, NULL);
  deputy_value text = deputy_cstr("from the page");
  CHECK_STATUS(deputy_task_resolve(task, &text), DEPUTY_OK, NULL);
  deputy_task_free(task);
  deputy_log(5, "not shown"); /* trace */
  free(malloc(100)); /* emscripten's own lock */
}

static void *sends(void *unused) {
  for (int i = 0; i < ROUNDS; i++) {
    deputy_task task = own_task(), *given = malloc(sizeof *given);
    *given = task;
    deputy_value value = deputy_task_value(task);
    CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("follow"), &value, 1), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_context_post(DEPUTY_UI, works, given, free), DEPUTY_OK, NULL);
    CHECK_EQ(ASK("give", DEPUTY_ARGS(deputy_i32(i))), i);
    deputy_task call = START("give", DEPUTY_ARGS(deputy_cstr("text")));
    CHECK_STATUS(deputy_task_then(call, DEPUTY_UI, count_task, &continued, count_dropped), DEPUTY_OK, NULL);
    if (i % 2) deputy_task_cancel(call);
    deputy_task_free(call);
    free(malloc(1000));
  }
  return unused;
}

static deputy_status add(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  *out = deputy_f64(args[0].data.f64 + args[1].data.f64);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(add, "add(a: f64, b: f64): f64");

/* The deputy serves its context from its event loop; another thread waits for the others. */
static void *looks_after(void *unused) {
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, sends, NULL), 0);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  UNTIL(on_ui.ran == THREADS * ROUNDS);
  UNTIL(elsewhere.dropped == 2 * THREADS * ROUNDS);
  UNTIL(continued.dropped == 2 * THREADS * ROUNDS);
  UNTIL(deputy_task_live() == 0);
  deputy_js_post(DEPUTY_UI, DEPUTY_FN("done"), DEPUTY_NO_ARGS);
  return unused;
}

int main(void) {
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, looks_after, NULL), 0);
  pthread_detach(thread);
  return live_on();
}
