// What the page chooses in Module.deputy is what the program reads; what the program sets later counts, and stays if a wrong choice is refused.
// FEATURE: F05
#include "tasks.h"

static deputy_options get(void) {
  deputy_options options = {.struct_size = sizeof options};
  CHECK_STATUS(deputy_options_get(&options), DEPUTY_OK, NULL);
  return options;
}

int main(void) {
  deputy_options options = get(), other = options;
  CHECK_EQ(options.linger_us, 20);
  CHECK_EQ(options.budget_us, 2500);
  CHECK_EQ(options.spin_us, 0);
  CHECK_EQ(options.log_level, DEPUTY_LOG_TRACE);
  CHECK_EQ(options.unobserved, DEPUTY_UNOBSERVED_REPORT);
  /* Every member there and back. */
  other.linger_us = 0, other.budget_us = 1, other.spin_us = 1000000, other.log_level = DEPUTY_LOG_OFF;
  CHECK_STATUS(deputy_options_set(&other), DEPUTY_OK, NULL);
  CHECK_EQ(ASK("give", DEPUTY_ARGS(deputy_i32(5))), 5);
  options = get();
  CHECK(memcmp(&options, &other, sizeof options) == 0);
  /* Refused: nothing changes. */
  other.linger_us = 7;
#define REFUSED(member, value)                                                        \
  do {                                                                                \
    deputy_options wrong = other;                                                     \
    wrong.member = (value);                                                           \
    CHECK_STATUS(deputy_options_set(&wrong), DEPUTY_INVALID_ARGUMENT, NULL);          \
    deputy_options now = get();                                                       \
    CHECK(memcmp(&options, &now, sizeof now) == 0);                                   \
  } while (0)
  REFUSED(struct_size, 0);
  REFUSED(struct_size, sizeof other + 4);
  REFUSED(budget_us, 0);
  REFUSED(log_level, 6);
  REFUSED(log_level, UINT32_MAX);
  REFUSED(unobserved, 2);
  CHECK_STATUS(deputy_options_set(NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_options_get(NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  options.struct_size--;
  deputy_options untouched = options;
  CHECK_STATUS(deputy_options_get(&options), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK(memcmp(&options, &untouched, sizeof options) == 0);
  /* Calls work under every extreme. */
  const uint32_t extremes[] = {0, 1, UINT32_MAX};
  for (int i = 0; i < 3; i++) {
    other.linger_us = extremes[i] == UINT32_MAX ? 100 : extremes[i];
    other.budget_us = extremes[i] ? extremes[i] : 1;
    other.spin_us = extremes[i];
    CHECK_STATUS(deputy_options_set(&other), DEPUTY_OK, NULL);
    for (int call = 0; call < 50; call++) CHECK_EQ(ASK("give", DEPUTY_ARGS(deputy_i32(call))), call);
    CHECK_EQ(ASK("soon", DEPUTY_ARGS(deputy_i32(i))), i);
  }
  return check_result();
}
