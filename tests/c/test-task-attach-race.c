// A child is attached at the moment its parent is cancelled: whoever comes first, the child ends cancelled.
// FEATURE: F35 F34
// TIMEOUT: 60
#include "tasks.h"

enum { ROUNDS = 3000 };

static deputy_task parents[ROUNDS], children[ROUNDS];
static atomic_int turn[2];

/* Both threads go through the rounds side by side, without a lock that would line them up. */
static void beside(int me, int round) {
  atomic_store(&turn[me], round);
  while (atomic_load(&turn[!me]) < round) {
  }
  for (volatile int spin = (round * 31 + me * 17) % 200; spin > 0; spin = spin - 1) {
  }
}

static void *cancels(void *unused) {
  for (int i = 1; i < ROUNDS; i++) {
    beside(0, i);
    CHECK_STATUS(deputy_task_cancel(parents[i]), DEPUTY_OK, NULL);
  }
  return unused;
}

int main(void) {
  for (int i = 0; i < ROUNDS; i++) parents[i] = own_task(), children[i] = own_task();
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, cancels, NULL), 0);
  for (int i = 1; i < ROUNDS; i++) {
    beside(1, i);
    CHECK_STATUS(deputy_task_attach(parents[i], children[i]), DEPUTY_OK, NULL);
  }
  pthread_join(thread, NULL);
  int lost = 0;
  for (int i = 1; i < ROUNDS; i++) lost += deputy_task_wait(children[i], 0, NULL) != DEPUTY_CANCELLED;
  CHECK_EQ(lost, 0);
  for (int i = 0; i < ROUNDS; i++) deputy_task_free(parents[i]), deputy_task_free(children[i]);
  CHECK_EQ(deputy_task_live(), 0);
  return check_result();
}
