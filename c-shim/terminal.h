/* Descriptors that are terminals: standard input, output and error, unless they were closed or sent elsewhere. What is written there
 * goes to the page's console, what is read comes from the page (or from Node's own). c-shim/fd.c asks here first. */
#ifndef DEPUTY_TERMINAL_H
#define DEPUTY_TERMINAL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <wasi/api.h>

/* 0: something else. 1: /dev/tty, with what is read and standard output. 2: /dev/tty1, standard error. Written by the UI whenever a
 * descriptor begins or ends to be one (emscripten-js/internals.js), before the call that has changed it returns. */
enum { DEPUTY_FDS = 4096 };
extern struct deputy_terminals {
  uint8_t kinds[DEPUTY_FDS];
  /* Bumped whenever something has come for standard input, or nothing will. */
  _Atomic uint32_t news;
} deputy_terminals;

static inline bool deputy_is_terminal(int fd) { return (unsigned)fd < DEPUTY_FDS && deputy_terminals.kinds[fd] != 0; }

/* As fd_write() and fd_read(); only for terminals. */
int deputy_terminal_write(int fd, const __wasi_ciovec_t *iov, size_t count, size_t *out);
int deputy_terminal_read(int fd, const __wasi_iovec_t *iov, size_t count, size_t *out);

#endif
