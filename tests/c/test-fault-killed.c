// The Worker of main() is gone, once at each point that the page passes for a frame: the program ends in bounded time and says why, whatever
// was under way, and every call of the page's has come to its end.
// FEATURE: F113 F70
// ENV: node
// FLAGS: ${DIR}/faults.c -Wl,--wrap=deputy_sys_wait,--wrap=deputy_sys_wake,--wrap=deputy_sys_ring_ui
// NEEDS: faults.c faults.h fault-pieces.h exports.h tasks.h check.h
// TIMEOUT: 120
#define _GNU_SOURCE
#include "fault-pieces.h"

const void *deputy_core_root(void);

/* Arguments: a piece and a point; or nothing, and the page hears which piece passes which points. */
int main(int argc, char **argv) {
  pieces_begin();
  fault_begin();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("open"), NULL, DEPUTY_ARGS(deputy_f64((uint32_t)&faults), deputy_f64((uint32_t)deputy_core_root()))),
               DEPUTY_OK, NULL);
  if (argc < 3) {
    for (int i = 0; i < PIECES; i++) {
      CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("forget"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
      run_piece(i, FAULT_NONE);
      CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("passes"), NULL, DEPUTY_ARGS(deputy_i32(i))), DEPUTY_OK, NULL);
    }
    return check_result();
  }
  fault_arm(atoi(argv[2]), 1, FAULT_KILL);
  for (int i = 0; i < 20; i++) run_piece(atoi(argv[1]), FAULT_KILL);
  return 3;
}
