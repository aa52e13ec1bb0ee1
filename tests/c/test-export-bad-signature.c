// A signature in DEPUTY_EXPORT() that cannot be read ends the program before main(), with a message that shows it.
// FEATURE: F25
// REJECTS: .
// OUTPUT: DEPUTY_EXPORT: "bad\(a: int\)" is no signature
#include "exports.h"

static deputy_status bad(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  return DEPUTY_OK;
}
DEPUTY_EXPORT(bad, "bad(a: int)");

int main(void) {
  puts("main() was reached");
  return 1;
}
