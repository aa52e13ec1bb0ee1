// JavaScript that a thread called calls back into native code on the UI, and that calls exit(): the program ends with the
// code.
// FEATURE: F02
// EXIT: 4
// FLAGS: -sEXPORTED_FUNCTIONS=_main,_ends
#include "check.h"

void ends(int code);
void ends(int code) { exit(code); }

int main(void) {
  deputy_js_call(DEPUTY_UI, DEPUTY_FN("callsEnds"), NULL, DEPUTY_ARGS(deputy_i32(4)));
  for (;;) deputy_js_call(DEPUTY_UI, DEPUTY_FN("never"), NULL, DEPUTY_NO_ARGS);
}
