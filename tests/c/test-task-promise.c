// A task among the arguments of a call, an asynchronous call or a post is a promise in JavaScript, which ends as the task does: settled before or
// after, rejected, cancelled, freed; the same promise however often it is given; given to calls that fail or never run.
// FEATURE: F31
#include "tasks.h"

enum { CALL, ASYNC, POST, WAYS };

/* Gives the task to keep(key, task). */
static void give(int way, const char *key, deputy_task task) {
  deputy_value args[] = {deputy_cstr(key), deputy_task_value(task)};
  deputy_task call = 0;
  if (way == CALL) CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("keep"), NULL, args, 2), DEPUTY_OK, NULL);
  if (way == POST) CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("keep"), args, 2), DEPUTY_OK, NULL);
  if (way == ASYNC) {
    CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("keep"), &call, args, 2, NULL), DEPUTY_OK, NULL);
    ENDS(call, DEPUTY_OK);
    deputy_task_free(call);
  }
}

/* What became of it: "value ..." or the code of the error. */
#define BECAME(key, expected)                                                                              \
  do {                                                                                                     \
    deputy_value out_ = deputy_null();                                                                     \
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("became"), &out_, DEPUTY_ARGS(deputy_cstr(key))), DEPUTY_OK, &out_); \
    if (out_.tag == DEPUTY_VALUE_STRING) CHECK_CSTR(out_.data.string, expected);                           \
    else CHECK(!"a text");                                                                                 \
    deputy_value_free(&out_);                                                                              \
  } while (0)

static void settle(deputy_task task, int how) {
  deputy_value text = deputy_cstr("done");
  static char large[1000];
  memset(large, 'L', sizeof large);
  deputy_value long_text = deputy_str(large, sizeof large);
  if (how == 0) CHECK_STATUS(deputy_task_resolve(task, &text), DEPUTY_OK, NULL);
  if (how == 1) CHECK_STATUS(deputy_task_reject(task, DEPUTY_OUT_OF_RANGE), DEPUTY_OK, NULL);
  if (how == 2) CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL);
  if (how == 3) deputy_task_free(task);
  if (how == 4) CHECK_STATUS(deputy_task_resolve(task, &long_text), DEPUTY_OK, NULL);
}
static const char *const becomes[] = {"value done", "DEPUTY_OUT_OF_RANGE", "DEPUTY_CANCELLED", "DEPUTY_CLOSED", "length 1000"};

int main(void) {
  for (int way = 0; way < WAYS; way++) {
    for (int how = 0; how < 5; how++) {
      /* Settled later; given twice, and once more in another way. */
      deputy_task task = own_task();
      give(way, "a", task);
      give(way, "b", task);
      give((way + 1) % WAYS, "c", task);
      CHECK_EQ(ASK("same", DEPUTY_NO_ARGS), 1);
      settle(task, how);
      BECAME("a", becomes[how]);
      BECAME("b", becomes[how]);
      BECAME("c", becomes[how]);
      if (how != 3) deputy_task_free(task);
      /* Settled before. */
      if (how == 3) continue;
      task = own_task();
      settle(task, how);
      give(way, "d", task);
      give(way, "e", task);
      BECAME("d", becomes[how]);
      BECAME("e", becomes[how]);
      deputy_task_free(task);
    }
  }
  /* Freed while it goes on: its outcome comes all the same. */
  deputy_task call = START("after", DEPUTY_ARGS(deputy_i32(5), deputy_cstr("in the end")));
  give(POST, "call", call);
  deputy_task_free(call);
  BECAME("call", "value in the end");
  call = START("rejects", DEPUTY_ARGS(deputy_cstr("for a reason")));
  give(CALL, "error", call);
  deputy_task_free(call);
  BECAME("error", "DEPUTY_JS_EXCEPTION");
  call = START("largeSoon", DEPUTY_ARGS(deputy_i32(5000)));
  give(POST, "large", call);
  deputy_task_free(call);
  BECAME("large", "length 5000");
  /* What a task was resolved with that cannot cross. */
  deputy_task strange = own_task();
  deputy_value value = deputy_null();
  value.tag = 200;
  give(POST, "strange", strange);
  CHECK_STATUS(deputy_task_resolve(strange, &value), DEPUTY_OK, NULL);
  BECAME("strange", "DEPUTY_WRONG_TYPE");
  deputy_task_free(strange);
  /* A call waits for the promise it was given. */
  pthread_t thread;
  deputy_task task = own_task();
  (void)thread;
  deputy_value args[] = {deputy_task_value(task)};
  CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("give"), &call, args, 1, NULL), DEPUTY_OK, NULL);
  settle(task, 0);
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_task_wait(call, BOUND, &out), DEPUTY_OK, &out);
  CHECK_TEXT(out, "done");
  deputy_value_free(&out);
  deputy_task_free(call);
  deputy_task_free(task);

  /* Calls that fail, and one that never runs: whatever becomes of the task, nobody is bothered. */
  deputy_task failing = own_task(), freed = own_task();
  deputy_value bad = deputy_null();
  bad.tag = 200;
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("no.such.function"), NULL, DEPUTY_ARGS(deputy_task_value(failing))), DEPUTY_NOT_FOUND, NULL);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("keep"), NULL, DEPUTY_ARGS(deputy_task_value(failing), bad)), DEPUTY_WRONG_TYPE, NULL);
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = 5};
  deputy_status status = DEPUTY_OK;
  for (int tries = 0; tries < 20 && status == DEPUTY_OK; tries++) {
    CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("busy"), DEPUTY_ARGS(deputy_i32(60))), DEPUTY_OK, NULL);
    status = deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("keep"), NULL, DEPUTY_ARGS(deputy_cstr("x"), deputy_task_value(failing)), &options);
  }
  CHECK_STATUS(status, DEPUTY_TIMED_OUT, NULL);
  settle(failing, 1);
  deputy_task_free(failing);
  deputy_task_free(freed);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("keep"), NULL, DEPUTY_ARGS(deputy_task_value(freed))), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("keep"), NULL, DEPUTY_ARGS(deputy_task_value(0))), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("keep"), DEPUTY_ARGS(deputy_task_value(freed))), DEPUTY_STALE, NULL);
  /* No task in a task. */
  task = own_task();
  args[0] = deputy_task_value(task);
  CHECK_STATUS(deputy_task_resolve(task, &args[0]), DEPUTY_WRONG_TYPE, NULL);
  deputy_task_free(task);
  UNTIL(ASK("promises", DEPUTY_NO_ARGS) == 0);
  nothing_left();
  CHECK_EQ(deputy_task_live(), 0);
  /* One that is pending when the program ends. */
  give(POST, "end", own_task());
  give(CALL, "end2", own_task());
  return check_result();
}
