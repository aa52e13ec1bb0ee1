// A static constructor that waits for a condition that nobody brings about: the program does not start, and the error names who
// waits for what.
// FEATURE: F09
// REJECTS: ^cannot start: the program was aborted before main\(\): a static constructor waits on the page's thread, which must not wait[^]*pthread_cond_.*wait[^]*waits_in_constructor
#include "check.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

__attribute__((constructor)) static void waits_in_constructor(void) {
  pthread_mutex_lock(&mutex);
  pthread_cond_wait(&changed, &mutex);
}

int main(void) { return 1; }
