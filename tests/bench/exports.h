// What the benches of calls from the page call.
#pragma once
#include "bench.h"

#if OURS
static deputy_status add(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  *out = deputy_f64(args[0].data.f64 + args[1].data.f64);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(add, "add(a: f64, b: f64): f64");

static deputy_status done(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  exit(0);
}
DEPUTY_EXPORT(done, "done");
#endif
