/* What Rust's std asks for that the library has no use for, or would get too much with. tools/archive.mjs gives its references these names,
 * of as many letters; a program's own are not touched. */
#include <errno.h>
#include <netdb.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

/* For backtraces, which a panic here never prints. By libc's, every program would have emscripten's file system, 40 KiB of JavaScript that
 * each Worker reads. */
char *getcw$(char *to, size_t size) {
  (void)to, (void)size;
  errno = ENOENT;
  return NULL;
}

/* For the stack of a new thread: the size of a page. By libc's, every program would have JavaScript that counts processors and memory. */
long syscon$(int name) {
  if (name == _SC_PAGESIZE) return getpagesize();
  errno = EINVAL;
  return -1;
}

/* Of sockets, which the library does not have. By libc's, every program would export htons() and the like, for JavaScript that is not there. */
static int nothing(void) {
  errno = ENOSYS;
  return -1;
}

int accep$(int fd, struct sockaddr *address, socklen_t *size) {
  (void)fd, (void)address, (void)size;
  return nothing();
}

int bin$(int fd, const struct sockaddr *address, socklen_t size) {
  (void)fd, (void)address, (void)size;
  return nothing();
}

int connec$(int fd, const struct sockaddr *address, socklen_t size) {
  (void)fd, (void)address, (void)size;
  return nothing();
}

int getpeernam$(int fd, struct sockaddr *address, socklen_t *size) {
  (void)fd, (void)address, (void)size;
  return nothing();
}

int getsocknam$(int fd, struct sockaddr *address, socklen_t *size) {
  (void)fd, (void)address, (void)size;
  return nothing();
}

ssize_t rec$(int fd, void *to, size_t size, int flags) {
  (void)fd, (void)to, (void)size, (void)flags;
  return nothing();
}

ssize_t recvfro$(int fd, void *to, size_t size, int flags, struct sockaddr *address, socklen_t *length) {
  (void)fd, (void)to, (void)size, (void)flags, (void)address, (void)length;
  return nothing();
}

ssize_t sen$(int fd, const void *bytes, size_t size, int flags) {
  (void)fd, (void)bytes, (void)size, (void)flags;
  return nothing();
}

ssize_t sendt$(int fd, const void *bytes, size_t size, int flags, const struct sockaddr *address, socklen_t length) {
  (void)fd, (void)bytes, (void)size, (void)flags, (void)address, (void)length;
  return nothing();
}

int getaddrinf$(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **out) {
  (void)host, (void)service, (void)hints, (void)out;
  return EAI_FAIL;
}
