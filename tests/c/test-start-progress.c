// The page hears how far the start is: bytes of the WebAssembly as they come, that all have come, that the program starts; before main().
// A download that fails is the failure of the start that it is without.
// FEATURE: F04
#include "tasks.h"

int main(void) {
  CHECK_EQ(ASK("phases", DEPUTY_NO_ARGS), 1);
  return check_result();
}
