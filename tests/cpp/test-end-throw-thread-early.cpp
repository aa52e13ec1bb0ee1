// A thread throws before the page has heard that its Worker is up: the page tells of the exception, not of a thread that did not start.
// FEATURE: F02
// REJECTS: exception
// FLAGS: -fwasm-exceptions -I${DIR}/../c
#include <stdexcept>
#include <thread>

#include "check.h"

int main() {
  std::thread thread([] { throw std::logic_error("nobody catches this"); });
  // Its Worker has been made and comes up while the page hears nothing.
  deputy_js_call(DEPUTY_UI, DEPUTY_FN("hold"), NULL, DEPUTY_NO_ARGS);
  thread.join();
  return 1;
}
