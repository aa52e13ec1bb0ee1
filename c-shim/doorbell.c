/* Ringing the UI: the few lines of native code that run there once the program has started. */
#include <emscripten/console.h>
#include <emscripten/emscripten.h>
#include <emscripten/proxying.h>
#include <emscripten/threading.h>

#include "deputy_js.h"
#include "deputy_sys.h"

bool deputy_sys_is_ui(void) { return emscripten_is_main_runtime_thread(); }

/* Runs on the UI inside emscripten's pump, which also serves file-system calls: only asks the host to drain later. */
static void rung(void *unused) {
  (void)unused;
  deputy_js_ring();
}

/* Not by emscripten_dispatch_to_thread_async(), which allocates, and loses the ring where it gets no memory. */
void deputy_sys_ring_ui(void) {
  if (deputy_sys_is_ui()) {
    deputy_js_ring();
    return;
  }
  static const uint32_t never = 0;
  /* The queue is full, and cannot grow: the UI is about to empty it. */
  while (!emscripten_proxy_async(emscripten_proxy_get_system_queue(), emscripten_main_runtime_thread_id(), rung, NULL)) deputy_sys_wait(&never, 0, 1);
}

/* Runs what other threads have proxied to the UI: file-system calls, thread creation. The host calls it while it
 * lingers, which makes bursts of those cheaper; never while user JavaScript runs. */
EMSCRIPTEN_KEEPALIVE void deputy_sys_pump(void) {
  emscripten_proxy_execute_queue(emscripten_proxy_get_system_queue());
}

void deputy_sys_complain(const char *text) { emscripten_err(text); }

void deputy_sys_abort(const char *text) { deputy_js_abort(text, false); }
