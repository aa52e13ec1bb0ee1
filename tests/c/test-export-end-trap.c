// Calls of exports are out when a thread traps: each is rejected with DEPUTY_CLOSED, none hangs.
// FEATURE: F25 F36
// REJECTS: uncaught error
#include "outstanding.h"

int main(void) {
  outstanding();
  if (check_result()) return 1;
  __builtin_trap();
}
