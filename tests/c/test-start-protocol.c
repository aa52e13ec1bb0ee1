// libdeputy-mt.a and libdeputy.js of different protocols: the program does not start, and says which they are.
// FEATURE: F06
// REJECTS: ^cannot start: libdeputy-mt\.a speaks protocol 9999 and libdeputy\.js \d+: use both from one build of emdeputy
#include "check.h"

/* What the UI is handed; the protocol is its first word. */
extern uint32_t *deputy_core_root(void);
__attribute__((constructor)) static void other(void) {
  if (deputy_core_root()[0] != DEPUTY_PROTOCOL) abort();
  deputy_core_root()[0] = 9999;
}

int main(void) { return 1; }
