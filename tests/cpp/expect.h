// What must be so, on any thread.
#ifndef EXPECT_H
#define EXPECT_H

#include <cstdio>
#include <cstdlib>

#define EXPECT(what)                                                          \
  do {                                                                        \
    if (!(what)) {                                                            \
      std::fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #what); \
      std::exit(1);                                                           \
    }                                                                         \
  } while (0)

#endif
