// The result of an export is a task: the caller's promise ends as the task does, whoever settles it and when; the function has long
// returned. Freed, cancelled and stale tasks, large results, errors of JavaScript.
// FEATURE: F31 F25
#include "exports.h"

static deputy_task tasks[16];

static deputy_status gives(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  deputy_task *task = &tasks[args[0].data.i32];
  if (!*task) *task = own_task();
  *out = deputy_task_value(*task);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(gives, "give(index: i32): string");

/* The same, but who leaves the call cancels the task. */
static deputy_status lends(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  deputy_status status = gives(args, argc, out, userdata);
  *out = deputy_task_abortable_value(out->data.task);
  return status;
}
DEPUTY_EXPORT(lends, "lend(index: i32): string");

static deputy_status settles(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  deputy_task *task = &tasks[args[0].data.i32];
  const char *how = args[1].data.string;
  if (!*task) *task = own_task();
  deputy_status status = DEPUTY_OK;
  if (strcmp(how, "resolve") == 0) status = deputy_task_resolve(*task, &args[2]);
  if (strcmp(how, "reject") == 0) status = deputy_task_reject(*task, args[2].data.i32);
  if (strcmp(how, "cancel") == 0) status = deputy_task_cancel(*task);
  if (strcmp(how, "free") == 0) deputy_task_free(*task), *task = 0;
  *out = deputy_i32(status);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(settles, "settle(index: i32, how: string, value?: any): i32");

/* A call of JavaScript as the result; the handle is freed before it ends. */
static void frees(void *task) {
  deputy_task_free(*(deputy_task *)task);
}
static deputy_status calls(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  static deputy_task task;
  deputy_status status = deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("does"), &task, args, argc, NULL);
  *out = deputy_task_value(task);
  if (status == DEPUTY_OK) CHECK_STATUS(deputy_context_post(DEPUTY_MAIN, frees, &task, NULL), DEPUTY_OK, NULL);
  return status;
}
DEPUTY_EXPORT(calls, "call");

static deputy_status strange(deputy_task task) {
  deputy_value value = deputy_null();
  value.tag = 200;
  return deputy_task_resolve(task, &value);
}
static deputy_status gives_strange(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  deputy_task task = own_task();
  CHECK_STATUS(strange(task), DEPUTY_OK, NULL);
  tasks[15] = task;
  *out = deputy_task_value(task);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(gives_strange, "giveStrange");

static deputy_status work(void *text, deputy_value *out) {
  *out = deputy_cstr(text);
  return DEPUTY_OK;
}
static deputy_status sends(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  deputy_task task = 0;
  deputy_status status = deputy_context_send_async(DEPUTY_BACKGROUND, work, "done elsewhere", NULL, &task, NULL);
  tasks[14] = task;
  *out = deputy_task_value(task);
  return status;
}
DEPUTY_EXPORT(sends, "send(): string");

static deputy_status live(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  deputy_task_free(tasks[14]);
  deputy_task_free(tasks[15]);
  *out = deputy_i32((int32_t)deputy_task_live());
  return DEPUTY_OK;
}
DEPUTY_EXPORT(live, "live(): i32");

int main(void) { return live_on(); }
