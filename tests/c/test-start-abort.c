// A static constructor fails: the program does not get to main(), and says so.
// FEATURE: F03
// REJECTS: ^cannot start: the program was aborted before main\(\): 
#include "check.h"

__attribute__((constructor)) static void fails(void) { abort(); }

int main(void) { return 1; }
