// A panic of Rust code, here on a thread of the program's: the program ends as with abort(), and `exited` tells thread, place and reason.
// FEATURE: F39 F06
// REJECTS: aborted: thread \d+ panicked at .*core\.rs:\d+: out of luck
#include "check.h"

extern void deputy_core_panic(const char *reason);

static void *panics(void *unused) {
  deputy_core_panic("out of luck");
  return unused;
}

int main(void) {
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, panics, NULL), 0);
  pthread_join(thread, NULL);
  CHECK(!"it went on");
  return check_result();
}
