// A stack that runs out ends the program with an error that says which thread's, in bounded time and before a byte beside it is written:
// on every kind of thread, by deep recursion, by one huge frame and by alloca(), with the flags that every program has.
// FEATURE: F73
// FLAGS: -sEXPORTED_RUNTIME_METHODS=HEAPU8
// ERRORS: stack overflow
// TIMEOUT: 180
#include <alloca.h>

#include <emscripten/stack.h>

#include "overflow.h"

enum { BLOCK = 4 << 20 };
static char *neighbour;
static int way;

__attribute__((noinline)) static void touch(volatile char *bytes, size_t size) {
  bytes[0] = 1;
  bytes[size - 1] = 2;
}
__attribute__((noinline)) static void huge(void) {
  char bytes[BLOCK];
  touch(bytes, BLOCK);
}
__attribute__((noinline)) static void allocates(size_t size) { touch(alloca(size), size); }

static void runs_out(void *unused) {
  (void)unused;
  /* The page keeps what lies below the stack, and the block that was allocated before it. */
  MAIN_THREAD_EM_ASM({ Module.begins($0, $1, $2, $3); }, emscripten_stack_get_end(), emscripten_stack_get_base(), neighbour, BLOCK);
  if (way == 0) recurse(1 << 20);
  if (way == 1) huge();
  if (way == 2) allocates(BLOCK);
}
static void *on_pthread(void *unused) {
  runs_out(unused);
  return unused;
}
static deputy_status in_task(void *unused, deputy_value *out) {
  (void)out;
  runs_out(unused);
  return DEPUTY_OK;
}

/* Alone it ends with 0; told to by the page, it runs out of stack where and how that says. */
int main(void) {
  deputy_task task = 0;
  deputy_context context = 0;
  pthread_t thread;
  int kind = (int)ASK("kind", DEPUTY_NO_ARGS);
  if (kind < 0) return check_result();
  way = (int)ASK("way", DEPUTY_NO_ARGS);
  neighbour = malloc(BLOCK);
  CHECK(neighbour != NULL);
  memset(neighbour, 0x5a, BLOCK);
  if (kind == 0) runs_out(NULL);
  if (kind == 1) CHECK_EQ(pthread_create(&thread, NULL, on_pthread, NULL), 0);
  if (kind == 2) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    CHECK_EQ(pthread_attr_setstacksize(&attributes, 65536), 0);
    CHECK_EQ(pthread_create(&thread, &attributes, on_pthread, NULL), 0);
  }
  deputy_thread_options options = {.struct_size = sizeof options, .name = "decoder", .stack_size = 256 << 10};
  if (kind == 3) CHECK_STATUS(deputy_thread_spawn(in_task, NULL, NULL, &options, &task), DEPUTY_OK, NULL);
  if (kind == 4) CHECK_STATUS(deputy_context_post(DEPUTY_BACKGROUND, runs_out, NULL, NULL), DEPUTY_OK, NULL);
  if (kind == 5) CHECK_STATUS(deputy_context_post(DEPUTY_POOL, runs_out, NULL, NULL), DEPUTY_OK, NULL);
  if (kind == 6) CHECK_STATUS(deputy_worker_spawn(in_task, NULL, NULL, NULL, &context, &task), DEPUTY_OK, NULL);
  if (kind == 7) CHECK_STATUS(deputy_context_post(DEPUTY_UI, runs_out, NULL, NULL), DEPUTY_OK, NULL);
  usleep(2 * BOUND * 1000);
  return 1;
}
