// An export that uses up the engine's own stack and none of the program's.
#pragma once
#include "exports.h"

static volatile int steps;

__attribute__((noinline)) static int endless(int n) {
  const int deeper = n < 0 ? 0 : endless(n + 1);
  steps++; /* or the compiler makes a loop of it */
  return deeper;
}

static deputy_status recurse(const deputy_value *args, size_t argc, deputy_value *out, void *data) {
  (void)args, (void)argc, (void)data;
  *out = deputy_i32(endless(1));
  return DEPUTY_OK;
}
DEPUTY_EXPORT(recurse, "recurse");
