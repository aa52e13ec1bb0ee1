// A static constructor that sleeps longer than a moment: the program does not start, and the error names who sleeps.
// FEATURE: F09
// REJECTS: ^cannot start: the program was aborted before main\(\): a static constructor waits on the page's thread, which must not wait[^]*nanosleep[^]*sleeps_in_constructor
#include "check.h"

#include <unistd.h>

__attribute__((constructor)) static void sleeps_in_constructor(void) { sleep(1); }

int main(void) { return 1; }
