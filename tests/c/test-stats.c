// Counters are exact after known work: calls, posts, failures, calls that were left, what was dropped, tasks, frames.
// FEATURE: F12 F13 F36 F68
#include "tasks.h"

static deputy_stats of(deputy_context context) {
  deputy_stats stats = {.struct_size = sizeof stats};
  CHECK_STATUS(deputy_context_stats(context, &stats), DEPUTY_OK, NULL);
  return stats;
}
static void nothing(void *unused) { (void)unused; }
static deputy_status closes(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  for (int i = 0; i < 4; i++) CHECK_STATUS(deputy_context_post(deputy_context_current(), nothing, NULL, NULL), DEPUTY_OK, NULL);
  return deputy_context_close();
}
static deputy_context opened;
static void *serves(void *unused) {
  CHECK_STATUS(deputy_context_open(&opened), DEPUTY_OK, NULL);
  for (int i = 0; i < 3; i++) CHECK_STATUS(deputy_context_post(opened, nothing, NULL, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_serve(0, NULL), DEPUTY_OK, NULL);
  deputy_stats stats = of(opened);
  CHECK_EQ(stats.posts, 3);
  CHECK_EQ(stats.calls, 0);
  CHECK_EQ(stats.dropped, 0);
  deputy_task task = 0;
  CHECK_STATUS(deputy_context_send_async(opened, closes, NULL, NULL, &task, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_serve(0, NULL), DEPUTY_OK, NULL);
  ENDS(task, DEPUTY_OK);
  deputy_task_free(task);
  /* The record is used again: what it counts goes on. */
  deputy_context again = 0;
  CHECK_STATUS(deputy_context_open(&again), DEPUTY_OK, NULL);
  CHECK_EQ(of(again).dropped, 4);
  CHECK_EQ(of(again).posts, 4);
  return unused;
}

int main(void) {
  ASK("give", DEPUTY_ARGS(deputy_null()));
  deputy_stats before = of(DEPUTY_UI);
  for (int i = 0; i < 10; i++) ASK("give", DEPUTY_ARGS(deputy_i32(i)));
  deputy_task tasks[3];
  for (int i = 0; i < 3; i++) tasks[i] = START("give", DEPUTY_ARGS(deputy_i32(i)));
  CHECK_EQ(of(DEPUTY_UI).tasks, 3);
  for (int i = 0; i < 3; i++) {
    ENDS(tasks[i], DEPUTY_OK);
    deputy_task_free(tasks[i]);
  }
  for (int i = 0; i < 7; i++) CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("give"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  for (int i = 0; i < 2; i++) CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("throws"), DEPUTY_ARGS(deputy_cstr("counted"))), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("nobody"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_post(DEPUTY_UI, nothing, NULL, NULL), DEPUTY_OK, NULL);
  deputy_log(DEPUTY_LOG_INFO, "not a post");
  /* Left: one that had not been taken, one that runs. */
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = 5};
  int answered = 0; /* on a machine that is busy with other things */
  for (;; answered++) {
    CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("busy"), DEPUTY_ARGS(deputy_i32(60))), DEPUTY_OK, NULL);
    deputy_status status = deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("give"), NULL, DEPUTY_NO_ARGS, &options);
    if (status == DEPUTY_OK && answered < 20) continue;
    CHECK_STATUS(status, DEPUTY_TIMED_OUT, NULL);
    break;
  }
  options.timeout_ms = 300;
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("hang"), NULL, DEPUTY_ARGS(deputy_i32(1)), &options), DEPUTY_TIMED_OUT, NULL);
  ASK("give", DEPUTY_ARGS(deputy_null()));
  deputy_stats after = of(DEPUTY_UI);
  CHECK_EQ(after.calls - before.calls, 10 + 3 + 1 + 1 + answered);
  CHECK_EQ(after.posts - before.posts, 7 + 2 + 1 + 1 + 1 + answered);
  CHECK_EQ(after.posts_failed - before.posts_failed, 3);
  CHECK_EQ(after.left - before.left, 2);
  CHECK_EQ(after.abandoned - before.abandoned, 1);
  CHECK_EQ(after.dropped, 0);
  CHECK_EQ(after.tasks, 0);
  CHECK(after.frames >= before.frames);
  /* The same again needs no more frames. */
  for (int i = 0; i < 500; i++) ASK("give", DEPUTY_ARGS(deputy_i32(i)));
  CHECK_EQ(of(DEPUTY_UI).frames, after.frames);
  ASK("settleAll", DEPUTY_NO_ARGS);
  CHECK_EQ(ASK("pageCounts", DEPUTY_NO_ARGS), 3);

  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, serves, NULL), 0);
  pthread_join(thread, NULL);
  CHECK_EQ(of(DEPUTY_MAIN).posts, 0);
  CHECK_STATUS(deputy_context_post(DEPUTY_MAIN, nothing, NULL, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_serve(0, NULL), DEPUTY_OK, NULL);
  CHECK_EQ(of(DEPUTY_MAIN).posts, 1);

  deputy_stats stats = {.struct_size = sizeof stats};
  CHECK_STATUS(deputy_context_stats(DEPUTY_BACKGROUND, &stats), DEPUTY_UNSUPPORTED, NULL);
  CHECK_STATUS(deputy_context_stats(opened, &stats), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_context_stats(0, &stats), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_context_stats(DEPUTY_UI, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  stats.struct_size--;
  CHECK_STATUS(deputy_context_stats(DEPUTY_UI, &stats), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_EQ(stats.calls, 0);
  return check_result();
}
