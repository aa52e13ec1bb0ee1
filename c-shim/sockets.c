/* What Rust's std asks for that knows of addresses, which the library never calls. tools/archive.mjs gives its references these names: by
 * libc's, emcc would export htons() and the like from every program, for JavaScript that is not there. */
#include <errno.h>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/types.h>

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
