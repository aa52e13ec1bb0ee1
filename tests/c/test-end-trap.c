// A trap in main(): `exited` rejects with reason "uncaught" and the engine's own words.
// FEATURE: F02
// REJECTS: unreachable
#include <stdio.h>

int main(void) {
  printf("before\n");
  __builtin_trap();
}
