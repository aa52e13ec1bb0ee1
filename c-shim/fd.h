/* File-system calls that the UI runs for other threads (fd.c). */
#ifndef DEPUTY_FD_H
#define DEPUTY_FD_H

#include <stddef.h>

#include <wasi/api.h>

/* The UI has a host that runs them from now on. */
void deputy_fd_served(void);

/* As fd_read() and fd_write(), of anything, by the host. */
int deputy_fd_read(int fd, const __wasi_iovec_t *iov, size_t count, size_t *out);
int deputy_fd_write(int fd, const __wasi_ciovec_t *iov, size_t count, size_t *out);

#endif
