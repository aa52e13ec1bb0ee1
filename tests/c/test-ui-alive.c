// main() runs off the UI thread, and however it blocks (a condition, a join, a sleep, a busy loop, a call) timers and
// rendering on the UI go on.
// FEATURE: F01
#include <emscripten/threading.h>
#include <unistd.h>

#include "check.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static volatile int enough;

/* Comes back when the UI has seen 20 more turns of its event loop and, in a page, 5 more frames. */
static void wait_for_ui_turns(void) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("turns"), &out, DEPUTY_ARGS(deputy_i32(20), deputy_i32(5))), DEPUTY_OK, &out);
}

static void *watches(void *unused) {
  wait_for_ui_turns();
  pthread_mutex_lock(&mutex);
  enough = 1;
  pthread_cond_signal(&changed);
  pthread_mutex_unlock(&mutex);
  return unused;
}

static pthread_t watch(void) {
  pthread_t thread;
  enough = 0;
  CHECK_EQ(pthread_create(&thread, NULL, watches, NULL), 0);
  return thread;
}

int main(void) {
  CHECK(!emscripten_is_main_runtime_thread());
  CHECK(!emscripten_is_main_browser_thread());

  pthread_t thread = watch();
  pthread_mutex_lock(&mutex);
  while (!enough) pthread_cond_wait(&changed, &mutex);
  pthread_mutex_unlock(&mutex);
  pthread_join(thread, NULL);

  pthread_join(watch(), NULL);

  thread = watch();
  while (!enough) usleep(1000);
  pthread_join(thread, NULL);

  thread = watch();
  while (!enough);
  pthread_join(thread, NULL);

  wait_for_ui_turns();

  /* In a tight loop of calls and posts too. */
  thread = watch();
  while (!enough) {
    CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("nothing"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("nothing"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  }
  pthread_join(thread, NULL);
  return check_result();
}
