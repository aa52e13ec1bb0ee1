// What was written before a trap is printed, line by line, to the last byte.
// FEATURE: F75
// REJECTS: uncaught
#include "writes.h"

int main(void) {
  written_by_thread();
  __builtin_trap();
}
