/* File-system calls of native threads, linked with `--wrap` of what libc calls: one frame instead of emscripten's proxied call.
 *
 * The files are the UI's, in emscripten's JavaScript. Its own way there sleeps and wakes twice for each call. Here the call goes to
 * the host as a frame, with the spinning and lingering of every other, and the UI runs the very same function: there, emscripten's
 * import is the plain function. Before there is a host, and when the host does not take the frame soon, as while native code on the
 * UI waits for a lock, it goes emscripten's way, which such a wait serves.
 *
 * Only what is called often is here. With -sWASMFS files are native code, which needs no UI. Terminals have a way of their own. */
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <wasi/api.h>

#include "deputy_js.h"
#include "deputy_sys.h"
#include "fd.h"
#include "terminal.h"

/* What a throw of the UI's JavaScript that is no errno comes to: in practice an array that could not be allocated. */
enum { NO_ROOM = __WASI_ERRNO_NOSPC };

/* There is a host that runs them. */
static atomic_bool served = false;

void deputy_fd_served(void) { atomic_store(&served, true); }

/* And the caller is not the UI. */
static bool is_served(void) { return atomic_load_explicit(&served, memory_order_relaxed) && !deputy_sys_is_ui(); }

/* True if the UI has run it. */
static bool on_ui(deputy_sys_work *work) { return is_served() && deputy_core_on_ui(work); }

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

SYSCALL_AS(deputy_fd_write, __wasi_fd_write, +, (int fd, const __wasi_ciovec_t *iov, size_t count, size_t *out),
        int fd; const __wasi_ciovec_t *iov; size_t count; size_t *out;, (fd, iov, count, out), (w->fd, w->iov, w->count, w->out))

int __wrap___wasi_fd_write(int fd, const __wasi_ciovec_t *iov, size_t count, size_t *out) {
  return (deputy_is_terminal(fd) ? deputy_terminal_write : deputy_fd_write)(fd, iov, count, out);
}

/* Reads. Small ones are served from what was read ahead, or have the UI read ahead. */
typedef struct {
  deputy_sys_work work;
  int result;
  int fd;
  const __wasi_iovec_t *iov;
  size_t count;
  int64_t at;
  size_t *out;
  const void *lease;
} reading;

static void look_ahead(const reading *w, double at) {
  if (w->result == 0 && w->lease) deputy_js_ahead(w->lease, w->fd, at, *w->out);
}

int __real___wasi_fd_read(int fd, const __wasi_iovec_t *iov, size_t count, size_t *out);
static void run_read(deputy_sys_work *memory) {
  reading *w = (reading *)memory;
  w->result = __real___wasi_fd_read(w->fd, w->iov, w->count, w->out);
  look_ahead(w, -1);
}

int __real___wasi_fd_pread(int fd, const __wasi_iovec_t *iov, size_t count, uint64_t at, size_t *out);
static void run_pread(deputy_sys_work *memory) {
  reading *w = (reading *)memory;
  w->result = __real___wasi_fd_pread(w->fd, w->iov, w->count, (uint64_t)w->at, w->out);
  look_ahead(w, (double)w->at);
}

static int read_by(reading *w) {
  if (!on_ui(&w->work)) {
    if (w->lease) deputy_core_ahead_end(w->lease);
    w->lease = NULL;
    w->work.run(&w->work);
  } else if (w->lease) {
    deputy_core_ahead_end(w->lease);
  }
  return w->result;
}

/* True if it needs no trip. */
static bool is_here(reading *w) {
  return is_served() && deputy_core_ahead(w->fd, w->iov, w->count, w->at, w->out, &w->lease);
}

int deputy_fd_read(int fd, const __wasi_iovec_t *iov, size_t count, size_t *out) {
  reading it = {{run_read}, NO_ROOM, fd, iov, count, -1, out, NULL};
  return read_by(&it);
}

int __wrap___wasi_fd_read(int fd, const __wasi_iovec_t *iov, size_t count, size_t *out) {
  if (deputy_is_terminal(fd)) return deputy_terminal_read(fd, iov, count, out);
  reading it = {{run_read}, NO_ROOM, fd, iov, count, -1, out, NULL};
  return is_here(&it) ? 0 : read_by(&it);
}

int __wrap___wasi_fd_pread(int fd, const __wasi_iovec_t *iov, size_t count, uint64_t at, size_t *out) {
  reading it = {{run_pread}, NO_ROOM, fd, iov, count, (int64_t)at, out, NULL};
  return (int64_t)at >= 0 && is_here(&it) ? 0 : read_by(&it);
}

SYSCALL(__wasi_fd_pwrite, +, (int fd, const __wasi_ciovec_t *iov, size_t count, uint64_t at, size_t *out),
        int fd; const __wasi_ciovec_t *iov; size_t count; uint64_t at; size_t *out;, (fd, iov, count, at, out),
        (w->fd, w->iov, w->count, w->at, w->out))

SYSCALL_AS(seek_on_ui, __wasi_fd_seek, +, (int fd, int64_t offset, int whence, uint64_t *out),
        int fd; int64_t offset; int whence; uint64_t *out;, (fd, offset, whence, out), (w->fd, w->offset, w->whence, w->out))

int __wrap___wasi_fd_seek(int fd, int64_t offset, int whence, uint64_t *out) {
  return is_served() && deputy_core_ahead_seek(fd, offset, whence, out) ? 0 : seek_on_ui(fd, offset, whence, out);
}

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

/* Emscripten's makes a promise of an errno, which throws on the UI: a descriptor that is none never gets there. */
int __real___wasi_fd_sync(int fd);
int __wrap___wasi_fd_sync(int fd) {
  int flags = __wrap___syscall_fcntl64(fd, F_GETFD, NULL);
  return flags < 0 ? -flags : __real___wasi_fd_sync(fd);
}
