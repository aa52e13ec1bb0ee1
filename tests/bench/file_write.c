// A small write to a file, in a burst: 16 bytes with write(), the file starting anew every 1 MiB.
// Stock: the same program.
// UNIT: us
// BAR: <= 1/4 stock (node, firefox)
// BAR: <= 1/2 stock (chromium)
#include <fcntl.h>
#include <unistd.h>

#include "bench.h"

static int file;

static void burst(int n) {
  for (int i = 0; i < n; i++) {
    if (i % 65536 == 0) bench_check(lseek(file, 0, SEEK_SET) == 0, "lseek");
    bench_check(write(file, "sixteen bytes...", 16) == 16, "write");
  }
}

int main(void) {
  file = open("/tmp/bench", O_CREAT | O_RDWR | O_TRUNC, 0600);
  bench_check(file >= 0, "open");
  bench_bursts(burst);
  return 0;
}
