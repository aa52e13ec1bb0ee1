// A body of 256 MiB as in http_body, in blocking reads of 4 KiB. Reference: http_body's reads of up to 1 MiB.
// UNIT: MiB/s
// ROUNDS: 5
// STOCK: deputy
// FLAGS: -sEXPORTED_RUNTIME_METHODS=stringToUTF8
// BAR: >= 0.5 stock
#include "network.h"

int main(void) {
  static char buffer[OURS ? 4096 : 1 << 20];
  network_read_body(buffer, sizeof buffer);
  return 0;
}
