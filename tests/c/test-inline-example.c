// The example of docs/inline.md.
// FEATURE: F14
// ENV: chromium firefox
#include "check.h"

DEPUTY_JS(set_progress, (fraction, label), {
  const bar = document.querySelector("progress");
  bar.value = fraction;
  bar.title = label;
});

DEPUTY_JS_ASYNC(load, (url), {
  const response = await fetch(url);
  return await response.text();
});

int main(void) {
  deputy_js_post(DEPUTY_UI, set_progress, DEPUTY_ARGS(deputy_f64(0.5), deputy_cstr("half")));
  deputy_value text = deputy_null();
  deputy_status status = deputy_js_call(DEPUTY_UI, load, &text, DEPUTY_ARGS(deputy_cstr("data:,loaded")));
  CHECK_STATUS(status, DEPUTY_OK, &text);
  CHECK_TEXT(text, "loaded");
  deputy_value_free(&text);
  return check_result();
}
