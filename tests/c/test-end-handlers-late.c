// onExit set after the instance was made is called as well, once, with the code; a handler that throws does not keep
// `exited` from settling.
// FEATURE: F02
// EXIT: 2
// ERRORS: onExit throws
#include "check.h"

int main(void) {
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("setLate"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  return check_result() ? 1 : 2;
}
