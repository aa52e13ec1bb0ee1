// While the deputy is blocked calls of exports wait in order; a wait that pumps runs them, also inside one another: a deputy that waits for
// JavaScript which awaits an export of that deputy, and a function that waits in turn.
// FEATURE: F28 F10
#include "exports.h"

static char order[64];
static deputy_task gate;

static deputy_status note(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  CHECK_EQ(deputy_context_current(), DEPUTY_MAIN);
  strcat(order, args[0].data.string);
  *out = deputy_cstr(order);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(note, "note(letter: string): string");

static deputy_status opens(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  return deputy_task_resolve(gate, NULL);
}
DEPUTY_EXPORT(opens, "openGate(): void");

/* Calls JavaScript that calls this again, `depth` times. */
static deputy_status dives(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  if (args[0].data.i32 == 0) {
    *out = deputy_cstr("bottom");
    return DEPUTY_OK;
  }
  deputy_call_options options = {.struct_size = sizeof options, .flags = DEPUTY_CALL_PUMP};
  return deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("diveAgain"), out, DEPUTY_ARGS(deputy_i32(args[0].data.i32 - 1)), &options);
}
DEPUTY_EXPORT(dives, "dive(depth: i32): string");

static void posted(void *letter) { strcat(order, letter); }
static deputy_status sent(void *letter, deputy_value *out) {
  strcat(order, letter);
  *out = deputy_context_current() == DEPUTY_MAIN ? deputy_cstr("main") : deputy_null();
  return DEPUTY_OK;
}

/* Another thread sends here and there; each of the two waits for the other. */
static deputy_status back(void *unused, deputy_value *out) {
  (void)unused;
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = BOUND};
  return deputy_context_send(DEPUTY_MAIN, sent, "s", NULL, out, &options);
}
static void *posts_and_resolves(void *unused) {
  usleep(5000);
  CHECK_STATUS(deputy_context_post(DEPUTY_MAIN, posted, "p", NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_post(DEPUTY_MAIN, posted, "q", NULL), DEPUTY_OK, NULL);
  deputy_task task = 0;
  CHECK_STATUS(deputy_context_send_async(DEPUTY_MAIN, sent, "r", NULL, &task, NULL), DEPUTY_OK, NULL);
  ENDS(task, DEPUTY_OK);
  deputy_task_free(task);
  CHECK_STATUS(deputy_task_resolve(gate, NULL), DEPUTY_OK, NULL);
  return unused;
}

int main(void) {
  deputy_value out = deputy_null();
  deputy_call_options pump = {.struct_size = sizeof pump, .flags = DEPUTY_CALL_PUMP};
  /* Blocked without a pump: they wait. */
  ASK("callLetters", DEPUTY_ARGS(deputy_cstr("abcdef")));
  ASK("sleep", DEPUTY_ARGS(deputy_i32(20)));
  usleep(20000);
  CHECK_CSTR(order, "");
  CHECK_STATUS(deputy_task_new(&gate), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait(gate, 20, NULL), DEPUTY_TIMED_OUT, NULL);
  CHECK_CSTR(order, "");
  /* A pump runs them, in order, and goes on until its task ends: the last of them ends it. */
  ASK("callOpen", DEPUTY_NO_ARGS);
  CHECK_STATUS(deputy_task_wait_pump(gate, BOUND, NULL), DEPUTY_OK, NULL);
  CHECK_CSTR(order, "abcdef");
  deputy_task_free(gate);
  /* A pump with a time. */
  CHECK_STATUS(deputy_task_new(&gate), DEPUTY_OK, NULL);
  ASK("callLetters", DEPUTY_ARGS(deputy_cstr("gh")));
  CHECK_STATUS(deputy_task_wait_pump(gate, 0, NULL), DEPUTY_TIMED_OUT, NULL);
  for (int i = 0; i < 500 && !strchr(order, 'h'); i++) CHECK_STATUS(deputy_task_wait_pump(gate, 20, NULL), DEPUTY_TIMED_OUT, NULL);
  CHECK_CSTR(order, "abcdefgh");
  /* What comes from other threads. */
  order[0] = 0;
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, posts_and_resolves, NULL), 0);
  CHECK_STATUS(deputy_task_wait_pump(gate, BOUND, NULL), DEPUTY_OK, NULL);
  pthread_join(thread, NULL);
  CHECK_CSTR(order, "pqr");
  deputy_task_free(gate);
  /* Settled already: nothing runs. */
  CHECK_STATUS(deputy_task_new(&gate), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_resolve(gate, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_post(DEPUTY_MAIN, posted, "x", NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait_pump(gate, BOUND, NULL), DEPUTY_OK, NULL);
  CHECK_CSTR(order, "pqr");
  deputy_task_free(gate);
  CHECK_STATUS(deputy_context_serve(0, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait_pump(1, 0, NULL), DEPUTY_STALE, NULL);

  /* JavaScript that this thread waits for awaits exports of this thread. */
  order[0] = 0;
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("callsBack"), &out, DEPUTY_ARGS(deputy_cstr("xyz")), &pump), DEPUTY_OK, &out);
  CHECK_TEXT(out, "xyz");
  deputy_value_free(&out);
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("diveAgain"), &out, DEPUTY_ARGS(deputy_i32(12)), &pump), DEPUTY_OK, &out);
  CHECK_TEXT(out, "bottom");
  deputy_value_free(&out);
  /* Without the pump it ends at its time; the call that waited runs later. */
  deputy_call_options timed = {.struct_size = sizeof timed, .timeout_ms = 250};
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("callsBack"), &out, DEPUTY_ARGS(deputy_cstr("1")), &timed), DEPUTY_TIMED_OUT, NULL);
  CHECK_CSTR(order, "xyz");
  /* One that times out while it pumps. */
  pump.timeout_ms = 30;
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("never"), &out, DEPUTY_NO_ARGS, &pump), DEPUTY_TIMED_OUT, NULL);
  CHECK_CSTR(order, "xyz1");
  pump.timeout_ms = 0;
  /* A send that pumps: the other side sends back. */
  order[0] = 0;
  server there;
  server_start(&there);
  CHECK_STATUS(deputy_context_send(there.context, back, NULL, NULL, &out, &pump), DEPUTY_OK, &out);
  CHECK_TEXT(out, "main");
  deputy_value_free(&out);
  CHECK_CSTR(order, "s");
  CHECK_STATUS(deputy_context_send(DEPUTY_BACKGROUND, back, NULL, NULL, &out, &pump), DEPUTY_OK, &out);
  deputy_value_free(&out);
  server_stop(&there);
  CHECK_EQ(deputy_task_live(), 0);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("mainReturns"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  return live_on();
}
