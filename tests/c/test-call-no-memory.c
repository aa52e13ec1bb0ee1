// Where malloc() reports that it has nothing left, a result without room is DEPUTY_NO_MEMORY and a post without room too;
// nothing stays behind and the next calls work.
// FEATURE: F10 F12
// FLAGS: -sABORTING_MALLOC=0 -sINITIAL_MEMORY=16MB
#include "check.h"

int main(void) {
  for (int turn = 0; turn < 3; turn++) {
    deputy_value out = deputy_i32(3);
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("large"), &out, DEPUTY_NO_ARGS), DEPUTY_NO_MEMORY, &out);
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("largeError"), &out, DEPUTY_NO_ARGS), DEPUTY_NO_MEMORY, &out);
    CHECK_EQ(out.tag, DEPUTY_VALUE_I32);
    CHECK_EQ(out.data.i32, 3);
    /* Unwanted, it needs no room. */
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("large"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("one"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
    CHECK_EQ(out.data.i32, 1);
  }

  enum { TEN_MEGABYTES = 10 << 20 };
  char *text = malloc(TEN_MEGABYTES);
  CHECK(text != NULL);
  if (!text) return check_result();
  memset(text, 'x', TEN_MEGABYTES);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("one"), DEPUTY_ARGS(deputy_str(text, TEN_MEGABYTES))), DEPUTY_NO_MEMORY, NULL);
  free(text);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("one"), DEPUTY_ARGS(deputy_i32(1))), DEPUTY_OK, NULL);
  return check_result();
}
