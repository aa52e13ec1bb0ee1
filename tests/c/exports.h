/* What the tests of exports share: the program ends when JavaScript calls `finish`. */
#ifndef EXPORTS_H
#define EXPORTS_H

#include <emscripten/eventloop.h>

#include "tasks.h"

static deputy_status finish_(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)out, (void)userdata;
  exit(args[0].data.i32 ? args[0].data.i32 : check_result());
}
DEPUTY_EXPORT(finish_, "finish(code: i32): void");

/* main() ends with it: the deputy goes on in its event loop. */
static inline int live_on(void) {
  emscripten_runtime_keepalive_push();
  return 0;
}

#endif
