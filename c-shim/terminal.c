/* What is written to terminals and read from them. */
#include "terminal.h"

#include <emscripten/emscripten.h>
#include <emscripten/threading.h>

#include "deputy_js.h"
#include "deputy_sys.h"

/* What they are without a file system; with one, the UI says it again. */
uint8_t deputy_terminals[DEPUTY_FDS] = {0, 1, 2};

/* For emscripten-js/internals.js. */
EMSCRIPTEN_KEEPALIVE uint8_t *deputy_sys_terminals(void) { return deputy_terminals; }

static void drain(void) { deputy_js_drain(); }

void deputy_sys_drain_console(void) { emscripten_sync_run_in_main_runtime_thread(EM_FUNC_SIG_V, drain); }

int deputy_terminal_write(int fd, const __wasi_ciovec_t *iov, size_t count, size_t *out) {
  bool error = deputy_terminals[fd] == 2, is_ui = deputy_sys_is_ui();
  *out = 0;
  for (size_t i = 0; i < count; i++) {
    if (is_ui) deputy_js_write(error, iov[i].buf, iov[i].buf_len);
    *out += iov[i].buf_len;
  }
  if (!is_ui) deputy_core_write(error, iov, count);
  return 0;
}

int __real___wasi_fd_read(int, const __wasi_iovec_t *, size_t, size_t *);

int deputy_terminal_read(int fd, const __wasi_iovec_t *iov, size_t count, size_t *out) { return __real___wasi_fd_read(fd, iov, count, out); }
