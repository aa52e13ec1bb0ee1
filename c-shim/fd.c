/* File-system calls of native threads, linked with `--wrap` of what libc calls: one frame instead of emscripten's proxied call.
 *
 * The files are the UI's, in emscripten's JavaScript. Its own way there sleeps and wakes twice for each call. Here the call goes to
 * the host as a frame, with the spinning and lingering of every other, and the UI runs the very same function: there, emscripten's
 * import is the plain function. Before there is a host, and when the host does not take the frame soon, as while native code on the
 * UI waits for a lock, it goes emscripten's way, which such a wait serves.
 *
 * Only what is called often is here. With -sWASMFS files are native code, which needs no UI. Terminals have a way of their own. */
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <wasi/api.h>

#include "deputy_sys.h"
#include "fd.h"
#include "terminal.h"

/* What a throw of the UI's JavaScript that is no errno comes to: in practice an array that could not be allocated. */
enum { NO_ROOM = __WASI_ERRNO_NOSPC };

/* There is a host that runs them. */
static atomic_bool served = false;

void deputy_fd_served(void) { atomic_store(&served, true); }

/* True if the UI has run it. */
static bool on_ui(deputy_sys_work *work) {
  return atomic_load_explicit(&served, memory_order_relaxed) && !deputy_sys_is_ui() && deputy_core_on_ui(work);
}

/* The function TO, which calls NAME on the UI: what it takes, the same as members of a struct, in their order, and as the arguments
 * that the UI gives. FAILED is the sign of an errno: WASI functions return it, emscripten's own its negative. */
#define SYSCALL_AS(TO, NAME, FAILED, PARAMETERS, FIELDS, VALUES, CALL)                                      \
  int __real_##NAME PARAMETERS;                                                                             \
  struct work_##NAME {                                                                                      \
    deputy_sys_work work;                                                                                   \
    int result;                                                                                             \
    FIELDS                                                                                                  \
  };                                                                                                        \
  static void run_##NAME(deputy_sys_work *memory) {                                                         \
    struct work_##NAME *w = (struct work_##NAME *)memory;                                                   \
    w->result = __real_##NAME CALL;                                                                         \
  }                                                                                                         \
  int TO PARAMETERS {                                                                                       \
    struct work_##NAME it = {{run_##NAME}, FAILED NO_ROOM, EACH VALUES}, *w = &it;                          \
    if (!on_ui(&it.work)) run_##NAME(&it.work);                                                             \
    return w->result;                                                                                       \
  }
#define SYSCALL(NAME, ...) SYSCALL_AS(__wrap_##NAME, NAME, __VA_ARGS__)
#define EACH(...) __VA_ARGS__

SYSCALL_AS(deputy_fd_read, __wasi_fd_read, +, (int fd, const __wasi_iovec_t *iov, size_t count, size_t *out),
        int fd; const __wasi_iovec_t *iov; size_t count; size_t *out;, (fd, iov, count, out), (w->fd, w->iov, w->count, w->out))

SYSCALL_AS(deputy_fd_write, __wasi_fd_write, +, (int fd, const __wasi_ciovec_t *iov, size_t count, size_t *out),
        int fd; const __wasi_ciovec_t *iov; size_t count; size_t *out;, (fd, iov, count, out), (w->fd, w->iov, w->count, w->out))

int __wrap___wasi_fd_read(int fd, const __wasi_iovec_t *iov, size_t count, size_t *out) {
  return (deputy_is_terminal(fd) ? deputy_terminal_read : deputy_fd_read)(fd, iov, count, out);
}

int __wrap___wasi_fd_write(int fd, const __wasi_ciovec_t *iov, size_t count, size_t *out) {
  return (deputy_is_terminal(fd) ? deputy_terminal_write : deputy_fd_write)(fd, iov, count, out);
}

SYSCALL(__wasi_fd_pread, +, (int fd, const __wasi_iovec_t *iov, size_t count, uint64_t at, size_t *out),
        int fd; const __wasi_iovec_t *iov; size_t count; uint64_t at; size_t *out;, (fd, iov, count, at, out),
        (w->fd, w->iov, w->count, w->at, w->out))

SYSCALL(__wasi_fd_pwrite, +, (int fd, const __wasi_ciovec_t *iov, size_t count, uint64_t at, size_t *out),
        int fd; const __wasi_ciovec_t *iov; size_t count; uint64_t at; size_t *out;, (fd, iov, count, at, out),
        (w->fd, w->iov, w->count, w->at, w->out))

SYSCALL(__wasi_fd_seek, +, (int fd, int64_t offset, int whence, uint64_t *out), int fd; int64_t offset; int whence; uint64_t *out;,
        (fd, offset, whence, out), (w->fd, w->offset, w->whence, w->out))

SYSCALL(__wasi_fd_close, +, (int fd), int fd;, (fd), (w->fd))

/* The last parameter of what is variadic in C points to the arguments. */
SYSCALL(__syscall_openat, -, (int dirfd, intptr_t path, int flags, void *varargs), int dirfd; intptr_t path; int flags; void *varargs;,
        (dirfd, path, flags, varargs), (w->dirfd, w->path, w->flags, w->varargs))

SYSCALL(__syscall_fcntl64, -, (int fd, int command, void *varargs), int fd; int command; void *varargs;, (fd, command, varargs),
        (w->fd, w->command, w->varargs))

SYSCALL(__syscall_fstat64, -, (int fd, intptr_t to), int fd; intptr_t to;, (fd, to), (w->fd, w->to))

SYSCALL(__syscall_stat64, -, (intptr_t path, intptr_t to), intptr_t path; intptr_t to;, (path, to), (w->path, w->to))

SYSCALL(__syscall_lstat64, -, (intptr_t path, intptr_t to), intptr_t path; intptr_t to;, (path, to), (w->path, w->to))

SYSCALL(__syscall_newfstatat, -, (int dirfd, intptr_t path, intptr_t to, int flags), int dirfd; intptr_t path; intptr_t to; int flags;,
        (dirfd, path, to, flags), (w->dirfd, w->path, w->to, w->flags))

SYSCALL(__syscall_ftruncate64, -, (int fd, uint64_t size), int fd; uint64_t size;, (fd, size), (w->fd, w->size))
