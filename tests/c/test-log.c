// The log: lines reach the page in order with the calls and posts of their thread, with level and the thread's name; levels that are
// not wanted are left out, as the page and the program choose; onLog that throws harms nobody.
// FEATURE: F78 F05
#include "tasks.h"

__attribute__((constructor)) static void early(void) { deputy_log(DEPUTY_LOG_INFO, "static constructor"); }

static deputy_status on_ui(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  deputy_log(DEPUTY_LOG_WARN, "sent to the UI");
  return DEPUTY_OK;
}
static deputy_status on_background(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  deputy_log(DEPUTY_LOG_WARN, "sent to the background");
  return DEPUTY_OK;
}
static void *on_thread(void *unused) {
  deputy_log(DEPUTY_LOG_WARN, "on a thread");
  CHECK_EQ(ASK("lines", DEPUTY_NO_ARGS), 0);
  return unused;
}

int main(void) {
  deputy_log(DEPUTY_LOG_ERROR, "one");
  deputy_js_post(DEPUTY_UI, DEPUTY_FN("note"), DEPUTY_ARGS(deputy_cstr("post")));
  deputy_log(DEPUTY_LOG_WARN, "two");
  CHECK_EQ(ASK("note", DEPUTY_ARGS(deputy_cstr("call"))), 1);
  deputy_log(DEPUTY_LOG_DEBUG, "three");
  deputy_log(DEPUTY_LOG_TRACE, "not wanted");
  deputy_log(DEPUTY_LOG_OFF, "no level");
  deputy_log(6, "no level");
  deputy_log(-1, "no level");
  deputy_log(DEPUTY_LOG_INFO, NULL);
  deputy_log(DEPUTY_LOG_INFO, "");
  deputy_log(DEPUTY_LOG_INFO, "\xc3\xa4 and \xff, which is no UTF-8");
  deputy_log(DEPUTY_LOG_INFO, "throw");
  static char large[100001];
  memset(large, 'l', sizeof large - 1);
  deputy_log(DEPUTY_LOG_INFO, large);
  CHECK_EQ(ASK("checkFirst", DEPUTY_NO_ARGS), 1);

  CHECK_STATUS(deputy_context_send(DEPUTY_UI, on_ui, NULL, NULL, NULL, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_send(DEPUTY_BACKGROUND, on_background, NULL, NULL, NULL, NULL), DEPUTY_OK, NULL);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, on_thread, NULL), 0);
  pthread_join(thread, NULL);
  CHECK_EQ(ASK("checkNames", DEPUTY_NO_ARGS), 1);

  /* The program chooses. */
  deputy_options options = {.struct_size = sizeof options};
  CHECK_STATUS(deputy_options_get(&options), DEPUTY_OK, NULL);
  CHECK_EQ(options.log_level, DEPUTY_LOG_DEBUG);
  options.log_level = DEPUTY_LOG_ERROR;
  CHECK_STATUS(deputy_options_set(&options), DEPUTY_OK, NULL);
  for (int level = 1; level <= 5; level++) deputy_log(level, "chosen");
  options.log_level = DEPUTY_LOG_TRACE;
  CHECK_STATUS(deputy_options_set(&options), DEPUTY_OK, NULL);
  for (int level = 1; level <= 5; level++) deputy_log(level, "chosen");
  options.log_level = DEPUTY_LOG_OFF;
  CHECK_STATUS(deputy_options_set(&options), DEPUTY_OK, NULL);
  for (int level = 1; level <= 5; level++) deputy_log(level, "chosen");
  CHECK_EQ(ASK("checkLevels", DEPUTY_NO_ARGS), 1);
  /* Many: none is lost, none overtakes. */
  options.log_level = DEPUTY_LOG_INFO;
  CHECK_STATUS(deputy_options_set(&options), DEPUTY_OK, NULL);
  for (int i = 0; i < 3000; i++) {
    char text[32];
    snprintf(text, sizeof text, "line %d", i);
    deputy_log(DEPUTY_LOG_INFO, text);
  }
  CHECK_EQ(ASK("checkMany", DEPUTY_NO_ARGS), 1);
  deputy_log(DEPUTY_LOG_INFO, "the last");
  return check_result();
}
