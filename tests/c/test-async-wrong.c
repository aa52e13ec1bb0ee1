// What an asynchronous call refuses it refuses at once: no task is made, nothing is sent.
// FEATURE: F11
#include "tasks.h"

static deputy_status start(deputy_context context, deputy_js_fn *function, deputy_task *out, const deputy_value *args, size_t argc,
                           const deputy_call_options *options) {
  return deputy_js_call_async(context, function, out, args, argc, options);
}

int main(void) {
  deputy_js_fn *give = DEPUTY_FN("give");
  deputy_task task = 4711;
  CHECK_STATUS(start(DEPUTY_UI, NULL, &task, NULL, 0, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(start(DEPUTY_UI, give, NULL, NULL, 0, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(start(DEPUTY_UI, give, &task, NULL, 1, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(start(DEPUTY_UI, DEPUTY_FN(""), &task, NULL, 0, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(start(DEPUTY_UI, DEPUTY_FN("\xff"), &task, NULL, 0, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  deputy_value nowhere = deputy_str(NULL, 3);
  CHECK_STATUS(start(DEPUTY_UI, give, &task, &nowhere, 1, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  deputy_call_options options = {.struct_size = sizeof options - 1};
  CHECK_STATUS(start(DEPUTY_UI, give, &task, NULL, 0, &options), DEPUTY_INVALID_ARGUMENT, NULL);
  options = (deputy_call_options){.struct_size = sizeof options, .flags = 2};
  CHECK_STATUS(start(DEPUTY_UI, give, &task, NULL, 0, &options), DEPUTY_INVALID_ARGUMENT, NULL);
  const deputy_context garbage[] = {5, 7, 8, 1023, 1024, 0x80000001, UINT32_MAX};
  for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++) {
    CHECK_STATUS(start(garbage[i], give, &task, NULL, 0, NULL), DEPUTY_STALE, NULL);
  }
  /* Contexts without JavaScript. */
  deputy_context mine = 0;
  CHECK_STATUS(deputy_context_open(&mine), DEPUTY_OK, NULL);
  CHECK_STATUS(start(mine, give, &task, NULL, 0, NULL), DEPUTY_UNSUPPORTED, NULL);
  CHECK_STATUS(start(DEPUTY_BACKGROUND, give, &task, NULL, 0, NULL), DEPUTY_UNSUPPORTED, NULL);
  CHECK_STATUS(deputy_js_call(DEPUTY_BACKGROUND, give, NULL, NULL, 0), DEPUTY_UNSUPPORTED, NULL);
  CHECK_STATUS(deputy_js_post(mine, give, NULL, 0), DEPUTY_UNSUPPORTED, NULL);
  CHECK_EQ(task, 4711);
  CHECK_EQ(deputy_task_live(), 0);
  CHECK_EQ(ASK("asyncCalls", DEPUTY_NO_ARGS), 0);

  /* And what it only seems to refuse. */
  options = (deputy_call_options){.struct_size = sizeof options, .timeout_ms = UINT32_MAX, .flags = DEPUTY_CALL_SIGNAL};
  CHECK_STATUS(start(DEPUTY_UI, give, &task, NULL, 0, &options), DEPUTY_OK, NULL);
  ENDS(task, DEPUTY_OK); /* it gave the signal back, as an object */
  deputy_task_free(task);
  return check_result();
}
