// The deputy uses up the engine's own stack while the page waits for it in a synchronous call: the page learns of it at once, and why.
// Firefox tells a Worker itself of no such error.
// FEATURE: F26 F53
// REJECTS: (too much recursion|call stack)
#include "test-sync-end-recursion.h"

int main(void) { return live_on(); }
