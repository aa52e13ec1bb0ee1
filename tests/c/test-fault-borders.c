// Something goes wrong at every border, once at each point that the runtime passes there: a thread or the page does not run for a while, whoever
// sleeps wakes up for nothing, what is under way is cancelled at that very moment, a function of the page's or of the program's fails or ends
// its thread, the page has no memory. Whatever it is, every call comes to one documented end, nothing hangs, nothing stays behind, and
// what comes next works. A point that was never reached is a failure of the test.
// FEATURE: F113
// FLAGS: ${DIR}/faults.c -Wl,--wrap=deputy_sys_wait,--wrap=deputy_sys_wake,--wrap=deputy_sys_ring_ui
// NEEDS: faults.c faults.h fault-pieces.h exports.h tasks.h check.h
// TIMEOUT: 120
#define _GNU_SOURCE
#include "fault-pieces.h"

const void *deputy_core_root(void);

/* What is tried now, for whoever looks when nothing goes on. */
static _Atomic int at_piece, at_point, at_nth, at_fault, progress;
static void *watches(void *unused) {
  for (int before = -1, still = 0;; usleep(250 * 1000)) {
    int now = atomic_load(&progress);
    still = now == before ? still + 1 : 0;
    before = now;
    if (still < 4 * 15) continue;
    fprintf(stderr, "nothing has happened for 15 s: %s, fault %d at point %d, time %d\n", pieces[at_piece].name, at_fault, at_point, at_nth);
    deputy_waits_dump();
    _exit(3);
  }
  return unused;
}

int main(int argc, char **argv) {
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, watches, NULL), 0);
  pthread_detach(thread);
  fault_begin();
  pieces_begin();
  for (int i = 0; i < PIECES; i++) run_piece(i, FAULT_NONE), settled_down(), atomic_fetch_add(&progress, 1);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("open"), NULL, DEPUTY_ARGS(deputy_f64((uint32_t)&faults), deputy_f64((uint32_t)deputy_core_root()))),
               DEPUTY_OK, NULL);
  objects_before = (unsigned)ASK("counter", DEPUTY_ARGS(deputy_cstr("objects")));
  for (int i = 0; i < PIECES; i++) {
    if (argc > 1 && !strstr(pieces[i].name, argv[1])) continue;
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("forget"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
    run_piece(i, FAULT_NONE);
    settled_down();
    deputy_value plan = deputy_null();
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("plan"), &plan, DEPUTY_ARGS(deputy_cstr(pieces[i].name))), DEPUTY_OK, &plan);
    const int32_t *numbers = (const int32_t *)plan.data.bytes;
    for (uint32_t at = 0; at + 3 <= plan.len; at += 3) {
      int before = __atomic_load_n(&check_failures, __ATOMIC_RELAXED);
      at_piece = i, at_point = numbers[at], at_nth = numbers[at + 1], at_fault = numbers[at + 2];
      atomic_fetch_add(&progress, 1);
      fault_arm(at_point, at_nth, at_fault);
      run_piece(i, at_fault);
      if (fault_disarm()) ASK("happened", DEPUTY_ARGS(deputy_i32(at_point), deputy_i32(at_fault)));
      settled_down();
      if (__atomic_load_n(&check_failures, __ATOMIC_RELAXED) != before) {
        ASK("failed", DEPUTY_ARGS(deputy_cstr(pieces[i].name), deputy_i32(at_point), deputy_i32(at_nth), deputy_i32(at_fault)));
        if (__atomic_load_n(&check_failures, __ATOMIC_RELAXED) > 20) return check_result();
      }
    }
    deputy_value_free(&plan);
  }
  return check_result();
}
