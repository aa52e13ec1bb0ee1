// A wrong option keeps the program from its start: `exited` and every call are rejected with a text that names the option, and main()
// does not run. The factory's promise does not hang.
// FEATURE: F05
// REJECTS: cannot start: Module\.deputy\.budget: expected milliseconds
#include "check.h"

int main(void) {
  puts("main() was reached");
  return 1;
}
