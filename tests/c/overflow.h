/* What the tests of stack overflow share: a recursion without end, and one that a desktop-like stack has room for. */
#ifndef OVERFLOW_H
#define OVERFLOW_H

#include "tasks.h"

/* Each level has 1 KiB that the compiler may not leave out. */
__attribute__((noinline)) static int recurse(int levels) {
  volatile char bytes[1024];
  bytes[levels % 1024] = 1;
  if (levels == 0) return 0;
  int below = recurse(levels - 1);
  return below + bytes[levels % 1024];
}

#endif
