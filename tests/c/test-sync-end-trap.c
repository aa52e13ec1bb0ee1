// A trap on the deputy while the page waits in a synchronous call: it ends at once, with a reason.
// FEATURE: F26 F53
// REJECTS: unreachable
#include "exports.h"

static deputy_status trap(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  __builtin_trap();
}
DEPUTY_EXPORT(trap, "trap");

int main(void) { return live_on(); }
