// A static constructor that joins a thread would wait for ever, since in a browser the thread cannot start before the page is free: the program
// does not start, and the error names who waits for what.
// FEATURE: F09
// REJECTS: ^cannot start: the program was aborted before main\(\): a static constructor waits on the page's thread, which must not wait[^]*join[^]*waits_in_constructor
#include "check.h"

#include <unistd.h>

/* In Node its Worker starts all the same. */
static void *ends(void *unused) {
  usleep(1000000);
  return unused;
}

__attribute__((constructor)) static void waits_in_constructor(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, ends, NULL) == 0) pthread_join(thread, NULL);
}

int main(void) { return 1; }
