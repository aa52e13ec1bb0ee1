// JavaScript that EM_ASM runs on the deputy throws: the program ends and says why, as with every uncaught error of a thread.
// FEATURE: F79 F02
// REJECTS: thrown on the deputy
#include <emscripten/em_asm.h>

#include "check.h"

int main(void) {
  EM_ASM({ throw new Error("thrown on the deputy"); });
  CHECK(!"it came back");
  return check_result();
}
