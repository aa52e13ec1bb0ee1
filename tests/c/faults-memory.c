/* The points at which native code takes memory, for programs that link it with -Wl,--wrap for each of these. Not on the page's thread, where
 * emscripten itself ends the program. */
#include <errno.h>
#include <malloc.h>

#include "faults.h"

atomic_int fault_sizes[FAULT_SIZES], fault_sizes_known;

static bool none(size_t size) {
  if (emscripten_is_main_runtime_thread()) return false;
  int at = atomic_fetch_add(&fault_sizes_known, 1);
  if (at < FAULT_SIZES) atomic_store(&fault_sizes[at], (int)size);
  int left = atomic_load(&faults.left);
  if (left == 1) atomic_store(&faults.size, (int)size);
  return fault_pass(POINT_ALLOCATES) == FAULT_MEMORY;
}

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size) { return none(size) ? NULL : __real_malloc(size); }

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size) { return none(count * size) ? NULL : __real_calloc(count, size); }

void *__real_realloc(void *memory, size_t size);
void *__wrap_realloc(void *memory, size_t size) { return none(size) ? NULL : __real_realloc(memory, size); }

void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size) { return none(size) ? NULL : __real_aligned_alloc(alignment, size); }

int __real_posix_memalign(void **memory, size_t alignment, size_t size);
int __wrap_posix_memalign(void **memory, size_t alignment, size_t size) { return none(size) ? ENOMEM : __real_posix_memalign(memory, alignment, size); }
