/* Names of threads by the functions that others have for them: emscripten's own always fail. In the library they come before libc's. */
#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "deputy_sys.h"

/* As glibc: 15 bytes and a NUL. */
enum { LONGEST = 16 };

int pthread_setname_np(pthread_t thread, const char *name) {
  if (strnlen(name, LONGEST) == LONGEST) return ERANGE;
  return deputy_core_set_name((uint32_t)(uintptr_t)thread, name) ? 0 : ESRCH;
}

int pthread_getname_np(pthread_t thread, char *name, size_t size) {
  uint32_t length = 0;
  const char *text = deputy_core_get_name((uint32_t)(uintptr_t)thread, &length);
  if (!text) return ESRCH;
  if (length >= size) return ERANGE;
  memcpy(name, text, length);
  name[length] = 0;
  return 0;
}
