// A native function that is sent to the UI runs there, in the order of what is sent; it sees DEPUTY_UI as its context; everything
// that could wait returns DEPUTY_WOULD_BLOCK at once, also where there is nothing to wait for; what cannot wait works.
// FEATURE: F68
#include "tasks.h"

static deputy_task settled, pending, own[4];
static deputy_context served;
static counts on_ui, on_background, on_server, continued, refused;
static atomic_bool done;

static void runs_there(void *memory) {
  CHECK(emscripten_is_main_runtime_thread());
  CHECK_EQ(deputy_context_current(), DEPUTY_UI);
  count_ran(memory);
}
static void runs_elsewhere(void *memory) {
  CHECK(!emscripten_is_main_runtime_thread());
  count_ran(memory);
}
static void continues_there(deputy_task task, void *memory) {
  CHECK(task == settled || task == pending);
  /* The outcome of its own task is at hand, that of another one is not. */
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_task_wait(task, 0, &out), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, task == settled ? 1 : 2);
  CHECK_STATUS(deputy_task_wait(task == settled ? pending : settled, 0, &out), DEPUTY_WOULD_BLOCK, NULL);
  runs_there(memory);
}
static void cannot_read(deputy_task task, void *memory) {
  deputy_value out = deputy_i32(4711);
  CHECK_STATUS(deputy_task_wait(task, 0, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait(task, 0, &out), DEPUTY_WOULD_BLOCK, NULL);
  CHECK_EQ(out.data.i32, 4711);
  runs_there(memory);
}
static void reads_text(deputy_task task, void *memory) {
  deputy_value out = deputy_null();
  deputy_task_free(task); /* what is at hand stays at hand */
  CHECK_STATUS(deputy_task_wait(task, 0, &out), DEPUTY_JS_EXCEPTION, &out);
  CHECK_EQ(out.tag, DEPUTY_VALUE_ERROR);
  CHECK_CSTR(deputy_error_name(&out), "short");
  deputy_value_free(&out);
  runs_there(memory);
}

static void asks_everything(void *unused) {
  (void)unused;
  CHECK(emscripten_is_main_runtime_thread());
  CHECK_EQ(deputy_context_current(), DEPUTY_UI);
  deputy_value out = deputy_i32(4711);
  deputy_task task = 4711;
  size_t number = 4711;
  double start = emscripten_get_now();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("give"), &out, DEPUTY_ARGS(deputy_i32(1))), DEPUTY_WOULD_BLOCK, NULL);
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = 1};
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("give"), &out, DEPUTY_NO_ARGS, &options), DEPUTY_WOULD_BLOCK, NULL);
  CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("give"), &task, DEPUTY_NO_ARGS, NULL), DEPUTY_WOULD_BLOCK, NULL);
  CHECK_STATUS(deputy_task_wait(settled, 0, &out), DEPUTY_WOULD_BLOCK, NULL);
  CHECK_STATUS(deputy_task_wait(settled, UINT32_MAX, NULL), DEPUTY_WOULD_BLOCK, NULL);
  CHECK_STATUS(deputy_task_wait(pending, 5, NULL), DEPUTY_WOULD_BLOCK, NULL);
  CHECK_STATUS(deputy_task_wait(0, 0, NULL), DEPUTY_WOULD_BLOCK, NULL);
  CHECK_STATUS(deputy_task_wait_any(&settled, 1, 0, &number), DEPUTY_WOULD_BLOCK, NULL);
  CHECK_STATUS(deputy_task_wait_all(&pending, 1, UINT32_MAX), DEPUTY_WOULD_BLOCK, NULL);
  CHECK_STATUS(deputy_context_serve(UINT32_MAX, &number), DEPUTY_WOULD_BLOCK, NULL);
  CHECK_STATUS(deputy_context_serve(0, &number), DEPUTY_WOULD_BLOCK, NULL);
  CHECK(emscripten_get_now() - start < 1000);
  CHECK_EQ(out.data.i32, 4711);
  CHECK_EQ(task, 4711);
  CHECK_EQ(number, 4711);

  deputy_context id = 0;
  CHECK_STATUS(deputy_context_open(&id), DEPUTY_OK, NULL);
  CHECK_EQ(id, DEPUTY_UI);
  CHECK_STATUS(deputy_context_close(), DEPUTY_STALE, NULL);
  CHECK_EQ(deputy_context_current(), DEPUTY_UI);

  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("note"), DEPUTY_ARGS(deputy_cstr("posted by the UI"))), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_post(DEPUTY_UI, runs_there, &on_ui, count_dropped), DEPUTY_OK, NULL);
  CHECK_EQ(on_ui.ran, 0); /* later, not here */
  CHECK_STATUS(deputy_context_post(DEPUTY_BACKGROUND, runs_elsewhere, &on_background, count_dropped), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_post(served, runs_elsewhere, &on_server, count_dropped), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_then(settled, DEPUTY_UI, continues_there, &continued, count_dropped), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_then(pending, DEPUTY_UI, continues_there, &continued, count_dropped), DEPUTY_OK, NULL);
  /* Not known yet that it is wrong; dropped all the same. */
  (void)deputy_context_post(4711, runs_there, &refused, count_dropped);
  (void)deputy_task_then(4711, DEPUTY_UI, continues_there, &refused, count_dropped);

  deputy_value value = deputy_cstr("settled on the UI");
  CHECK_STATUS(deputy_task_resolve(own[0], &value), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_reject(own[1], DEPUTY_OUT_OF_RANGE), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_attach(own[2], own[3]), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_cancel(own[2]), DEPUTY_OK, NULL);
  atomic_store(&done, true);
}

static char order[10];
static void adds(void *letter) { strncat(order, letter, 1); }
static void frees(void *task) { deputy_task_free(*(deputy_task *)task); }

int main(void) {
  server s;
  server_start(&s);
  served = s.context;
  settled = START("give", DEPUTY_ARGS(deputy_i32(1)));
  ENDS(settled, DEPUTY_OK);
  pending = START("hang", DEPUTY_ARGS(deputy_i32(1)));
  for (int i = 0; i < 4; i++) own[i] = own_task();
  CHECK_STATUS(deputy_context_post(DEPUTY_UI, asks_everything, NULL, NULL), DEPUTY_OK, NULL);
  UNTIL(done);

  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_task_wait(own[0], BOUND, &out), DEPUTY_OK, &out);
  CHECK_TEXT(out, "settled on the UI");
  deputy_value_free(&out);
  ENDS(own[1], DEPUTY_OUT_OF_RANGE);
  ENDS(own[2], DEPUTY_CANCELLED);
  ENDS(own[3], DEPUTY_CANCELLED);
  UNTIL(on_ui.dropped == 1);
  UNTIL(on_background.dropped == 1);
  UNTIL(on_server.dropped == 1);
  UNTIL(continued.dropped == 1);
  ASK("settle", DEPUTY_ARGS(deputy_i32(1), deputy_i32(2)));
  UNTIL(continued.dropped == 2);
  UNTIL(refused.dropped == 2);
  CHECK_EQ(on_ui.ran, 1);
  CHECK_EQ(on_background.ran, 1);
  CHECK_EQ(on_server.ran, 1);
  CHECK_EQ(continued.ran, 2);
  CHECK_EQ(refused.ran, 0);
  CHECK_EQ(ASK("noted", DEPUTY_NO_ARGS), 1);

  /* Outcomes that are not at hand, and errors that are. */
  static counts large, text;
  deputy_task task = START("largeSoon", DEPUTY_ARGS(deputy_i32(1000)));
  CHECK_STATUS(deputy_task_then(task, DEPUTY_UI, cannot_read, &large, count_dropped), DEPUTY_OK, NULL);
  UNTIL(large.dropped == 1);
  deputy_task_free(task);
  task = START("short", DEPUTY_NO_ARGS);
  CHECK_STATUS(deputy_task_then(task, DEPUTY_UI, reads_text, &text, count_dropped), DEPUTY_OK, NULL);
  UNTIL(text.dropped == 1);

  /* A thread's posts, calls and functions run in the order it made them. */
  static counts many;
  for (int i = 0; i < 5; i++) {
    CHECK_STATUS(deputy_context_post(DEPUTY_UI, adds, "n", NULL), DEPUTY_OK, NULL);
    CHECK_EQ(ASK("give", DEPUTY_ARGS(deputy_i32(i))), i);
    CHECK_EQ(strlen(order), i + 1);
  }
  for (int i = 0; i < 3000; i++) CHECK_STATUS(deputy_context_post(DEPUTY_UI, runs_there, &many, count_dropped), DEPUTY_OK, NULL);
  ASK("give", DEPUTY_ARGS(deputy_null()));
  CHECK_EQ(many.ran, 3000);
  CHECK_EQ(many.dropped, 3000);

  CHECK_STATUS(deputy_context_post(DEPUTY_UI, frees, &pending, NULL), DEPUTY_OK, NULL);
  UNTIL(deputy_task_live() == 5);
  server_stop(&s);
  deputy_task_free(settled);
  for (int i = 0; i < 4; i++) deputy_task_free(own[i]);
  CHECK_EQ(deputy_task_live(), 0);
  nothing_left();
  return check_result();
}
