// A task that cancels: given with any number of calls it ends those that wait, those that are queued and those that will be made;
// a token whose time is up is cancelled as well; one that ends otherwise changes nothing.
// FEATURE: F13 F34
#include "tasks.h"

static deputy_task token;
static atomic_int ended;

static deputy_status hangs(deputy_task cancel, uint32_t timeout_ms, double key) {
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = timeout_ms, .cancel = cancel};
  deputy_value out = deputy_i32(7);
  deputy_status status = deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("hang"), &out, DEPUTY_ARGS(deputy_f64(key)), &options);
  if (status != DEPUTY_OK) CHECK_EQ(out.data.i32, 7);
  return status;
}
static void *waits(void *key) {
  CHECK_STATUS(hangs(token, 0, (double)(intptr_t)key), DEPUTY_CANCELLED, NULL);
  atomic_fetch_add(&ended, 1);
  return NULL;
}
static void *cancels_later(void *task) {
  usleep(10000);
  CHECK_STATUS(deputy_task_cancel(*(deputy_task *)task), DEPUTY_OK, NULL);
  return NULL;
}

int main(void) {
  token = own_task();
  /* Several threads wait, and asynchronous calls are out. */
  pthread_t threads[4];
  for (intptr_t i = 0; i < 4; i++) CHECK_EQ(pthread_create(&threads[i], NULL, waits, (void *)i), 0);
  deputy_call_options options = {.struct_size = sizeof options, .flags = DEPUTY_CALL_SIGNAL, .cancel = token};
  deputy_task call = 0;
  CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("hang"), &call, DEPUTY_ARGS(deputy_i32(50)), &options), DEPUTY_OK, NULL);
  UNTIL(ASK("started", DEPUTY_NO_ARGS) == 5);
  CHECK_EQ(ended, 0);
  CHECK_STATUS(deputy_task_cancel(token), DEPUTY_OK, NULL);
  for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
  ENDS(call, DEPUTY_CANCELLED);
  UNTIL(ASK("aborted", DEPUTY_ARGS(deputy_i32(50))) == 1);
  deputy_task_free(call);
  /* Late answers meet nobody. */
  ASK("settleAll", DEPUTY_NO_ARGS);
  /* Calls that are made with it do not run. */
  CHECK_STATUS(hangs(token, 0, 60), DEPUTY_CANCELLED, NULL);
  for (int i = 0; i < 20; i++) {
    CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("hang"), &call, DEPUTY_ARGS(deputy_i32(51)), &options), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_task_wait(call, 0, NULL), DEPUTY_CANCELLED, NULL);
    deputy_task_free(call);
  }
  CHECK_EQ(ASK("started", DEPUTY_NO_ARGS), 5);
  deputy_task_free(token);
  CHECK_STATUS(hangs(token, 0, 61), DEPUTY_STALE, NULL);
  CHECK_STATUS(hangs(1, 0, 61), DEPUTY_STALE, NULL);
  options.cancel = token;
  CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("hang"), &call, DEPUTY_ARGS(deputy_i32(62)), &options), DEPUTY_STALE, NULL);

  /* Queued, while the page is busy: leaves at once, and does not run. */
  token = own_task();
  pthread_t thread;
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("busy"), DEPUTY_ARGS(deputy_i32(60))), DEPUTY_OK, NULL);
  CHECK_EQ(pthread_create(&thread, NULL, cancels_later, &token), 0);
  CHECK_STATUS(hangs(token, 0, 70), DEPUTY_CANCELLED, NULL);
  pthread_join(thread, NULL);
  deputy_task_free(token);

  /* A timeout that comes first, a token that comes first. */
  token = own_task();
  CHECK_STATUS(hangs(token, 10, 71), DEPUTY_TIMED_OUT, NULL);
  CHECK_EQ(pthread_create(&thread, NULL, cancels_later, &token), 0);
  CHECK_STATUS(hangs(token, 100000, 72), DEPUTY_CANCELLED, NULL);
  pthread_join(thread, NULL);
  deputy_task_free(token);

  /* A token that ends without being cancelled. */
  token = own_task();
  CHECK_STATUS(deputy_task_resolve(token, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(hangs(token, 20, 73), DEPUTY_TIMED_OUT, NULL);
  options.flags = 0, options.cancel = token;
  CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("give"), &call, DEPUTY_ARGS(deputy_i32(1)), &options), DEPUTY_OK, NULL);
  ENDS(call, DEPUTY_OK);
  deputy_task_free(call);
  deputy_task_free(token);

  /* A token that is itself a call, and whose time is up: it ends calls that wait as it ends tasks that are attached to it. */
  for (int early = 0; early < 2; early++) {
    token = START_WITH("hang", 20, 0, DEPUTY_ARGS(deputy_i32(80 + early)));
    if (early) UNTIL(deputy_task_is_settled(token));
    options.cancel = token;
    CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("hang"), &call, DEPUTY_ARGS(deputy_i32(90 + early)), &options), DEPUTY_OK, NULL);
    CHECK_STATUS(hangs(token, 3000, 100 + early), DEPUTY_CANCELLED, NULL);
    ENDS(call, DEPUTY_CANCELLED);
    deputy_task_free(call);
    CHECK_STATUS(deputy_task_wait(token, 0, NULL), DEPUTY_TIMED_OUT, NULL);
    deputy_task_free(token);
  }
  ASK("settleAll", DEPUTY_NO_ARGS);
  nothing_left();
  CHECK_EQ(deputy_task_live(), 0);
  return check_result();
}
