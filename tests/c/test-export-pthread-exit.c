// The deputy ends as a thread while it runs an export: the caller is told, and so are those whose calls were queued for it; functions that were sent
// to it are dropped, later ones find no such context; the rest of the program goes on.
// FEATURE: F25 F36
#include "tasks.h"

static counts dropped;

static deputy_status leaves(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  CHECK_STATUS(deputy_context_post(DEPUTY_MAIN, count_ran, &dropped, count_dropped), DEPUTY_OK, NULL);
  ASK("left", DEPUTY_NO_ARGS);
  pthread_exit(NULL);
}
DEPUTY_EXPORT(leaves, "leave(): void");

static deputy_status answers(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  *out = deputy_i32(7);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(answers, "answer(): i32");

static void *goes_on(void *unused) {
  UNTIL(dropped.dropped == 1);
  CHECK_EQ(dropped.ran, 0);
  UNTIL(deputy_context_post(DEPUTY_MAIN, count_ran, &dropped, count_dropped) != DEPUTY_OK);
  CHECK_STATUS(deputy_context_post(DEPUTY_MAIN, count_ran, &dropped, count_dropped), DEPUTY_STALE, NULL);
  CHECK_EQ(dropped.ran, 0);
  CHECK_EQ(ASK("check", DEPUTY_NO_ARGS), 1);
  exit(check_result());
  return unused;
}

int main(void) {
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, goes_on, NULL), 0);
  deputy_context_serve(BOUND, NULL);
  CHECK(!"the thread has ended");
  return 1;
}
