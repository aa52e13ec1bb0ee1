// The example downloads, stores, reads back and checks the files of a list on several threads, while the page's event loop goes on; it tells of a
// file whose hash is another one, of one that is not there, of one that breaks off, and of a list that cannot be had.
// FEATURE: F80 F84
// TIMEOUT: 60
// FLAGS: -sALLOW_MEMORY_GROWTH -Wno-pthreads-mem-growth
// ERRORS: 404|ERR_
#define main fetch_hash_main
#include "../../examples/fetch-hash/fetch-hash.c"
#undef main

static int run(const char *base, const char *name) {
  char url[LINE];
  snprintf(url, sizeof url, "%s%s", base, name);
  failures = files = 0;
  char *argv[] = {"fetch-hash", url, NULL};
  return fetch_hash_main(2, argv);
}

int main(int argc, char **argv) {
  (void)argc;
  char *none[] = {"fetch-hash", NULL};
  if (fetch_hash_main(1, none) != 2) return 3;
  if (run(argv[1], "no-list") != 1) return 4;
  if (run(argv[1], "bad/SHA256SUMS") != 1) return 5;
  return run(argv[1], "good/SHA256SUMS") == 0 ? 0 : 6;
}
