// The example of docs/export.md: the page calls area().
// FEATURE: F25
// EXIT: 5
#include "exports.h"

#include <deputy.h>
#include <emscripten/eventloop.h>

static deputy_status area(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  if (args[0].data.f64 < 0) {
    *out = deputy_cstr("a circle has no negative radius");
    return DEPUTY_OUT_OF_RANGE;
  }
  *out = deputy_f64(3.14159265 * args[0].data.f64 * args[0].data.f64);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(area, "area(radius: f64): f64");

int main(void) {
  emscripten_runtime_keepalive_push();   /* the deputy goes on in its event loop */
  return 0;
}
