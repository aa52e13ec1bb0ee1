// The examples of docs/task.md: a download with a time limit, two at once, a continuation, a task of the program's own.
// FEATURE: F11 F30 F31 F33 F35
#include "tasks.h"

static int downloads(void) {
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = 2000, .flags = DEPUTY_CALL_SIGNAL};   /* 2 s, then its AbortSignal fires */
  deputy_task download;
  deputy_status status = deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("download"), &download,
                                              DEPUTY_ARGS(deputy_cstr("a.txt")), &options);
  if (status != DEPUTY_OK) return deputy_report(status, NULL);

  /* Whatever this thread has to do meanwhile. */

  deputy_value text = deputy_null();
  status = deputy_task_wait(download, UINT32_MAX, &text);
  if (status == DEPUTY_OK) printf("%s\n", text.data.string);
  else deputy_report(status, &text);                                          /* says why, with JavaScript's own words */
  deputy_value_free(&text);
  deputy_task_free(download);
  return status != DEPUTY_OK;
}

static int fastest(void) {
  deputy_task mirrors[2];
  for (int i = 0; i < 2; i++) {
    deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("mirror"), &mirrors[i], DEPUTY_ARGS(deputy_i32(i)), NULL);
  }
  size_t first;
  deputy_status status = deputy_task_wait_any(mirrors, 2, 5000, &first);
  if (status == DEPUTY_OK) deputy_task_cancel(mirrors[1 - first]);
  for (int i = 0; i < 2; i++) deputy_task_free(mirrors[i]);
  CHECK_STATUS(status, DEPUTY_OK, NULL);
  CHECK_EQ(first, 1);
  return status != DEPUTY_OK;
}

static void saved(deputy_task task, void *name) {
  deputy_value out = deputy_null();
  deputy_status status = deputy_task_wait(task, 0, &out);                     /* has settled: does not wait */
  printf("%s: %s\n", (char *)name, deputy_status_name(status));
  deputy_value_free(&out);
}

static void saves(deputy_task *save) {
  deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("save"), save, DEPUTY_NO_ARGS, NULL);
  deputy_task_then(*save, DEPUTY_BACKGROUND, saved, strdup("document"), free);
}

static void *computes(void *task) {
  deputy_value sum = deputy_f64(5000050000.0);
  deputy_task_resolve(*(deputy_task *)task, &sum);
  return NULL;
}

static void shows(deputy_task sum) {
  deputy_js_post(DEPUTY_UI, DEPUTY_FN("show"), DEPUTY_ARGS(deputy_task_value(sum)));   /* async show(sum) { … await sum … } */
}

static int computing(void) {
  deputy_task sum;
  pthread_t thread;
  deputy_task_new(&sum);
  shows(sum);
  pthread_create(&thread, NULL, computes, &sum);
  deputy_value out = deputy_null();
  deputy_status status = deputy_task_wait(sum, UINT32_MAX, &out);
  pthread_join(thread, NULL);
  deputy_task_free(sum);
  CHECK_F64(deputy_to_f64(out), 5000050000.0);
  return status != DEPUTY_OK;
}

int main(void) {
  CHECK_EQ(downloads(), 0);
  CHECK_EQ(fastest(), 0);
  deputy_task save;
  saves(&save);
  UNTIL(ASK("printed", DEPUTY_NO_ARGS) == 2);
  deputy_task_free(save);
  CHECK_EQ(computing(), 0);
  UNTIL(ASK("shown", DEPUTY_NO_ARGS) == 5000050000.0);
  CHECK_EQ(deputy_task_live(), 0);
  return check_result();
}
