// Threads of the background that end in what they run (pthread_exit) are replaced: more of them than the background has threads.
// FEATURE: F68 F36
#include "tasks.h"

static counts counted;

static deputy_status ends_thread(void *memory, deputy_value *out) {
  (void)out;
  count_ran(memory);
  pthread_exit(NULL);
}
static deputy_status comes_back(void *memory, deputy_value *out) {
  count_ran(memory);
  *out = deputy_i32(3);
  return DEPUTY_OK;
}

int main(void) {
  enum { ENDS_ = 68 };
  for (int i = 0; i < ENDS_; i++) {
    deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = BOUND};
    CHECK_STATUS(deputy_context_send(DEPUTY_BACKGROUND, ends_thread, &counted, count_dropped, NULL, &options), DEPUTY_CLOSED, NULL);
    if (counted.ran != i + 1) break;
  }
  CHECK_EQ(counted.ran, ENDS_);
  deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = BOUND};
  CHECK_STATUS(deputy_context_send(DEPUTY_BACKGROUND, comes_back, &counted, count_dropped, NULL, &options), DEPUTY_OK, NULL);
  CHECK_EQ(counted.ran, ENDS_ + 1);
  CHECK_EQ(counted.dropped, ENDS_ + 1);
  return check_result();
}
