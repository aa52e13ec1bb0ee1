// JavaScript that MAIN_THREAD_EM_ASM runs on the page throws: stock leaves the caller waiting for ever; here the program ends and says why.
// FEATURE: F79 F02
// REJECTS: thrown by the page
#include <emscripten/em_asm.h>

#include "check.h"

int main(void) {
  MAIN_THREAD_EM_ASM({ throw new Error("thrown by the page"); });
  CHECK(!"it came back");
  return check_result();
}
