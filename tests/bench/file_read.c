// fseek() and fread() of 16 bytes, at places all over a file of 4 MiB, in a burst; the time of such a pair.
// Stock: the same program.
// UNIT: us
// BAR: <= 1/4 stock
#include <string.h>

#include "bench.h"

enum { SIZE = 4 << 20 };
static FILE *file;

static void burst(int n) {
  static unsigned at = 1;
  for (int i = 0; i < n; i++) {
    at = at * 1664525u + 1013904223u;
    const long place = (long)(at >> 8) % (SIZE - 16) & ~15L;
    unsigned got[4];
    bench_check(fseek(file, place, SEEK_SET) == 0 && fread(got, 16, 1, file) == 1, "fseek, fread");
    bench_check(got[0] == (unsigned)place, "what was read");
  }
}

int main(void) {
  unsigned *all = malloc(SIZE);
  for (unsigned i = 0; i < SIZE / 4; i++) all[i] = i * 4;
  file = fopen("/tmp/bench", "w+");
  bench_check(file && fwrite(all, SIZE, 1, file) == 1 && fflush(file) == 0, "a file of 4 MiB");
  free(all);
  bench_bursts(burst);
  return 0;
}
