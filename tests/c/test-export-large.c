// Arguments and results of megabytes, several at a time, while the memory grows: every byte arrives, and nothing stays behind.
// FEATURE: F25
// FLAGS: -sALLOW_MEMORY_GROWTH -sINITIAL_MEMORY=16MB -Wno-pthreads-mem-growth
#include <emscripten/heap.h>

#include "exports.h"

static deputy_status sum(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)userdata;
  double total = 0;
  for (size_t i = 0; i < argc; i++) {
    CHECK_EQ(args[i].tag, DEPUTY_VALUE_STRING);
    CHECK_EQ(args[i].data.string[args[i].len], 0);
    for (uint32_t at = 0; at < args[i].len; at++) total += (unsigned char)args[i].data.string[at];
  }
  *out = deputy_f64(total);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(sum, "sum");

static deputy_status make(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  size_t len = (size_t)args[1].data.i32;
  char *text = malloc(len);
  memset(text, args[0].data.i32, len);
  deputy_value whole = deputy_str(text, len);
  deputy_status status = deputy_value_copy(&whole, out);
  free(text);
  return status;
}
DEPUTY_EXPORT(make, "make(code: i32, length: i32): string");

/* The argument itself, or a part of it: lies in what is freed after the call. */
static deputy_status part(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  *out = deputy_str(args[0].data.string + args[1].data.i32, args[0].len - (size_t)args[1].data.i32);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(part, "part(text: string, from: i32): string");

/* Grows the memory and keeps it. */
static deputy_status grow(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  size_t before = emscripten_get_heap_size();
  static char *volatile memory; /* or the compiler leaves it out */
  memory = calloc(1, (size_t)args[0].data.i32);
  CHECK(memory != NULL && memory[5] == 0);
  *out = deputy_bool(emscripten_get_heap_size() > before);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(grow, "grow(bytes: i32): bool");

int main(void) { return live_on(); }
