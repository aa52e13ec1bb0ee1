// abort() in main(): `exited` rejects with reason "abort", onAbort is called once, onExit never; what was printed is there.
// FEATURE: F02
// REJECTS: abort
#include "check.h"

int main(void) {
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("count"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  printf("before\n");
  abort();
}
