/* Reading and writing descriptors, linked with `--wrap` of what libc calls: terminals have a way of their own, files another. */
#include "terminal.h"

int __real___wasi_fd_read(int fd, const __wasi_iovec_t *iov, size_t count, size_t *out);
int __real___wasi_fd_write(int fd, const __wasi_ciovec_t *iov, size_t count, size_t *out);

int __wrap___wasi_fd_read(int fd, const __wasi_iovec_t *iov, size_t count, size_t *out) {
  if (deputy_is_terminal(fd)) return deputy_terminal_read(fd, iov, count, out);
  return __real___wasi_fd_read(fd, iov, count, out);
}

int __wrap___wasi_fd_write(int fd, const __wasi_ciovec_t *iov, size_t count, size_t *out) {
  if (deputy_is_terminal(fd)) return deputy_terminal_write(fd, iov, count, out);
  return __real___wasi_fd_write(fd, iov, count, out);
}
