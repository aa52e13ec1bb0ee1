/* What the tests named after objects share: how many handles there are. */
#ifndef OBJECTS_H
#define OBJECTS_H

#include "check.h"
#include <time.h>

/* Handles that native code has now. */
static inline unsigned objects_now(void) {
  deputy_stats stats;
  stats.struct_size = sizeof stats;
  CHECK_EQ(deputy_context_stats(DEPUTY_UI, &stats), DEPUTY_OK);
  return stats.objects;
}

/* Releases are posted: waits until there are so many, 10 seconds at most. */
static inline void objects_settle(unsigned expected) {
  struct timespec pause = {0, 1000000};
  for (int i = 0; i < 10000 && objects_now() != expected; i++) nanosleep(&pause, NULL);
  CHECK_EQ(objects_now(), expected);
}

#endif
