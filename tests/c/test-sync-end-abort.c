// abort() on another thread while the page waits in a synchronous call: it ends at once, with a reason.
// FEATURE: F53 F26 F70
// FLAGS: -sPTHREAD_POOL_SIZE=3
// REJECTS: abort
#include "exports.h"

static void *aborts(void *unused) {
  (void)unused;
  usleep(20000);
  abort();
}
static deputy_status leaves(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, aborts, NULL), 0);
  pthread_join(thread, NULL);
  return DEPUTY_INTERNAL;
}
DEPUTY_EXPORT(leaves, "leaves(): void");

int main(void) { return live_on(); }
