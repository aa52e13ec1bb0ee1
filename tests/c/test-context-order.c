// Four threads send to one context at once: everything comes, in each sender's order, on the thread that serves; what is sent by a
// function that runs there comes too.
// FEATURE: F68
// TIMEOUT: 40
#include "tasks.h"

enum { SENDERS = 4, POSTS = 3000 };

static deputy_context target;
static pthread_t owner;
static int next[SENDERS + 1];
static counts counted;
typedef struct {
  int sender, number;
} note;
static note notes[SENDERS + 1][POSTS];

static void comes(void *memory) {
  note *n = memory;
  CHECK(pthread_equal(pthread_self(), owner));
  CHECK_EQ(n->number, next[n->sender]);
  next[n->sender]++;
  counted.ran++;
  if (n->sender == 0) {
    /* What the serving thread itself sends. */
    note *mine = &notes[SENDERS][n->number];
    *mine = (note){SENDERS, n->number};
    CHECK_STATUS(deputy_context_post(target, comes, mine, NULL), DEPUTY_OK, NULL);
  }
}

static void drops(void *unused) {
  (void)unused;
  atomic_fetch_add(&counted.dropped, 1);
}

static void *sends(void *memory) {
  int me = (int)(intptr_t)memory;
  for (int i = 0; i < POSTS; i++) {
    notes[me][i] = (note){me, i};
    CHECK_STATUS(deputy_context_post(target, comes, &notes[me][i], drops), DEPUTY_OK, NULL);
  }
  return NULL;
}

int main(void) {
  CHECK_STATUS(deputy_context_open(&target), DEPUTY_OK, NULL);
  owner = pthread_self();
  pthread_t threads[SENDERS];
  for (int i = 0; i < SENDERS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, sends, (void *)(intptr_t)i), 0);
  size_t all = 0, ran;
  for (double end = emscripten_get_now() + 3 * BOUND; all < (SENDERS + 1) * POSTS && emscripten_get_now() < end; all += ran) {
    CHECK_STATUS(deputy_context_serve(all % 3 ? 5 : 0, &ran), DEPUTY_OK, NULL);
  }
  CHECK_EQ(all, (SENDERS + 1) * POSTS);
  for (int i = 0; i < SENDERS; i++) pthread_join(threads[i], NULL);
  for (int i = 0; i <= SENDERS; i++) CHECK_EQ(next[i], POSTS);
  CHECK_EQ(counted.ran, (SENDERS + 1) * POSTS);
  CHECK_EQ(counted.dropped, SENDERS * POSTS);
  CHECK_STATUS(deputy_context_serve(0, &ran), DEPUTY_OK, NULL);
  CHECK_EQ(ran, 0);
  return check_result();
}
