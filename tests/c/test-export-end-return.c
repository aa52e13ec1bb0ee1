// Calls of exports are out when main() returns: each is rejected with DEPUTY_CLOSED, none hangs; so are those that come later.
// FEATURE: F25 F36
#include "outstanding.h"

int main(void) {
  outstanding();
  return check_result();
}
