// From navigation (in Node: from before the call of the factory) to the first line of main(), for a small C++ program that
// uses files and iostream. A fresh page or process each time. Stock: the same program without emdeputy.
// UNIT: ms
// ROUNDS: 31
// BAR: <= 1.1 stock
#include "bench.h"
#include "program.hpp"

int main(int argc, char **) {
  BENCH_JS({ bench.report("", $0 - bench.started); }, EM_ASM_DOUBLE({ return performance.timeOrigin + performance.now(); }));
  return program(argc);
}
