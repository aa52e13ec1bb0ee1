// Calls of exports are out when the program aborts: each is rejected with DEPUTY_CLOSED, none hangs.
// FEATURE: F25 F36
// REJECTS: aborted
#include "outstanding.h"

int main(void) {
  outstanding();
  if (check_result()) return 1;
  abort();
}
