/* What is written to terminals and read from them. */
#include "terminal.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include <emscripten/emscripten.h>
#include <emscripten/threading.h>

#include "deputy_js.h"
#include "deputy_sys.h"
#include "fd.h"

/* What they are without a file system; with one, the UI says it again. */
struct deputy_terminals deputy_terminals = {.kinds = {0, 1, 2}};

/* For emscripten-js/internals.js. */
EMSCRIPTEN_KEEPALIVE struct deputy_terminals *deputy_sys_terminals(void) { return &deputy_terminals; }

static void drain(void) { deputy_js_drain(); }

void deputy_sys_drain_console(void) { emscripten_sync_run_in_main_runtime_thread(EM_FUNC_SIG_V, drain); }

int deputy_terminal_write(int fd, const __wasi_ciovec_t *iov, size_t count, size_t *out) {
  bool error = deputy_terminals.kinds[fd] == 2, is_ui = deputy_sys_is_ui();
  *out = 0;
  for (size_t i = 0; i < count; i++) {
    if (is_ui) deputy_js_write(error, iov[i].buf, iov[i].buf_len);
    *out += iov[i].buf_len;
  }
  if (!is_ui) deputy_core_write(error, iov, count);
  return 0;
}

int deputy_terminal_read(int fd, const __wasi_iovec_t *iov, size_t count, size_t *out) {
  /* Whatever there is: what happens must not depend on who was faster. */
  if (deputy_sys_is_ui()) return __WASI_ERRNO_AGAIN;
  for (;;) {
    /* Before the look: what comes after it changes the word. */
    uint32_t seen = atomic_load(&deputy_terminals.news);
    int error = deputy_fd_read(fd, iov, count, out);
    if (error != __WASI_ERRNO_AGAIN || !deputy_js_want_input(fd)) return error;
    /* A thread that is cancelled ends here. */
    emscripten_futex_wait(&deputy_terminals.news, seen, INFINITY);
  }
}

/* A thread that is cancelled while it waits in stdio leaves the lock of the stream to others. The lock is counted: one that the program has taken
 * by flockfile() stays taken, as everywhere. */
static void leave(void *stream) {
  if (ftrylockfile(stream) == 0) funlockfile(stream);
}

size_t __real___stdio_read(FILE *stream, unsigned char *to, size_t length);
size_t __wrap___stdio_read(FILE *stream, unsigned char *to, size_t length) {
  size_t count;
  pthread_cleanup_push(leave, stream);
  count = __real___stdio_read(stream, to, length);
  pthread_cleanup_pop(0);
  return count;
}

/* For the file system everything that prints is a terminal. Whether there is one, Node knows, or the page says. */
int __real_isatty(int fd);
int __wrap_isatty(int fd) {
  if (!deputy_is_terminal(fd)) return __real_isatty(fd);
  if (deputy_js_isatty(fd)) return 1;
  errno = ENOTTY;
  return 0;
}
