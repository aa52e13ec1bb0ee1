// Functions sent to the background run there, each once, on threads that may block, call JavaScript and open a context of their own;
// those that block stop no other.
// FEATURE: F68 F37
// TIMEOUT: 40
#include "tasks.h"

static counts counted, slow;
static atomic_bool release;
static atomic_int started;
static int order[500];

static void calls(void *memory) {
  CHECK(!emscripten_is_main_runtime_thread());
  CHECK_EQ(ASK("give", DEPUTY_ARGS(deputy_i32(5))), 5);
  deputy_task task = START("soon", DEPUTY_ARGS(deputy_i32(6)));
  ENDS(task, DEPUTY_OK);
  deputy_task_free(task);
  count_ran(memory);
}

static void blocks(void *memory) {
  count_ran(memory);
  for (double end = emscripten_get_now() + BOUND; !release && emscripten_get_now() < end;) usleep(1000);
}

static void notes(void *number) { order[atomic_fetch_add(&started, 1)] = (int)(intptr_t)number; }

/* A function that opens a context, serves it and closes it. */
static void serves(void *memory) {
  deputy_context id = 0;
  size_t ran = 0;
  CHECK_STATUS(deputy_context_open(&id), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_post(id, count_ran, memory, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_serve(0, &ran), DEPUTY_OK, NULL);
  CHECK_EQ(ran, 1);
  CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL);
}

static void post(deputy_fn function, void *userdata) {
  CHECK_STATUS(deputy_context_post(DEPUTY_BACKGROUND, function, userdata, count_dropped), DEPUTY_OK, NULL);
}

int main(void) {
  for (int i = 0; i < 20; i++) post(calls, &counted);
  UNTIL(counted.dropped == 20);
  CHECK_EQ(counted.ran, 20);
  memset(&counted, 0, sizeof counted);
  post(serves, &counted);
  UNTIL(counted.dropped == 1);
  CHECK_EQ(counted.ran, 1);

  for (int i = 0; i < 4; i++) post(blocks, &slow);
  memset(&counted, 0, sizeof counted);
  for (int i = 0; i < 20; i++) post(calls, &counted);
  UNTIL(counted.dropped == 20);
  CHECK_EQ(slow.dropped, 0);
  release = true;
  UNTIL(slow.dropped == 4);

  /* Many short ones: each once. */
  for (int i = 0; i < 500; i++) CHECK_STATUS(deputy_context_post(DEPUTY_BACKGROUND, notes, (void *)(intptr_t)i, NULL), DEPUTY_OK, NULL);
  UNTIL(started == 500);
  int seen[500] = {0};
  for (int i = 0; i < 500; i++) seen[order[i]]++;
  for (int i = 0; i < 500; i++) CHECK_EQ(seen[i], 1);
  return check_result();
}
