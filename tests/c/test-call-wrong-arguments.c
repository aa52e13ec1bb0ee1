// Misuse of the functions themselves is a status at once and reaches no JavaScript; `out` may be NULL.
// FEATURE: F10 F12 F13
#include "check.h"

static void invalid(deputy_context context, deputy_js_fn *function, const deputy_value *args, size_t argc,
                    deputy_status expected) {
  deputy_value out = deputy_i32(3);
  CHECK_STATUS(deputy_js_call(context, function, &out, args, argc), expected, &out);
  CHECK_EQ(out.tag, DEPUTY_VALUE_I32);
  CHECK_EQ(out.data.i32, 3);
  CHECK_STATUS(deputy_js_post(context, function, args, argc), expected, NULL);
}

static void bad_name(const char *name, uint32_t length) {
  deputy_js_fn function = {name, length, NULL};
  invalid(DEPUTY_UI, &function, NULL, 0, DEPUTY_INVALID_ARGUMENT);
}

int main(void) {
  const deputy_value one = deputy_i32(1);
  invalid(DEPUTY_UI, NULL, NULL, 0, DEPUTY_INVALID_ARGUMENT);
  invalid(DEPUTY_UI, DEPUTY_FN("f"), NULL, 1, DEPUTY_INVALID_ARGUMENT);
  bad_name(NULL, 0);
  bad_name(NULL, 3);
  bad_name("f", 0);
  bad_name("\xff\xff", 2);
  bad_name("a\xe2\x82", 3);
  char *long_name = malloc(1025);
  memset(long_name, 'f', 1025);
  bad_name(long_name, 1025);

  static const deputy_context contexts[] = {5, 7, 8, 0x80000001, UINT32_MAX};
  for (size_t i = 0; i < sizeof contexts / sizeof *contexts; i++) {
    invalid(contexts[i], DEPUTY_FN("f"), &one, 1, DEPUTY_STALE);
  }
  invalid(DEPUTY_BACKGROUND, DEPUTY_FN("f"), &one, 1, DEPUTY_UNSUPPORTED);

  static const size_t sizes[] = {0, 1, sizeof(deputy_call_options) - 1, sizeof(deputy_call_options) + 1, SIZE_MAX};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    deputy_call_options options = {.struct_size = sizes[i], .timeout_ms = 1000};
    CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("f"), NULL, NULL, 0, &options), DEPUTY_INVALID_ARGUMENT, NULL);
  }
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("f"), DEPUTY_ARGS(deputy_str(NULL, 1))), DEPUTY_INVALID_ARGUMENT, NULL);

  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("calls"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 0);

  /* What may be left out. */
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("f"), NULL, DEPUTY_ARGS(one)), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("f"), NULL, NULL, 0, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("fails"), NULL, NULL, 0), DEPUTY_JS_EXCEPTION, NULL);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("text"), NULL, NULL, 0), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("f"), NULL, &one, 0), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("calls"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 3);

  /* The longest name is not too long. */
  deputy_js_fn longest = {long_name, 1024, NULL};
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, &longest, &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_TEXT(out, "longest");
  deputy_value_free(&out);
  free(long_name);

  /* Texts for every number. */
  CHECK_CSTR(deputy_status_name(DEPUTY_OK), "DEPUTY_OK");
  CHECK_CSTR(deputy_status_name(DEPUTY_TIMED_OUT), "DEPUTY_TIMED_OUT");
  for (int status = -20; status <= 3; status++) {
    CHECK(strncmp(deputy_status_name(status), "DEPUTY_", 7) == 0);
    CHECK(*deputy_status_message(status) != 0);
  }
  CHECK_CSTR(deputy_status_name(1), "DEPUTY_UNKNOWN");
  CHECK_CSTR(deputy_status_name(INT32_MIN), "DEPUTY_UNKNOWN");
  return check_result();
}
