// main() returns 0 without ever having used the library: `exited` resolves with 0, and a last line without its end is there.
// FEATURE: F02
#include <stdio.h>

int main(void) {
  printf("no end of line");
  return 0;
}
