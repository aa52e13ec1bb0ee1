// `deputy.ccall()` and `deputy.cwrap()` run functions that a program exports for emscripten's own on the deputy, which may wait there,
// and give promises: numbers, booleans, strings, arrays, pointers, 64-bit; what does not fit, is missing or comes too late is rejected.
// FEATURE: F79
// FLAGS: -sEXPORTED_FUNCTIONS=_main,_add,_greet,_sum,_is_deputy,_twice,_where,_nothing,_waits -sEXPORTED_RUNTIME_METHODS=ccall,cwrap
#include <emscripten/emscripten.h>
#include <unistd.h>

#include "exports.h"

static pthread_t deputy;

double add(double a, int b) { return a + b; }
const char *greet(const char *name) {
  static char text[64];
  if (!name) return NULL;
  snprintf(text, sizeof text, "hello, %s", name);
  return text;
}
int sum(const uint8_t *bytes, int count) {
  int all = 0;
  for (int i = 0; i < count; i++) all += bytes[i];
  return all;
}
bool is_deputy(void) { return pthread_equal(pthread_self(), deputy); }
int64_t twice(int64_t n) { return 2 * n; }
static char place;
void *where(void) { return &place; }
void nothing(void) {}
/* What would freeze the page there. */
int waits(int milliseconds) {
  usleep((useconds_t)milliseconds * 1000);
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("later"), &out, DEPUTY_ARGS(deputy_i32(milliseconds))), DEPUTY_OK, &out);
  return out.data.i32;
}

int main(void) {
  deputy = pthread_self();
  return live_on();
}
