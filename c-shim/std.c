/* What Rust's std asks for the working directory when it prints a backtrace, which a panic here never does. tools/archive.mjs gives its
 * reference this name: by libc's, every program would have emscripten's file system, 40 KiB of JavaScript that each Worker reads. */
#include <errno.h>
#include <stddef.h>

char *_nocwd(char *to, size_t size) {
  (void)to, (void)size;
  errno = ENOENT;
  return NULL;
}
