// A context closes: with functions queued, from a function that it runs, by the end of its thread. What was queued is dropped, once,
// and does not run; a closed context refuses what comes later and takes nothing from the next one.
// FEATURE: F68
#include "tasks.h"

static counts before, queued;

static void post(deputy_context context, deputy_fn function, counts *counted) {
  CHECK_STATUS(deputy_context_post(context, function, counted, count_dropped), DEPUTY_OK, NULL);
}
static void refuses(deputy_context context) {
  counts counted = {0, 0};
  CHECK_STATUS(deputy_context_post(context, count_ran, &counted, count_dropped), DEPUTY_STALE, NULL);
  CHECK_EQ(counted.ran, 0);
  CHECK_EQ(counted.dropped, 1);
}

static void closes(void *memory) {
  count_ran(memory);
  CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL);
  CHECK_EQ(deputy_context_current(), 0);
}

static atomic_bool ended;
static void *closes_inside(void *memory) {
  deputy_context id = 0;
  size_t ran = 99;
  CHECK_STATUS(deputy_context_open(&id), DEPUTY_OK, NULL);
  post(id, count_ran, &before), post(id, closes, &before), post(id, count_ran, &queued), post(id, count_ran, &queued);
  CHECK_STATUS(deputy_context_serve(UINT32_MAX, &ran), DEPUTY_OK, NULL);
  CHECK_EQ(ran, 2);
  CHECK_STATUS(deputy_context_serve(0, NULL), DEPUTY_STALE, NULL);
  refuses(id);
  atomic_store(&ended, true);
  return memory;
}

static deputy_context reopened;
static void closes_and_opens(void *memory) {
  count_ran(memory);
  CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_open(&reopened), DEPUTY_OK, NULL);
}

static _Atomic deputy_context left;
static atomic_bool go;
static void *ends_without_closing(void *unused) {
  deputy_context id = 0;
  CHECK_STATUS(deputy_context_open(&id), DEPUTY_OK, NULL);
  atomic_store(&left, id);
  while (!go) sched_yield();
  return unused;
}
static void *leaves_by_pthread_exit(void *unused) {
  ends_without_closing(unused);
  pthread_exit(NULL);
}

int main(void) {
  deputy_context id = 0, next = 0;
  /* Queued, never served. */
  CHECK_STATUS(deputy_context_open(&id), DEPUTY_OK, NULL);
  for (int i = 0; i < 10; i++) post(id, count_ran, &before);
  CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL);
  CHECK_EQ(before.ran, 0);
  CHECK_EQ(before.dropped, 10);
  refuses(id);
  CHECK_STATUS(deputy_context_close(), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_context_open(&next), DEPUTY_OK, NULL);
  CHECK(next != id);
  refuses(id);
  size_t ran = 99;
  CHECK_STATUS(deputy_context_serve(0, &ran), DEPUTY_OK, NULL);
  CHECK_EQ(ran, 0);

  /* A served function closes it and opens another: the rest is dropped, the new one works. */
  counts first = {0, 0}, rest = {0, 0}, second = {0, 0};
  post(next, closes_and_opens, &first), post(next, count_ran, &rest);
  CHECK_STATUS(deputy_context_serve(0, &ran), DEPUTY_OK, NULL);
  CHECK_EQ(ran, 1);
  CHECK_EQ(first.dropped, 1);
  CHECK_EQ(rest.ran, 0);
  CHECK_EQ(rest.dropped, 1);
  refuses(next);
  post(reopened, count_ran, &second);
  CHECK_STATUS(deputy_context_serve(0, &ran), DEPUTY_OK, NULL);
  CHECK_EQ(ran, 1);
  CHECK_EQ(second.dropped, 1);
  CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL);

  /* Threads that end without closing, in two ways. */
  void *(*const ends[])(void *) = {ends_without_closing, leaves_by_pthread_exit};
  for (int i = 0; i < 2; i++) {
    counts late = {0, 0};
    atomic_store(&left, 0), atomic_store(&go, false);
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, NULL, ends[i], NULL), 0);
    UNTIL(left != 0);
    id = left;
    for (int j = 0; j < 5; j++) post(id, count_ran, &late);
    atomic_store(&go, true);
    pthread_join(thread, NULL);
    CHECK_EQ(late.ran, 0);
    CHECK_EQ(late.dropped, 5);
    refuses(id);
  }

  /* A served function closes it while the thread serves without limit. */
  memset(&before, 0, sizeof before);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, closes_inside, NULL), 0);
  UNTIL(ended);
  CHECK_EQ(before.ran, 2);
  CHECK_EQ(before.dropped, 2);
  CHECK_EQ(queued.ran, 0);
  CHECK_EQ(queued.dropped, 2);
  if (check_result()) exit(1); /* it may hang */
  pthread_join(thread, NULL);
  return check_result();
}
