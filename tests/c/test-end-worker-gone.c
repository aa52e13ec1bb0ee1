// A thread whose Worker ends by itself, without any error: `exited` rejects instead of waiting for ever.
// FEATURE: F02
// ENV: node
// REJECTS: worker ended with code 5
#include <emscripten/em_asm.h>

#include "check.h"

static void *leaves(void *unused) {
  EM_ASM({ process.exit(5); });
  for (;;) deputy_js_call(DEPUTY_UI, DEPUTY_FN("back"), NULL, DEPUTY_NO_ARGS);
  return unused;
}

int main(void) {
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, leaves, NULL), 0);
  pthread_join(thread, NULL);
  return 1;
}
