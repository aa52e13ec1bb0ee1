// JavaScript that throws on a thread and is not caught there: `exited` rejects and names the error.
// FEATURE: F02
// REJECTS: thrown by inline JavaScript
#include <emscripten/em_asm.h>

#include "check.h"

static void *throws(void *unused) {
  EM_ASM({ throw new RangeError('thrown by inline JavaScript'); });
  return unused;
}

int main(void) {
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, throws, NULL), 0);
  pthread_join(thread, NULL);
  return 1;
}
