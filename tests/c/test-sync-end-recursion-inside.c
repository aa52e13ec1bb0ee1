// As test-sync-end-recursion, inside main(): JavaScript that main() has called calls it back.
// FEATURE: F26 F53
// REJECTS: (too much recursion|call stack)
#include "test-sync-end-recursion.h"

int main(void) {
  deputy_value out = deputy_null();
  deputy_js_call(DEPUTY_UI, DEPUTY_FN("callBack"), &out, DEPUTY_NO_ARGS);
  return live_on();
}
