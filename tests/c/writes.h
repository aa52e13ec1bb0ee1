/* What the tests of the console's end have written by then: 2000 lines of another thread, and the beginning of one. */
#ifndef WRITES_H
#define WRITES_H

#include <unistd.h>

#include "check.h"

static void *writes_lines(void *unused) {
  (void)unused;
  for (int i = 0; i < 2000; i++) printf("line %d\n", i);
  write(1, "half", 4);
  return NULL;
}

static inline void written_by_thread(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, writes_lines, NULL);
  pthread_join(thread, NULL);
}

#endif
