// A thread that a static constructor has started sends functions to the deputy's context before there is a deputy:
// they run when main() has returned and the deputy is in its event loop.
// FEATURE: F30 F33
#include "tasks.h"

#include <emscripten/eventloop.h>

enum { FUNCTIONS = 5 };
static atomic_int ran;
static void runs(void *unused) {
  (void)unused;
  if (atomic_fetch_add(&ran, 1) + 1 < FUNCTIONS) return;
  emscripten_runtime_keepalive_pop();
}
static void *sends(void *unused) {
  for (int i = 0; i < FUNCTIONS; i++) {
    CHECK_STATUS(deputy_context_post(DEPUTY_MAIN, runs, NULL, NULL), DEPUTY_OK, NULL);
  }
  return unused;
}
__attribute__((constructor)) static void early(void) {
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, sends, NULL), 0);
  pthread_detach(thread);
}

static void ends(void) { CHECK_EQ(ran, FUNCTIONS); }

int main(void) {
  atexit(ends);
  emscripten_runtime_keepalive_push();
  return check_result();
}
