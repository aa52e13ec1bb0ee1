// A plain pthread stays in its event loop: its start function returns with a keepalive token, its timers run, others send it functions
// and wait for their results, and it ends when the token is given back, and can be joined.
// FEATURE: F74
#include "tasks.h"

#include <emscripten/eventloop.h>

static deputy_context context;
static atomic_bool opened;
static atomic_int ticks;
static pthread_t thread;

static void ticked(void *unused) {
  (void)unused;
  CHECK(pthread_equal(pthread_self(), thread));
  if (atomic_fetch_add(&ticks, 1) < 3) emscripten_set_timeout(ticked, 5, NULL);
}

static void *stays(void *unused) {
  CHECK_STATUS(deputy_context_open(&context), DEPUTY_OK, NULL);
  emscripten_set_timeout(ticked, 5, NULL);
  emscripten_runtime_keepalive_push();
  atomic_store(&opened, true);
  return unused;
}

static deputy_status doubled(void *memory, deputy_value *out) {
  CHECK(pthread_equal(pthread_self(), thread));
  /* It may wait, and call the page, as any other. */
  *out = deputy_f64(2 * ASK("give", DEPUTY_ARGS(deputy_i32((int32_t)(intptr_t)memory))));
  return DEPUTY_OK;
}

static deputy_status ends(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  emscripten_runtime_keepalive_pop();
  return deputy_context_close();
}

int main(void) {
  for (int round = 0; round < 5; round++) {
    atomic_store(&opened, false);
    atomic_store(&ticks, 0);
    CHECK_EQ(pthread_create(&thread, NULL, stays, NULL), 0);
    UNTIL(opened);
    for (int i = 0; i < 100; i++) {
      deputy_value out = deputy_null();
      CHECK_STATUS(deputy_context_send(context, doubled, (void *)(intptr_t)i, NULL, &out, NULL), DEPUTY_OK, &out);
      CHECK_EQ(deputy_to_f64(out), 2 * i);
    }
    UNTIL(ticks == 4);
    CHECK_STATUS(deputy_context_send(context, ends, NULL, NULL, NULL, NULL), DEPUTY_OK, NULL);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    CHECK_STATUS(deputy_context_send(context, doubled, NULL, NULL, NULL, NULL), DEPUTY_STALE, NULL);
  }
  return check_result();
}
