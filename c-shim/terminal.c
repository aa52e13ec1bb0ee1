/* What is written to terminals and read from them. */
#include "terminal.h"

#include <emscripten/emscripten.h>

/* Keeps the list below. */
EM_JS_DEPS(deputy_terminals, "$DeputyTerminals");

/* What they are without a file system; with one, the UI says it again. */
uint8_t deputy_terminals[DEPUTY_FDS] = {0, 1, 2};

/* For emscripten-js/internals.js. */
EMSCRIPTEN_KEEPALIVE uint8_t *deputy_sys_terminals(void) { return deputy_terminals; }

int __real___wasi_fd_write(int, const __wasi_ciovec_t *, size_t, size_t *);
int __real___wasi_fd_read(int, const __wasi_iovec_t *, size_t, size_t *);

int deputy_terminal_write(int fd, const __wasi_ciovec_t *iov, size_t count, size_t *out) { return __real___wasi_fd_write(fd, iov, count, out); }

int deputy_terminal_read(int fd, const __wasi_iovec_t *iov, size_t count, size_t *out) { return __real___wasi_fd_read(fd, iov, count, out); }
