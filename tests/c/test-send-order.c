// What one sender sends to a context runs in the order it was sent, whatever it is: posts, functions with a result, exports; from the page
// exports run in the order of the calls, small and large mixed.
// FEATURE: F68 F28
#include "exports.h"

enum { EACH = 60, SENDERS = 3 };
static int next_of[SENDERS], from_page;
static atomic_int finished;
typedef struct {
  int sender, number;
} item;
static item items[SENDERS][EACH * 2];

static void posted(void *memory) {
  item *i = memory;
  CHECK_EQ(i->number, next_of[i->sender]++);
}
static deputy_status sent(void *memory, deputy_value *out) {
  (void)out;
  posted(memory);
  return DEPUTY_OK;
}
static void *sends(void *memory) {
  item *mine = memory;
  deputy_task last = 0;
  for (int i = 0; i < EACH; i++) {
    CHECK_STATUS(deputy_context_post(DEPUTY_MAIN, posted, &mine[2 * i], NULL), DEPUTY_OK, NULL);
    if (i % 10 == 9) CHECK_STATUS(deputy_context_send(DEPUTY_MAIN, sent, &mine[2 * i + 1], NULL, NULL, NULL), DEPUTY_OK, NULL);
    else {
      CHECK_STATUS(deputy_context_send_async(DEPUTY_MAIN, sent, &mine[2 * i + 1], NULL, &last, NULL), DEPUTY_OK, NULL);
      deputy_task_free(last);
    }
  }
  atomic_fetch_add(&finished, 1);
  return NULL;
}

static deputy_status numbered(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)out, (void)userdata;
  CHECK_EQ(args[0].data.i32, from_page++);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(numbered, "numbered(i: i32, text: string): void");

int main(void) {
  pthread_t threads[SENDERS];
  for (int s = 0; s < SENDERS; s++) {
    for (int i = 0; i < EACH * 2; i++) items[s][i] = (item){s, i};
    CHECK_EQ(pthread_create(&threads[s], NULL, sends, items[s]), 0);
  }
  for (double end = emscripten_get_now() + BOUND; atomic_load(&finished) < SENDERS && emscripten_get_now() < end;) {
    CHECK_STATUS(deputy_context_serve(2, NULL), DEPUTY_OK, NULL);
  }
  CHECK_STATUS(deputy_context_serve(0, NULL), DEPUTY_OK, NULL);
  for (int s = 0; s < SENDERS; s++) {
    pthread_join(threads[s], NULL);
    CHECK_EQ(next_of[s], EACH * 2);
  }
  return live_on();
}
