// What a thread's own JavaScript has left behind is not met by a later one when it said so: its Worker is ended. Without a word Workers are
// used again, what lies there too. A Worker that closes itself is not used again.
// FEATURE: F74 F67
// TIMEOUT: 60
#include <emscripten/em_asm.h>

#include "tasks.h"

#define POOL(what) ASK("pool", DEPUTY_ARGS(deputy_cstr(what)))

enum { ROUNDS = 6 };
static int found;

static void *leaves(void *says) {
  found += EM_ASM_INT({
    var old = globalThis.left || 0;
    globalThis.left = 1;
    return old;
  });
  if (says) deputy_thread_mark_dirty(), deputy_thread_mark_dirty();
  return NULL;
}
static void *closes(void *unused) {
  EM_ASM({ globalThis.close(); });
  return unused;
}

static void run(void *(*body)(void *), void *data) {
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, body, data), 0);
  CHECK_EQ(pthread_join(thread, NULL), 0);
  /* The page has taken the Worker back. */
  UNTIL(POOL("running") == 1);
}

int main(void) {
  for (int i = 0; i < ROUNDS; i++) run(leaves, &found);
  CHECK_EQ(found, 0);
  CHECK_EQ(POOL("destroyed"), ROUNDS);
  CHECK_EQ(POOL("reused"), 0);

  for (int i = 0; i < ROUNDS; i++) run(leaves, NULL);
  CHECK_EQ(found, ROUNDS - 1);
  CHECK_EQ(POOL("destroyed"), ROUNDS);
  CHECK_EQ(POOL("reused"), ROUNDS - 1);

  run(leaves, &found);
  found = 0;
  for (int i = 0; i < 3; i++) run(closes, NULL);
  CHECK_EQ(POOL("destroyed"), ROUNDS + 1 + 3);
  run(leaves, NULL);
  CHECK_EQ(found, 0);

  /* The deputy may; its Worker ends with the program. */
  deputy_thread_mark_dirty();
  return check_result();
}
