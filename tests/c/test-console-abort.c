// What was written before abort() is printed, line by line, to the last byte.
// FEATURE: F75
// REJECTS: abort
#include "writes.h"

int main(void) {
  written_by_thread();
  abort();
}
