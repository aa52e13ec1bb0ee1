// exit() while the page waits in a synchronous call, by the function itself: the call ends at once, the handlers
// run, and the exit code is kept.
// FEATURE: F53 F26
// FLAGS: -sPTHREAD_POOL_SIZE=3
// EXIT: 7
// OUTPUT: a handler
// NEEDS: test-sync-end-exit.c
#include "test-sync-end-exit.c"
