// A static constructor that waits for a semaphore that nobody posts: the program does not start, and the error names who
// waits for what.
// FEATURE: F09
// REJECTS: ^cannot start: the program was aborted before main\(\): a static constructor waits on the page's thread, which must not wait[^]*sem_.*wait[^]*waits_in_constructor
#include <semaphore.h>

#include "check.h"

static sem_t semaphore;

__attribute__((constructor)) static void waits_in_constructor(void) {
  sem_init(&semaphore, 0, 0);
  sem_wait(&semaphore);
}

int main(void) { return 1; }
