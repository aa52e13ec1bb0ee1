// A C++ exception that leaves main() (WebAssembly exceptions); those that are caught, beside calls, are none of our business.
// FEATURE: F02
// REJECTS: exception
// FLAGS: -fwasm-exceptions -I${DIR}/../c
#include <stdexcept>

#include "check.h"

static int caught(int number) {
  try {
    deputy_value out = deputy_null();
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("back"), &out, DEPUTY_ARGS(deputy_i32(number))), DEPUTY_OK, &out);
    throw out.data.i32;
  } catch (int thrown) {
    return thrown;
  }
}

int main() {
  for (int i = 0; i < 10; i++) CHECK_EQ(caught(i), i);
  if (check_result()) return 1;
  printf("before\n");
  throw std::runtime_error("nobody catches this");
}
