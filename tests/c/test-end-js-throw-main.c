// JavaScript that throws on the deputy itself, from main() and beneath native frames.
// FEATURE: F02
// REJECTS: thrown on the deputy
#include <emscripten/em_asm.h>
#include <stdlib.h>

static int compare(const void *a, const void *b) {
  (void)a, (void)b;
  EM_ASM({ throw new Error('thrown on the deputy'); });
  return 0;
}

int main(void) {
  int numbers[2] = {2, 1};
  qsort(numbers, 2, sizeof *numbers, compare);
  return 1;
}
