/* What the tests of callbacks share: counters of how often a callback ran, and how often its data was dropped. */
#ifndef CALLBACKS_H
#define CALLBACKS_H

#include "exports.h"

typedef struct {
  atomic_int ran;
  atomic_int dropped;
} counted;

static inline void count_drop(void *userdata) { atomic_fetch_add(&((counted *)userdata)->dropped, 1); }

#endif
