// What cannot cross is DEPUTY_WRONG_TYPE with a message that names it, on the way in and on the way out, and nothing is
// coerced. The next call works.
// FEATURE: F10 F16
#include "check.h"

static void still_works(void) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("count"), &out, DEPUTY_ARGS(deputy_i32(1))), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 1);
}

static void refused(deputy_value bad, const char *words) {
  deputy_value error = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("count"), &error, DEPUTY_ARGS(deputy_i32(1), bad)), DEPUTY_WRONG_TYPE, &error);
  CHECK(strstr(deputy_error_message(&error), "argument 2") != NULL);
  if (!strstr(deputy_error_message(&error), words)) CHECK_CSTR(deputy_error_message(&error), words);
  deputy_value_free(&error);
  still_works();
}

static void result_refused(const char *what, const char *words) {
  deputy_value error = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("give"), &error, DEPUTY_ARGS(deputy_cstr(what))), DEPUTY_WRONG_TYPE, &error);
  CHECK_CSTR(deputy_error_name(&error), "DeputyError");
  if (!strstr(deputy_error_message(&error), words)) CHECK_CSTR(deputy_error_message(&error), words);
  deputy_value_free(&error);
  still_works();
}

int main(void) {
  static const int unknown[] = {16, 200, 255};
  for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
    deputy_value bad = deputy_i32(0);
    bad.tag = (uint8_t)unknown[i];
    char words[16];
    snprintf(words, sizeof words, "tag %d", unknown[i]);
    refused(bad, words);
  }
  refused(deputy_str(NULL, 5), "5 bytes");
  refused(deputy_str("x", 0xffffffff), "4294967295 bytes");
  refused(deputy_str((const char *)0xfffffff0, 100), "100 bytes");

  result_refused("symbol", "symbol");
  result_refused("inside", "the result.list[1] is a symbol");
  result_refused("promised", "symbol");

  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("ran"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 0); // no refused argument reached a function
  return check_result();
}
