// Static constructors may wait a moment and take locks; how long they take is counted, and told if it is long. What blocks by our
// own functions is refused there.
// FEATURE: F09
// OUTPUT: deputy: static constructors took \d+ ms of the page.s
#include "check.h"

#include <emscripten/emscripten.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static deputy_status status;

__attribute__((constructor)) static void takes_long(void) {
  pthread_mutex_lock(&mutex);
  usleep(10000);
  pthread_mutex_unlock(&mutex);
  status = deputy_js_call(DEPUTY_UI, DEPUTY_FN("nobody"), NULL, DEPUTY_NO_ARGS);
  for (double until = emscripten_get_now() + 120; emscripten_get_now() < until;) continue;
}

int main(void) {
  CHECK_STATUS(status, DEPUTY_WOULD_BLOCK, NULL);
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("constructors"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK(deputy_to_f64(out) >= 125 && deputy_to_f64(out) < 10000);
  return check_result();
}
