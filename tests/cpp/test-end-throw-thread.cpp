// A C++ exception that leaves a std::thread (emscripten's JavaScript exceptions) ends the program, while main() is blocked in a call.
// FEATURE: F02
// REJECTS: exception
// FLAGS: -fexceptions -I${DIR}/../c
#include <stdexcept>
#include <thread>

#include "check.h"

int main() {
  std::thread thread([] {
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("back"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
    throw std::logic_error("nobody catches this");
  });
  deputy_js_call(DEPUTY_UI, DEPUTY_FN("never"), NULL, DEPUTY_NO_ARGS);
  thread.join();
  return 1;
}
