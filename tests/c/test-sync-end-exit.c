// exit() while the page waits in a synchronous call, by the function itself or another thread: the call ends at once, the handlers
// run, and the exit code is kept.
// FEATURE: F53 F26
// FLAGS: -sPTHREAD_POOL_SIZE=3
// EXIT: 7
// OUTPUT: a handler
#include "exports.h"

static void handler(void) { printf("a handler\n"); }
static void *exits(void *unused) {
  (void)unused;
  usleep(20000);
  exit(7);
}
static deputy_status leaves(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)out, (void)userdata;
  atexit(handler);
  if (args[0].data.boolean) exit(7);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, exits, NULL), 0);
  pthread_join(thread, NULL);
  return DEPUTY_INTERNAL;
}
DEPUTY_EXPORT(leaves, "leaves(here: bool): void");

int main(void) { return live_on(); }
