// Exit handlers of a program that ends on a JS worker run there, and may do what any code may: wait for a lock that another thread has, start
// threads and join them, call the page and wait for its promises, send functions, loop on the compute pool. What they print appears, and
// the code is kept.
// FEATURE: F09
// EXIT: 9
// TIMEOUT: 40
#include "tasks.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static atomic_int has, sum;
static deputy_context worker;

static void *holds(void *unused) {
  pthread_mutex_lock(&mutex);
  atomic_store(&has, 1);
  usleep(50000);
  pthread_mutex_unlock(&mutex);
  return unused;
}
static deputy_status sent(void *unused, deputy_value *out) {
  (void)unused;
  return deputy_js_call(DEPUTY_UI, DEPUTY_FN("soon"), out, DEPUTY_NO_ARGS);
}
static deputy_status adds(void *unused, size_t begin, size_t end) {
  (void)unused;
  atomic_fetch_add(&sum, (int)(end - begin));
  return DEPUTY_OK;
}
static deputy_status gives(void *unused, deputy_value *out) {
  (void)unused;
  *out = deputy_i32(3);
  return DEPUTY_OK;
}

static void last(void) {
  printf("last%s\n", check_result() ? ", but something failed" : "");
}
static void waits(void) {
  CHECK_EQ(deputy_context_current(), worker);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, holds, NULL), 0);
  UNTIL(has);
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
  CHECK_EQ(pthread_join(thread, NULL), 0);
  CHECK_EQ(ASK("soon", DEPUTY_NO_ARGS), 7);
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_context_send(DEPUTY_BACKGROUND, sent, NULL, NULL, &out, NULL), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(out), 7);
  CHECK_STATUS(deputy_pool_for(0, 1000, 10, adds, NULL), DEPUTY_OK, NULL);
  CHECK_EQ(sum, 1000);
  deputy_task task = 0;
  CHECK_STATUS(deputy_thread_spawn(gives, NULL, NULL, NULL, &task), DEPUTY_OK, NULL);
  ENDS(task, DEPUTY_OK);
  deputy_task_free(task);
  printf("waited\n");
}

static deputy_status ends(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  worker = deputy_context_current();
  exit(9);
}

int main(void) {
  atexit(last);
  atexit(waits);
  deputy_task task = 0;
  deputy_context context = 0;
  CHECK_STATUS(deputy_worker_spawn(ends, NULL, NULL, NULL, &context, &task), DEPUTY_OK, NULL);
  for (;;) pause();
}
