// A thread listens once for what is sent to its context: also when it has closed it and opened another one, and its Worker, when other
// threads have used that before. Nothing is left behind that is woken in vain.
// FEATURE: F30 F74
#include "tasks.h"

#include <emscripten/eventloop.h>

/* The Worker counts its waits in the event loop that have not ended. */
EM_JS(int, async_waits, (void), {
  if (!globalThis.asyncWaits) {
    const { waitAsync } = Atomics;
    globalThis.asyncWaits = new Set();
    if (waitAsync) Atomics.waitAsync = (...at) => {
      const wait = waitAsync.apply(Atomics, at);
      if (wait.async) {
        asyncWaits.add(wait);
        void wait.value.then(() => asyncWaits.delete(wait));
      }
      return wait;
    };
  }
  return asyncWaits.size;
});

/* Emscripten's mailbox and the context's; and one that has been woken and not been told yet. */
enum { AT_MOST = 3, TIMES = 30 };

static deputy_context context;
static atomic_bool opened;

static void *stays(void *unused) {
  async_waits();
  CHECK_STATUS(deputy_context_open(&context), DEPUTY_OK, NULL);
  emscripten_runtime_keepalive_push();
  atomic_store(&opened, true);
  return unused;
}
static deputy_status waits(void *unused, deputy_value *out) {
  (void)unused;
  *out = deputy_i32(async_waits());
  return DEPUTY_OK;
}
static deputy_status opens_again(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_open(&context), DEPUTY_OK, NULL);
  return DEPUTY_OK;
}
static deputy_status ends(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  emscripten_runtime_keepalive_pop();
  return DEPUTY_OK;
}
static int count(void) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_context_send(context, waits, NULL, NULL, &out, NULL), DEPUTY_OK, &out);
  return out.data.i32;
}

/* How many threads of these the Worker has run. */
EM_JS(int, threads_of_worker, (int more), { return globalThis.threadsHere = (globalThis.threadsHere || 0) + more; });

static void *just_opens(void *unused) {
  async_waits();
  threads_of_worker(1);
  deputy_context id = 0;
  CHECK_STATUS(deputy_context_open(&id), DEPUTY_OK, NULL);
  return unused;
}
static deputy_status threads(void *unused, deputy_value *out) {
  (void)unused;
  *out = deputy_i32(threads_of_worker(0));
  return DEPUTY_OK;
}
static void begin(pthread_t *thread) {
  atomic_store(&opened, false);
  CHECK_EQ(pthread_create(thread, NULL, stays, NULL), 0);
  UNTIL(opened);
}
static void end(pthread_t thread) {
  CHECK_STATUS(deputy_context_send(context, ends, NULL, NULL, NULL, NULL), DEPUTY_OK, NULL);
  CHECK_EQ(pthread_join(thread, NULL), 0);
}

int main(void) {
  pthread_t thread;
  begin(&thread);
  for (int i = 0; i < TIMES; i++) {
    CHECK_STATUS(deputy_context_send(context, opens_again, NULL, NULL, NULL, NULL), DEPUTY_OK, NULL);
    UNTIL(count() <= AT_MOST);
  }
  end(thread);

  /* Threads that follow each other on a Worker, and one that looks what they have left there. */
  deputy_value of_worker = deputy_i32(0);
  while (of_worker.data.i32 < TIMES / 2) {
    for (int i = 0; i < TIMES; i++) {
      CHECK_EQ(pthread_create(&thread, NULL, just_opens, NULL), 0);
      CHECK_EQ(pthread_join(thread, NULL), 0);
    }
    begin(&thread);
    CHECK_STATUS(deputy_context_send(context, threads, NULL, NULL, &of_worker, NULL), DEPUTY_OK, NULL);
    UNTIL(count() <= AT_MOST);
    end(thread);
  }
  return check_result();
}
