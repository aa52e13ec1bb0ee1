// A function is sent and its result is a task: it runs later, also to the sender itself; freeing the handle does not stop it, cancelling
// does while it is queued; what runs is told. Whatever happens, drop runs once and the task ends.
// FEATURE: F68 F13 F36
#include "tasks.h"

static server there;
static atomic_bool gate;
static atomic_int began, noticed;

static deputy_status gives(void *memory, deputy_value *out) {
  count_ran(memory);
  *out = deputy_i32(42);
  return DEPUTY_OK;
}
static deputy_status waits_for_gate(void *memory, deputy_value *out) {
  atomic_fetch_add(&began, 1);
  UNTIL(atomic_load(&gate));
  return gives(memory, out);
}
static deputy_status looks(void *memory, deputy_value *out) {
  atomic_fetch_add(&began, 1);
  UNTIL(deputy_is_cancelled());
  atomic_fetch_add(&noticed, 1);
  return gives(memory, out);
}
static deputy_status ends_thread(void *memory, deputy_value *out) {
  (void)out;
  count_ran(memory);
  pthread_exit(NULL);
}
static void ends_thread_posted(void *memory) {
  count_ran(memory);
  pthread_exit(NULL);
}
static deputy_status closes(void *memory, deputy_value *out) {
  UNTIL(atomic_load(&gate));
  CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL);
  atomic_store(&there.stop, true);
  return gives(memory, out);
}

static deputy_task sends(deputy_context context, deputy_send_fn function, counts *counted, uint32_t timeout_ms, deputy_task cancel) {
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = timeout_ms, .cancel = cancel};
  deputy_task task = 0;
  CHECK_STATUS(deputy_context_send_async(context, function, counted, count_dropped, &task, &options), DEPUTY_OK, NULL);
  return task;
}
static void *serves_once(void *context) {
  deputy_context id = 0;
  CHECK_STATUS(deputy_context_open(&id), DEPUTY_OK, NULL);
  atomic_store((_Atomic deputy_context *)context, id);
  deputy_context_serve(BOUND, NULL);
  CHECK(!"the thread has ended");
  return NULL;
}

int main(void) {
  server_start(&there);
  /* To itself: not before it serves. */
  static counts own;
  deputy_task task = sends(DEPUTY_MAIN, gives, &own, 0, 0);
  CHECK_EQ(own.ran, 0);
  CHECK_STATUS(deputy_task_wait(task, 0, NULL), DEPUTY_TIMED_OUT, NULL);
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_task_wait_pump(task, BOUND, &out), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 42);
  CHECK_EQ(own.dropped, 1);
  deputy_task_free(task);

  /* The handle is freed at once: it runs all the same, on every kind of context. */
  static counts freed;
  deputy_context contexts[] = {there.context, DEPUTY_BACKGROUND, DEPUTY_UI, DEPUTY_MAIN};
  for (int i = 0; i < 4; i++) {
    static counts blocker;
    atomic_store(&gate, false);
    int before = began;
    deputy_task first = i < 2 ? sends(contexts[i], waits_for_gate, &blocker, 0, 0) : 0;
    if (first) UNTIL(began > before);
    deputy_task_free(sends(contexts[i], gives, &freed, 0, 0));
    atomic_store(&gate, true);
    if (first) ENDS(first, DEPUTY_OK);
    deputy_task_free(first);
    if (contexts[i] == DEPUTY_MAIN) CHECK_STATUS(deputy_context_serve(0, NULL), DEPUTY_OK, NULL);
    UNTIL(freed.dropped == i + 1);
    CHECK_EQ(freed.ran, i + 1);
  }

  /* Cancelled, or out of time, while it is queued. */
  static counts queued, before_it;
  atomic_store(&gate, false);
  deputy_task blocker = sends(there.context, waits_for_gate, &before_it, 0, 0);
  deputy_task token = own_task(), stale;
  deputy_task tasks[] = {sends(there.context, gives, &queued, 0, 0), sends(there.context, gives, &queued, 10, 0),
                         sends(there.context, gives, &queued, 0, token), sends(there.context, gives, &queued, 1000000, 0)};
  CHECK_STATUS(deputy_task_cancel(tasks[0]), DEPUTY_OK, NULL);
  ENDS(tasks[0], DEPUTY_CANCELLED);
  ENDS(tasks[1], DEPUTY_TIMED_OUT);
  CHECK_STATUS(deputy_task_cancel(token), DEPUTY_OK, NULL);
  ENDS(tasks[2], DEPUTY_CANCELLED);
  /* The same for one that waits. */
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = 10};
  CHECK_STATUS(deputy_context_send(there.context, gives, &queued, count_dropped, NULL, &options), DEPUTY_TIMED_OUT, NULL);
  options.timeout_ms = 0, options.cancel = token;
  CHECK_STATUS(deputy_context_send(there.context, gives, &queued, count_dropped, NULL, &options), DEPUTY_CANCELLED, NULL);
  atomic_store(&gate, true);
  ENDS(blocker, DEPUTY_OK);
  ENDS(tasks[3], DEPUTY_OK);
  UNTIL(queued.dropped == 6);
  CHECK_EQ(queued.ran, 1);
  /* To itself, cancelled before. */
  static counts inline_;
  CHECK_STATUS(deputy_context_send(DEPUTY_MAIN, gives, &inline_, count_dropped, NULL, &options), DEPUTY_CANCELLED, NULL);
  CHECK_EQ(inline_.ran, 0);
  CHECK_EQ(inline_.dropped, 1);
  for (int i = 0; i < 4; i++) deputy_task_free(tasks[i]);
  deputy_task_free(blocker);
  deputy_task_free(token);

  /* While it runs: by its task, its time, its token; waited for or not. */
  static counts running;
  for (int i = 0; i < 4; i++) {
    token = own_task();
    int before = began;
    deputy_task work = sends(i == 3 ? DEPUTY_BACKGROUND : there.context, looks, &running, i == 1 ? 250 : 0, i == 2 ? token : 0);
    UNTIL(began > before);
    if (i == 0 || i == 3) CHECK_STATUS(deputy_task_cancel(work), DEPUTY_OK, NULL);
    if (i == 2) CHECK_STATUS(deputy_task_cancel(token), DEPUTY_OK, NULL);
    ENDS(work, i == 1 ? DEPUTY_TIMED_OUT : DEPUTY_CANCELLED);
    UNTIL(running.dropped == i + 1);
    deputy_task_free(work);
    deputy_task_free(token);
  }
  options.cancel = 0, options.timeout_ms = 250;
  CHECK_STATUS(deputy_context_send(there.context, looks, &running, count_dropped, NULL, &options), DEPUTY_TIMED_OUT, NULL);
  UNTIL(running.dropped == 5);
  CHECK_EQ(noticed, 5);
  CHECK_EQ(running.ran, 5);

  /* The context closes: what is queued does not run and has ended, what closed it ends well. */
  static counts closing, behind;
  atomic_store(&gate, false);
  stale = there.context;
  task = sends(there.context, closes, &closing, 0, 0);
  deputy_task lost = sends(there.context, gives, &behind, 0, 0);
  atomic_store(&gate, true);
  ENDS(task, DEPUTY_OK);
  ENDS(lost, DEPUTY_CLOSED);
  UNTIL(behind.dropped == 1);
  CHECK_EQ(behind.ran, 0);
  CHECK_EQ(closing.dropped, 1);
  deputy_task_free(task);
  deputy_task_free(lost);
  pthread_join(there.thread, NULL);
  CHECK_STATUS(deputy_context_send(stale, gives, &behind, NULL, NULL, NULL), DEPUTY_STALE, NULL);

  /* The thread ends in the function: who waits is told, what it was given is dropped. */
  for (int posted = 0; posted < 2; posted++) {
    static counts ends[2], after[2];
    _Atomic deputy_context context = 0;
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, NULL, serves_once, (void *)&context), 0);
    UNTIL(context != 0);
    task = 0;
    if (posted) CHECK_STATUS(deputy_context_post(context, ends_thread_posted, &ends[posted], count_dropped), DEPUTY_OK, NULL);
    else CHECK_STATUS(deputy_context_send(context, ends_thread, &ends[posted], count_dropped, NULL, NULL), DEPUTY_CLOSED, NULL);
    deputy_status status = deputy_context_send_async(context, gives, &after[posted], count_dropped, &task, NULL);
    if (status == DEPUTY_OK) ENDS(task, DEPUTY_CLOSED);
    else CHECK(status == DEPUTY_STALE || status == DEPUTY_CLOSED);
    deputy_task_free(task);
    pthread_join(thread, NULL);
    CHECK_EQ(ends[posted].ran, 1);
    CHECK_EQ(ends[posted].dropped, 1);
    CHECK_EQ(after[posted].ran, 0);
    CHECK_EQ(after[posted].dropped, 1);
  }
  CHECK_EQ(deputy_task_live(), 0);
  return check_result();
}
