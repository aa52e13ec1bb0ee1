// Eight threads with 500 asynchronous calls each, which are waited for, cancelled, timed out, continued and freed early at
// random: every task ends once, and nothing is left over: no handle, no call and no outcome in the host, no user data.
// FEATURE: F11 F13 F34
// TIMEOUT: 60
#include "tasks.h"

enum { THREADS = 8, CALLS = 500, OUT = 32 };

static counts counted;
static atomic_int continued, answered, failed, cancelled, timed_out;

typedef struct {
  uint32_t random;
} dice;
static uint32_t roll(dice *d, uint32_t sides) {
  d->random ^= d->random << 13, d->random ^= d->random >> 17, d->random ^= d->random << 5;
  return d->random % sides;
}

static deputy_task starts(dice *d, int32_t number) {
  uint32_t timeout = roll(d, 4) == 0 ? 1 + roll(d, 10) : 0;
  uint32_t flags = roll(d, 2) ? DEPUTY_CALL_SIGNAL : 0;
  switch (roll(d, 5)) {
    case 0: return START_WITH("number", timeout, flags, DEPUTY_ARGS(deputy_i32(number)));
    case 1: return START_WITH("after", timeout, 0, DEPUTY_ARGS(deputy_i32((int32_t)roll(d, 10)), deputy_i32(number)));
    case 2: return START_WITH("large", timeout, 0, DEPUTY_ARGS(deputy_i32(1000)));
    case 3: return START_WITH("largeSoon", timeout, 0, DEPUTY_ARGS(deputy_i32(1000)));
    default: return START_WITH("rejects", timeout, 0, DEPUTY_ARGS(deputy_cstr("on purpose")));
  }
}

static void ends(deputy_task task, deputy_status status, const deputy_value *out, bool may_be_pending) {
  switch (status) {
    case DEPUTY_OK: atomic_fetch_add(&answered, 1); return;
    case DEPUTY_JS_EXCEPTION:
      atomic_fetch_add(&failed, 1);
      CHECK_CSTR(deputy_error_message(out), "on purpose");
      return;
    case DEPUTY_CANCELLED: atomic_fetch_add(&cancelled, 1); return;
    case DEPUTY_TIMED_OUT:
      CHECK(may_be_pending || deputy_task_is_settled(task));
      atomic_fetch_add(&timed_out, 1);
      return;
    default: CHECK_STATUS(status, DEPUTY_OK, out);
  }
}

static void finishes(dice *d, deputy_task task) {
  deputy_value out = deputy_null();
  switch (roll(d, 6)) {
    case 0: break; /* freed early */
    case 1: CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL); break;
    case 2: ends(task, deputy_task_wait(task, roll(d, 3), &out), &out, true); break;
    case 3:
      atomic_fetch_add(&continued, 1);
      CHECK_STATUS(deputy_task_then(task, DEPUTY_BACKGROUND, count_task, &counted, count_dropped), DEPUTY_OK, NULL);
      break;
    case 4:
      CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL);
      ends(task, deputy_task_wait(task, BOUND, &out), &out, false);
      break;
    default: ends(task, deputy_task_wait(task, BOUND, &out), &out, false);
  }
  deputy_value_free(&out);
  deputy_task_free(task);
}

static void *caller(void *number) {
  dice d = {.random = 2463534242u + 977u * (uint32_t)(intptr_t)number};
  deputy_task out[OUT] = {0};
  for (int i = 0; i < CALLS; i++) {
    uint32_t slot = roll(&d, OUT);
    if (out[slot]) finishes(&d, out[slot]);
    out[slot] = starts(&d, i);
  }
  for (int i = 0; i < OUT; i++) {
    if (out[i]) finishes(&d, out[i]);
  }
  return NULL;
}

int main(void) {
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, caller, (void *)(intptr_t)i), 0);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  CHECK_EQ(deputy_task_live(), 0);
  nothing_left();
  UNTIL(atomic_load(&counted.dropped) == atomic_load(&continued));
  CHECK_EQ(atomic_load(&counted.ran), atomic_load(&continued));
  printf("%d answered, %d failed, %d cancelled, %d timed out, %d continued\n", answered, failed, cancelled, timed_out, continued);
  CHECK(answered > 100);
  CHECK(failed > 100);
  CHECK(cancelled > 10);
  CHECK(timed_out > 10);
  return check_result();
}
