// A failed assert() ends the program like abort(), and its text is in the error.
// FEATURE: F02
// REJECTS: Assertion failed: 1 \+ 1 == 3
#include <assert.h>

int main(void) {
  assert(1 + 1 == 3);
  return 0;
}
