// Short functions on the background need few threads, however many are sent at once.
// FEATURE: F37 F68
// FLAGS: -sEXPORTED_RUNTIME_METHODS=PThread
// TIMEOUT: 40
// ALONE: yes
#include "tasks.h"

static counts counted;

int main(void) {
  double before = ASK("threads", DEPUTY_NO_ARGS);
  for (int round = 1; round <= 4; round++) {
    for (int i = 0; i < 500; i++) {
      CHECK_STATUS(deputy_context_post(DEPUTY_BACKGROUND, count_ran, &counted, count_dropped), DEPUTY_OK, NULL);
    }
    UNTIL(counted.dropped == round * 500);
  }
  ASK("after", DEPUTY_ARGS(deputy_i32(200), deputy_null())); /* what was asked for has been started */
  /* The I/O thread, one that starts others, and a few. */
  double more = ASK("threads", DEPUTY_NO_ARGS) - before;
  printf("%g threads, %g more\n", before, more);
  CHECK(more <= 8);
  return check_result();
}
