// The blocking modes: what waits in a synchronous call of the page's, on the deputy, a thread with a context, a JS worker, the compute pool and
// the background, and what does not wait, in each mode as docs/blocking.md says.
// FEATURE: F52 F26
// FLAGS: -sPTHREAD_POOL_SIZE=16 -sINITIAL_MEMORY=64MB
// TIMEOUT: 40
#include "exports.h"

#include <semaphore.h>

static server other;

static void posted(void *unused) { (void)unused; }
static deputy_status sent(void *unused, deputy_value *out) {
  (void)unused;
  *out = deputy_i32(5);
  return DEPUTY_OK;
}
static void *settles(void *task) {
  usleep(20000);
  CHECK_STATUS(deputy_task_resolve(*(deputy_task *)task, NULL), DEPUTY_OK, NULL);
  return NULL;
}
static void *locks(void *mutex) {
  usleep(20000);
  pthread_mutex_unlock(mutex);
  return NULL;
}

/* What the operation of that name gives. */
static deputy_status tries(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  const char *what = args[0].data.string;
  deputy_value got = deputy_null();
  deputy_status status = DEPUTY_INTERNAL;
  size_t index = 0;
  deputy_task task = 0;
#define IS(name) (strcmp(what, name) == 0)
  if (IS("call")) {
    status = deputy_js_call(DEPUTY_UI, DEPUTY_FN("plain"), &got, DEPUTY_NO_ARGS);
  } else if (IS("call promise")) {
    status = deputy_js_call(DEPUTY_UI, DEPUTY_FN("promise"), &got, DEPUTY_NO_ARGS);
  } else if (IS("post")) {
    status = deputy_js_post(DEPUTY_UI, DEPUTY_FN("plain"), DEPUTY_NO_ARGS);
  } else if (IS("context post")) {
    status = deputy_context_post(other.context, posted, NULL, NULL);
  } else if (IS("call async")) {
    status = deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("promise"), &task, DEPUTY_NO_ARGS, NULL);
  } else if (IS("look")) {
    CHECK_STATUS(deputy_task_new(&task), DEPUTY_OK, NULL);
    status = deputy_task_wait(task, 0, NULL) == DEPUTY_TIMED_OUT ? DEPUTY_OK : DEPUTY_INTERNAL;
  } else if (IS("serve what is there")) {
    status = deputy_context_serve(0, NULL);
    if (status == DEPUTY_STALE && (deputy_context_current() == DEPUTY_BACKGROUND || deputy_context_current() == DEPUTY_POOL)) status = DEPUTY_OK;
  } else if (IS("serve")) {
    status = deputy_context_serve(5, NULL);
    if (status == DEPUTY_STALE && (deputy_context_current() == DEPUTY_BACKGROUND || deputy_context_current() == DEPUTY_POOL)) status = DEPUTY_OK;
  } else if (IS("send")) {
    status = deputy_context_send(other.context == deputy_context_current() ? DEPUTY_BACKGROUND : other.context, sent, NULL, NULL, &got, NULL);
  } else if (IS("wait settled")) {
    CHECK_STATUS(deputy_task_new(&task), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_task_resolve(task, NULL), DEPUTY_OK, NULL);
    status = deputy_task_wait(task, BOUND, NULL);
  } else if (IS("wait") || IS("wait pump") || IS("wait any") || IS("wait all")) {
    CHECK_STATUS(deputy_task_new(&task), DEPUTY_OK, NULL);
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, NULL, settles, &task), 0);
    status = IS("wait")        ? deputy_task_wait(task, BOUND, NULL)
             : IS("wait pump") ? deputy_task_wait_pump(task, BOUND, NULL)
             : IS("wait any")  ? deputy_task_wait_any(&task, 1, BOUND, &index)
                               : deputy_task_wait_all(&task, 1, BOUND);
    pthread_join(thread, NULL);
  } else if (IS("wait own promise") || IS("wait own plain")) {
    deputy_js_fn *function = IS("wait own plain") ? DEPUTY_FN("plain") : DEPUTY_FN("promise");
    CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, function, &task, DEPUTY_NO_ARGS, NULL), DEPUTY_OK, NULL);
    status = deputy_task_wait(task, BOUND, NULL);
  } else if (IS("lock")) {
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_t thread;
    pthread_mutex_lock(&mutex);
    CHECK_EQ(pthread_create(&thread, NULL, locks, &mutex), 0);
    status = pthread_mutex_lock(&mutex) == 0 ? DEPUTY_OK : DEPUTY_INTERNAL;
    pthread_join(thread, NULL);
  } else if (IS("sleep")) {
    usleep(5000);
    status = DEPUTY_OK;
  }
  deputy_value_free(&got);
  if (task) deputy_task_free(task);
  *out = deputy_cstr(deputy_status_name(status));
  return DEPUTY_OK;
}
DEPUTY_EXPORT(tries, "tries(what: string): string");

static deputy_status chooses(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata, (void)out;
  deputy_options options = {.struct_size = sizeof options};
  CHECK_STATUS(deputy_options_get(&options), DEPUTY_OK, NULL);
  options.blocking = 4;
  CHECK_STATUS(deputy_options_set(&options), DEPUTY_INVALID_ARGUMENT, NULL);
  options.blocking = (uint32_t)args[0].data.i32;
  CHECK_STATUS(deputy_options_set(&options), DEPUTY_OK, NULL);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(chooses, "choose(mode: i32): void");

int main(void) {
  deputy_options options = {.struct_size = sizeof options};
  CHECK_STATUS(deputy_options_get(&options), DEPUTY_OK, NULL);
  CHECK_EQ(options.blocking, DEPUTY_BLOCKING_PREVENT);
  server_start(&other);
  /* The background's threads, before the page waits. */
  CHECK_STATUS(deputy_context_send(DEPUTY_BACKGROUND, sent, NULL, NULL, NULL, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_send(DEPUTY_POOL, sent, NULL, NULL, NULL, NULL), DEPUTY_OK, NULL);
  deputy_context worker = 0;
  deputy_task ended = 0;
  CHECK_STATUS(deputy_worker_spawn(sent, NULL, NULL, NULL, &worker, &ended), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_send(worker, sent, NULL, NULL, NULL, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("ready"), DEPUTY_ARGS(deputy_i32((int32_t)other.context), deputy_i32((int32_t)worker))), DEPUTY_OK, NULL);
  return live_on();
}
