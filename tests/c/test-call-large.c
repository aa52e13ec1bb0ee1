// A string of a megabyte goes in and comes back, alone, together with others, and as an error's message; nothing of it
// stays behind in the host, also not when nobody wants the result.
// FEATURE: F10
// FLAGS: -sINITIAL_MEMORY=64MB
#include "check.h"

enum { MEGABYTE = 1 << 20 };

int main(void) {
  char *text = malloc(MEGABYTE + 1);
  for (int at = 0; at < MEGABYTE; at++) text[at] = (char)('a' + at % 23);
  text[MEGABYTE] = 0;
  const deputy_value large = deputy_str(text, MEGABYTE);

  for (int turn = 0; turn < 3; turn++) {
    deputy_value out = deputy_null();
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("back"), &out, DEPUTY_ARGS(large)), DEPUTY_OK, &out);
    CHECK_STR(out, text, MEGABYTE);
    deputy_value_free(&out);

    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("lengths"), &out, DEPUTY_ARGS(large, deputy_cstr("x"), large)),
                 DEPUTY_OK, &out);
    CHECK_TEXT(out, "1048576 1 1048576");
    deputy_value_free(&out);

    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("fail"), &out, DEPUTY_ARGS(large)), DEPUTY_JS_EXCEPTION, &out);
    CHECK_CSTR(deputy_error_name(&out), "RangeError");
    CHECK(strcmp(deputy_error_message(&out), text) == 0);
    deputy_value_free(&out);

    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("back"), NULL, DEPUTY_ARGS(large)), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("fail"), NULL, DEPUTY_ARGS(large)), DEPUTY_JS_EXCEPTION, NULL);
  }

  /* Three bytes a character: larger in UTF-8 than in UTF-16. */
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("euros"), &out, DEPUTY_ARGS(deputy_i32(400000))), DEPUTY_OK, &out);
  CHECK_EQ(out.tag, DEPUTY_VALUE_STRING);
  CHECK_EQ(out.len, 1200000);
  CHECK(memcmp(out.data.string + 1199997, "\xe2\x82\xac", 4) == 0);
  deputy_value_free(&out);
  free(text);
  return check_result();
}
