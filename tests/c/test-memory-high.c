// Above 2 GiB addresses look negative to whoever takes them for signed. Frames, thread records, contexts, names, texts, arguments
// and results lie there.
// FEATURE: F87
// FLAGS: -sALLOW_MEMORY_GROWTH -sINITIAL_MEMORY=32MB -sMAXIMUM_MEMORY=4GB -Wno-pthreads-mem-growth
// TIMEOUT: 180
// ALONE: yes
#include <emscripten/heap.h>

#include "memory.h"

enum { GIB2 = 0x80000000u };

/* Fills what lies below 2 GiB; the pages are never touched. False: there is not so much memory here. */
static bool fill(void) {
  for (size_t size = 256u << 20; size >= 64;) {
    char *block = malloc(size);
    if (block && (uintptr_t)block < GIB2) continue;
    free(block);
    if (!block && size >= 1u << 20 && emscripten_get_heap_size() < GIB2) return false;
    size /= 2;
  }
  return true;
}

static bool high;

static void *in_high_memory(void *unused) {
  int local;
  CHECK((uintptr_t)&local >= GIB2); /* its stack and with it whatever it keeps */
  for (int i = 0; i < 5; i++) cross(i, i % 2 ? 100000 : 20);
  /* More frames than its record has at first. */
  deputy_task tasks[200];
  for (int i = 0; i < 200; i++) tasks[i] = START("later", DEPUTY_ARGS(deputy_i32(i)));
  for (int i = 0; i < 200; i++) {
    deputy_value out = deputy_null();
    CHECK_STATUS(deputy_task_wait(tasks[i], BOUND, &out), DEPUTY_OK, &out);
    CHECK_EQ(out.data.i32, i);
    deputy_task_free(tasks[i]);
  }
  deputy_task hung = START("hang", DEPUTY_NO_ARGS);
  CHECK_STATUS(deputy_task_cancel(hung), DEPUTY_OK, NULL);
  ENDS(hung, DEPUTY_CANCELLED);
  deputy_task_free(hung);
  deputy_call_options soon = {.struct_size = sizeof soon, .timeout_ms = 50};
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("hang"), NULL, DEPUTY_NO_ARGS, &soon), DEPUTY_TIMED_OUT, NULL);
  server s;
  server *served = malloc(sizeof s);
  server_start(served);
  counts *count = calloc(1, sizeof *count);
  CHECK((uintptr_t)count >= GIB2);
  for (int i = 0; i < 50; i++) {
    CHECK_STATUS(deputy_context_post(atomic_load(&served->context), count_ran, count, NULL), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_context_post(DEPUTY_UI, count_ran, count, NULL), DEPUTY_OK, NULL);
  }
  UNTIL(atomic_load(&count->ran) == 100);
  server_stop(served);
  return unused;
}

static deputy_status ready(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  *out = deputy_bool(true);
  for (int i = 0; i < 4; i++) {
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, NULL, in_high_memory, NULL), 0);
    pthread_join(thread, NULL);
  }
  for (int i = 0; i < 3; i++) cross(i, 3000000);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(ready, "ready(): bool");

static deputy_status crossed(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  CHECK(high);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(crossed, "crossed(): void");

int main(void) {
  high = fill();
  if (!high) {
    printf("no 2 GiB of memory here: the engine or the machine has refused to grow beyond %zu MiB\n", emscripten_get_heap_size() >> 20);
    exit(77);
  }
  return live_on();
}
