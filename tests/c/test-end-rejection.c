// A promise that is rejected on a thread and handled by nobody: `exited` rejects and names the error.
// FEATURE: F02
// REJECTS: nobody handles this
#include <emscripten/em_asm.h>
#include <emscripten/emscripten.h>

#include "check.h"

static void *rejects(void *unused) {
  EM_ASM({ Promise.reject(new Error('nobody handles this')); });
  emscripten_exit_with_live_runtime();
  return unused;
}

int main(void) {
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, rejects, NULL), 0);
  pthread_join(thread, NULL);
  return 1;
}
