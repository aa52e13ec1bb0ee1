// A posted function that throws, rejects, does not exist or gets what cannot cross is counted and reported once each, with
// its name; the posts after it run, and an onError that throws itself disturbs nothing.
// FEATURE: F12 F19
#include "check.h"

static void post(deputy_js_fn *function, deputy_value argument) {
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, function, &argument, 1), DEPUTY_OK, NULL);
}

int main(void) {
  for (int i = 0; i < 3; i++) {
    post(DEPUTY_FN("throws"), deputy_i32(i));
    post(DEPUTY_FN("works"), deputy_i32(i));
    post(DEPUTY_FN("rejects"), deputy_i32(i));
    post(DEPUTY_FN("works"), deputy_i32(i));
    post(DEPUTY_FN("no.such.function"), deputy_i32(i));
    post(DEPUTY_FN("works"), deputy_i32(i));
    deputy_value bad = deputy_i32(i);
    bad.tag = 99;
    post(DEPUTY_FN("works"), bad);
    post(DEPUTY_FN("returnsAnything"), deputy_i32(i)); // results of posts are nobody's
  }
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("allReported"), &out, DEPUTY_ARGS(deputy_i32(12))), DEPUTY_OK, &out);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("worked"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 9);
  return check_result();
}
