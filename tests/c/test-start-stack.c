// There is no memory for the stack of main()'s thread: the program does not start, and says so.
// FEATURE: F03
// FLAGS: -sABORTING_MALLOC=0
// REJECTS: ^cannot start: there is no memory for the stack of main\(\)'s thread; link it with a larger -sINITIAL_MEMORY
#include "check.h"

static void *volatile sink; /* or the compiler leaves out what nobody uses */
__attribute__((constructor)) static void eat(void) {
  for (size_t size = 1 << 20; size >= 1024; size /= 2) while ((sink = malloc(size))) continue;
}

int main(void) { return 1; }
