// Native code gets no memory, once at each place where it asks for some, on whichever thread that is: what was to be done ends with
// DEPUTY_NO_MEMORY and what comes next works, or the program ends with a reason that says so. Nothing hangs. Of what is asked for in a piece
// each size once, and of sizes that have ended the program once no more anywhere; with FAULTS=all in Node, all.
// FEATURE: F113
// FLAGS: ${DIR}/faults.c ${DIR}/faults-memory.c -Wl,--wrap=deputy_sys_wait,--wrap=deputy_sys_wake,--wrap=deputy_sys_ring_ui
// FLAGS: -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=aligned_alloc,--wrap=posix_memalign -sABORTING_MALLOC=0
// NEEDS: faults.c faults-memory.c faults.h fault-pieces.h exports.h tasks.h check.h
// ERRORS: memory
// TIMEOUT: 300
#define _GNU_SOURCE
#include "fault-pieces.h"

const void *deputy_core_root(void);

/* Arguments: the piece and the time to begin with. */
int main(int argc, char **argv) {
  if (argc < 3) return 0;
  int first = atoi(argv[1]), time = atoi(argv[2]);
  fault_begin();
  pieces_begin();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("open"), NULL, DEPUTY_ARGS(deputy_f64((uint32_t)&faults), deputy_f64((uint32_t)deputy_core_root()))),
               DEPUTY_OK, NULL);
  for (int i = first; i < PIECES; i++) {
    run_piece(i, FAULT_NONE), settled_down();
    objects_before = (unsigned)ASK("counter", DEPUTY_ARGS(deputy_cstr("objects")));
    atomic_store(&fault_sizes_known, 0);
    run_piece(i, FAULT_NONE);
    int times = atomic_load(&fault_sizes_known);
    static int32_t sizes[FAULT_SIZES];
    if (times > FAULT_SIZES) times = FAULT_SIZES;
    for (int at = 0; at < times; at++) sizes[at] = atomic_load(&fault_sizes[at]);
    settled_down();
    for (int nth = i == first ? time : 1; nth <= times; nth++) {
      if (!ASK("progress", DEPUTY_ARGS(deputy_i32(i), deputy_i32(nth), deputy_i32(sizes[nth - 1]), deputy_cstr(pieces[i].name)))) continue;
      int failures = __atomic_load_n(&check_failures, __ATOMIC_RELAXED);
      fault_arm(POINT_ALLOCATES, nth, FAULT_MEMORY);
      run_piece(i, FAULT_MEMORY);
      fault_disarm();
      settled_down();
      if (__atomic_load_n(&check_failures, __ATOMIC_RELAXED) != failures) fprintf(stderr, "... %s: no memory, time %d, %d bytes\n", pieces[i].name, nth, atomic_load(&faults.size));
    }
  }
  return check_result();
}
