// The UI is busy from the moment of the very first call with a timeout and the very first continuation: both threads that they need
// run nevertheless.
// FEATURE: F37 F33
// ALONE: yes
#include "busy-ui.h"

int main(void) {
  timeout_and_continuation(0);
  return check_result();
}
