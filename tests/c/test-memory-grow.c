// The memory grows from three threads and the background at once, while they call, post and call asynchronously with large texts and
// bytes, and the page calls exports: every byte arrives, no view is stale.
// FEATURE: F87
// FLAGS: -sALLOW_MEMORY_GROWTH -sINITIAL_MEMORY=16MB -sMAXIMUM_MEMORY=1GB -Wno-pthreads-mem-growth
// TIMEOUT: 120
#include <emscripten/heap.h>

#include "memory.h"

enum { THREADS = 3, ROUNDS = 25, BLOCK = 3 << 20 };

static size_t at_start;
static atomic_int crossings, posted, running = THREADS;

static void *grows(void *number) {
  for (int i = 0; i < ROUNDS; i++) {
    char *volatile kept = malloc(BLOCK); /* or the compiler leaves it out */
    CHECK(kept != NULL);
    if (!kept) break;
    kept[0] = kept[BLOCK - 1] = 1;
    atomic_fetch_add(&crossings, cross(i + (int)(intptr_t)number, i % 2 ? 70000 : 100));
    atomic_fetch_add(&posted, 1);
  }
  atomic_fetch_sub(&running, 1);
  return NULL;
}

static deputy_status ready(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  for (intptr_t i = 0; i < THREADS; i++) {
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, NULL, grows, (void *)i), 0);
    pthread_detach(thread);
  }
  *out = deputy_bool(true);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(ready, "ready(): bool");

static deputy_status crossed(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  UNTIL_WITHIN(60000, atomic_load(&running) == 0);
  CHECK_EQ(atomic_load(&crossings), 6 * THREADS * ROUNDS);
  UNTIL(ASK("posts", DEPUTY_NO_ARGS) == atomic_load(&posted));
  CHECK(emscripten_get_heap_size() > at_start);
  CHECK(emscripten_get_heap_size() > (size_t)THREADS * ROUNDS * BLOCK);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(crossed, "crossed(): void");

int main(void) {
  at_start = emscripten_get_heap_size();
  return live_on();
}
