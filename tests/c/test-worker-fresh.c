// A Worker in which the program has run JavaScript of its own is ended, not used again: nothing of what it left is met by a later thread.
// Workers of other threads are used again.
// FEATURE: F67 F66
// TIMEOUT: 60
#include "tasks.h"

enum { ROUNDS = 6 };

DEPUTY_JS(mark, (), {
  const old = globalThis.marked ?? 0;
  globalThis.marked = 1;
  setInterval(() => {}, 10);
  return old;
});

static void *opens(void *memory) {
  deputy_context id = 0;
  deputy_value old = deputy_null();
  CHECK_STATUS(deputy_worker_open(&id), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_call(id, mark, &old, DEPUTY_NO_ARGS), DEPUTY_OK, &old);
  CHECK_EQ(deputy_to_f64(old), 0);
  return memory;
}
static void *plain(void *memory) { return memory; }

static void run(void *(*body)(void *)) {
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, body, NULL), 0);
  CHECK_EQ(pthread_join(thread, NULL), 0);
  usleep(50000); /* the page takes the Worker back when it gets to it */
}

int main(void) {
  run(plain);
  double before = ASK("workers", DEPUTY_NO_ARGS);
  for (int i = 0; i < ROUNDS; i++) run(plain);
  CHECK_EQ(ASK("workers", DEPUTY_NO_ARGS), before);
  for (int i = 0; i < ROUNDS; i++) run(opens);
  /* The first of them took the one that was there. */
  CHECK_EQ(ASK("workers", DEPUTY_NO_ARGS), before + ROUNDS - 1);
  for (int i = 0; i < ROUNDS; i++) {
    deputy_context id = 0;
    deputy_task end = 0;
    deputy_value old = deputy_null();
    CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, NULL, &id, &end), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_js_call(id, mark, &old, DEPUTY_NO_ARGS), DEPUTY_OK, &old);
    CHECK_EQ(deputy_to_f64(old), 0);
    CHECK_EQ(deputy_worker_end(id), DEPUTY_OK);
    ENDS(end, DEPUTY_OK);
    deputy_task_free(end);
  }
  return check_result();
}
