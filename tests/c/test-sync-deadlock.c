// Synchronous calls of the page's that cannot end: each ends as DEPUTY_DEADLOCK or another status of its own, soon, with a message that
// says who waits for whom; the program goes on, and so do those who waited. What cannot be detected ends at its time.
// FEATURE: F26 F54
// FLAGS: -sPTHREAD_POOL_SIZE=2
// TIMEOUT: 40
#include <errno.h>
#include "exports.h"

static deputy_task gate, promise;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static server busy;

static deputy_status answer(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  *out = deputy_i32(42);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(answer, "answer(): i32");

/* Async: the deputy blocks in a wait that does not serve. */
static deputy_status blocks(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)out, (void)userdata;
  const char *how = args[0].data.string;
  if (strcmp(how, "task") == 0) return deputy_task_wait(gate, BOUND, NULL);
  if (strcmp(how, "pump") == 0) return deputy_task_wait_pump(gate, BOUND, NULL);
  if (strcmp(how, "call") == 0) return deputy_js_call(DEPUTY_UI, DEPUTY_FN("opened"), NULL, DEPUTY_NO_ARGS);
  return DEPUTY_INTERNAL;
}
DEPUTY_EXPORT(blocks, "blocks(how: string)");
static deputy_status opens(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  return deputy_task_resolve(gate, NULL);
}
DEPUTY_EXPORT(opens, "open(): void");

static deputy_status in_the_way(void *unused, deputy_value *out) {
  (void)unused;
  return deputy_js_call(DEPUTY_UI, DEPUTY_FN("opened"), out, DEPUTY_NO_ARGS);
}
static deputy_status sent(void *unused, deputy_value *out) {
  (void)unused;
  return deputy_js_call(DEPUTY_UI, DEPUTY_FN("plain"), out, DEPUTY_NO_ARGS);
}
static deputy_status occupies(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  deputy_task task = 0;
  deputy_status status = deputy_context_send_async(busy.context, in_the_way, NULL, NULL, &task, NULL);
  if (status == DEPUTY_OK) *out = deputy_task_value(task);
  return status;
}
DEPUTY_EXPORT(occupies, "occupy");
/* To a thread that is free, and calls the page: that belongs to the call. To one that waits for the page: that is a circle. */
static deputy_status sends(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = BOUND};
  return deputy_context_send(busy.context, sent, NULL, NULL, out, &options);
}
DEPUTY_EXPORT(sends, "sends");

static deputy_status early(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  return deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("opened"), &promise, DEPUTY_NO_ARGS, NULL);
}
DEPUTY_EXPORT(early, "early(): void");
/* For a promise that was there before; the wait ends, not the call. */
static deputy_status waits(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  size_t index;
  deputy_status status = args[0].data.i32 == 0   ? deputy_task_wait(promise, BOUND, NULL)
                         : args[0].data.i32 == 1 ? deputy_task_wait_pump(promise, UINT32_MAX, NULL)
                                                 : deputy_task_wait_any(&promise, 1, UINT32_MAX, &index);
  *out = deputy_cstr(deputy_status_name(status));
  return DEPUTY_OK;
}
DEPUTY_EXPORT(waits, "waits(how: i32): string");
static deputy_status gives(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  *out = deputy_task_value(args[0].data.i32 ? gate : promise);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(gives, "gives(which: i32)");

static void *nothing(void *unused) { return unused; }
static deputy_status starts(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  enum { MANY = 32 };
  pthread_t threads[MANY];
  int error = 0, made = 0;
  /* More than there are Workers, the reserve among them: they are given back by the page, which is busy. */
  while (made < MANY && (error = pthread_create(&threads[made], NULL, nothing, NULL)) == 0) made++;
  for (int i = 0; i < made; i++) pthread_join(threads[i], NULL);
  *out = deputy_i32(error == EAGAIN ? made : -1);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(starts, "starts(): i32");

static deputy_status ends(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  pthread_exit(NULL);
}
DEPUTY_EXPORT(ends, "ends(): void");
static deputy_status closes(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  return deputy_context_close();
}
DEPUTY_EXPORT(closes, "closes(): void");

/* Not to be seen from outside. */
static deputy_status locks(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(locks, "locks(): void");
static deputy_status holds(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)out, (void)userdata;
  if (args[0].data.boolean) pthread_mutex_lock(&mutex);
  else pthread_mutex_unlock(&mutex);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(holds, "holds(on: bool): void");

static void *serves(void *unused) {
  deputy_context context;
  CHECK_STATUS(deputy_context_open(&context), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("opensContext"), NULL, DEPUTY_ARGS(deputy_i32((int32_t)context))), DEPUTY_OK, NULL);
  while (deputy_context_serve(UINT32_MAX, NULL) == DEPUTY_OK && deputy_context_current() != 0) {}
  return unused;
}
static deputy_status opens_context(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, serves, NULL), 0);
  pthread_detach(thread);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(opens_context, "openContext(): void");
static deputy_status renews(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  if (gate) deputy_task_free(gate);
  if (promise) deputy_task_free(promise);
  promise = 0;
  return deputy_task_new(&gate);
}
DEPUTY_EXPORT(renews, "renew(): void");

int main(void) {
  server_start(&busy);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("ready"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  return live_on();
}
