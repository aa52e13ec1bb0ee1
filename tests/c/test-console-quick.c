// What was written before _exit() is printed, line by line, to the last byte.
// FEATURE: F75
// EXIT: 6
#include "writes.h"

int main(void) {
  written_by_thread();
  _exit(6);
}
