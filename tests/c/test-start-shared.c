// Where there is no SharedArrayBuffer, no memory, or an option that does not exist, the program does not start: the factory and
// `exited` reject with one error that says why.
// FEATURE: F03 F05
// FLAGS: -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=1GB -Wno-pthreads-mem-growth
#include "check.h"

int main(void) { return 0; }
