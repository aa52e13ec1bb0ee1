// What the page chooses in Module.deputy is what the program reads, threads have stacks and Workers names after it; what the program sets later counts, and stays if a wrong choice is refused.
// FEATURE: F05
#include <emscripten/stack.h>
#include <threads.h>

#include "tasks.h"

static deputy_options get(void) {
  deputy_options options = {.struct_size = sizeof options};
  CHECK_STATUS(deputy_options_get(&options), DEPUTY_OK, NULL);
  return options;
}

static size_t stack_here(void) { return (size_t)(emscripten_stack_get_base() - emscripten_stack_get_end()); }
static void *plain(void *size) { return *(size_t *)size = stack_here(), NULL; }
static int c11(void *size) { return *(size_t *)size = stack_here(), 0; }
static deputy_status spawned(void *size, deputy_value *out) {
  (void)out;
  return *(size_t *)size = stack_here(), DEPUTY_OK;
}

/* Every way to start a thread without a size: it has this stack. One with a size has its own. */
static void stacks(size_t expected) {
  size_t size = 0;
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, plain, &size), 0);
  pthread_join(thread, NULL);
  CHECK_EQ(size, expected);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  CHECK_EQ(pthread_create(&thread, &attributes, plain, &size), 0);
  pthread_join(thread, NULL);
  CHECK_EQ(size, expected);
  pthread_attr_setstacksize(&attributes, 200000);
  CHECK_EQ(pthread_create(&thread, &attributes, plain, &size), 0);
  pthread_join(thread, NULL);
  CHECK_EQ(size, 200000);
  pthread_attr_destroy(&attributes);
  thrd_t other;
  CHECK_EQ(thrd_create(&other, c11, &size), thrd_success);
  thrd_join(other, NULL);
  CHECK_EQ(size, expected);
  deputy_task task = 0;
  CHECK_STATUS(deputy_thread_spawn(spawned, &size, NULL, NULL, &task), DEPUTY_OK, NULL);
  ENDS(task, DEPUTY_OK);
  deputy_task_free(task);
  CHECK_EQ(size, expected);
}

int main(void) {
  deputy_options options = get(), other = options;
  CHECK_EQ(options.linger_us, 20);
  CHECK_EQ(options.budget_us, 2500);
  CHECK_EQ(options.spin_us, 0);
  CHECK_EQ(options.log_level, DEPUTY_LOG_TRACE);
  CHECK_EQ(options.unobserved, DEPUTY_UNOBSERVED_REPORT);
  CHECK_EQ(options.stack_size, 300000);
  stacks(300000);
  /* Every member there and back. */
  other.linger_us = 0, other.budget_us = 1, other.spin_us = 1000000, other.log_level = DEPUTY_LOG_OFF, other.stack_size = 3 << 20;
  CHECK_STATUS(deputy_options_set(&other), DEPUTY_OK, NULL);
  CHECK_EQ(ASK("give", DEPUTY_ARGS(deputy_i32(5))), 5);
  options = get();
  CHECK(memcmp(&options, &other, sizeof options) == 0);
  stacks(3 << 20);
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
  REFUSED(stack_size, 0);
  REFUSED(stack_size, 65535);
  REFUSED(stack_size, (1u << 30) + 1);
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
