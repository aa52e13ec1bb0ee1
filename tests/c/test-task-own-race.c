// Four threads settle one task at the same moment, a thousand times: exactly one of them is told that it did, and everybody who
// waits sees what that one brought.
// FEATURE: F34
// TIMEOUT: 60
#include "tasks.h"

enum { SETTLERS = 4, ROUNDS = 1000 };

static deputy_task tasks[ROUNDS];
static atomic_int winner[ROUNDS], winners[ROUNDS];
static pthread_barrier_t together;

static void *settles(void *memory) {
  int me = (int)(intptr_t)memory;
  for (int i = 0; i < ROUNDS; i++) {
    pthread_barrier_wait(&together);
    deputy_value value = deputy_i32(me);
    deputy_status status = me % 2 ? deputy_task_reject(tasks[i], -me) : deputy_task_resolve(tasks[i], &value);
    if (status == DEPUTY_OK) {
      atomic_fetch_add(&winners[i], 1);
      atomic_store(&winner[i], me);
    } else {
      CHECK_STATUS(status, DEPUTY_CANCELLED, NULL);
    }
  }
  return NULL;
}

int main(void) {
  pthread_t threads[SETTLERS];
  pthread_barrier_init(&together, NULL, SETTLERS);
  for (int i = 0; i < ROUNDS; i++) tasks[i] = own_task();
  for (int i = 0; i < SETTLERS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, settles, (void *)(intptr_t)(i + 1)), 0);
  static deputy_status seen[ROUNDS];
  static deputy_value values[ROUNDS];
  for (int i = 0; i < ROUNDS; i++) seen[i] = deputy_task_wait(tasks[i], BOUND, &values[i]);
  for (int i = 0; i < SETTLERS; i++) pthread_join(threads[i], NULL);
  for (int i = 0; i < ROUNDS; i++) {
    CHECK_EQ(winners[i], 1);
    CHECK_EQ(seen[i], winner[i] % 2 ? -winner[i] : DEPUTY_OK);
    if (seen[i] == DEPUTY_OK) CHECK_EQ(values[i].data.i32, winner[i]);
    deputy_task_free(tasks[i]);
  }
  CHECK_EQ(deputy_task_live(), 0);
  return check_result();
}
