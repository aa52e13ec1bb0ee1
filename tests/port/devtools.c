/* Threads to look at in the tools of browsers and of Node: tests/js/test-thread-devtools.mjs. */
#define _GNU_SOURCE /* pthread_setname_np() */
#include "tasks.h"

static atomic_int ready;

/* What the console of the calling thread's Worker says. */
static bool says(const char *name) {
  return EM_ASM_INT({ return globalThis.name == UTF8ToString($0); }, name);
}

static void *renames(void *unused) {
  CHECK(says("em-pthread"));
  CHECK_EQ(pthread_setname_np(pthread_self(), "painter"), 0);
  CHECK(says("painter"));
  atomic_fetch_add(&ready, 1);
  emscripten_exit_with_live_runtime();
  return unused;
}
static void *renamed(void *unused) {
  atomic_fetch_add(&ready, 1);
  emscripten_exit_with_live_runtime();
  return unused;
}

int main(void) {
  deputy_task task = 0;
  deputy_context worker = 0;
  pthread_t threads[2];
  CHECK_EQ(pthread_create(&threads[0], NULL, renames, NULL), 0);
  CHECK_EQ(pthread_create(&threads[1], NULL, renamed, NULL), 0);
  CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, NULL, &worker, &task), DEPUTY_OK, NULL);
  UNTIL(ready == 2);
  CHECK_EQ(pthread_setname_np(threads[1], "poet"), 0);
  size_t count = 0; /* deputy.threads() comes with this */
  CHECK_STATUS(deputy_thread_list(NULL, sizeof(deputy_thread_info), 0, &count), DEPUTY_OK, NULL);
  /* Until the page has looked. */
  ASK("look", DEPUTY_NO_ARGS);
  exit(check_result());
}
