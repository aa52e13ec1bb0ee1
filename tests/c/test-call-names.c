// A dotted name runs with `this` being what comes before the last dot; what the page registered comes before globalThis;
// a function that is replaced, removed or appears later is found as it is at the call.
// FEATURE: F10 F22
#include "check.h"

static void says(deputy_js_fn *function, const char *text) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, function, &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_STR(out, text, strlen(text));
  deputy_value_free(&out);
}

static void step(const char *what) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("step"), &out, DEPUTY_ARGS(deputy_cstr(what))), DEPUTY_OK, &out);
}

int main(void) {
  says(DEPUTY_FN("a.b.c"), "this is a.b");
  says(DEPUTY_FN("a.c"), "this is a");
  says(DEPUTY_FN("instance.method"), "private kept");
  says(DEPUTY_FN("fromGetter"), "got");
  says(DEPUTY_FN("both"), "import");
  says(DEPUTY_FN("globalOnly"), "global");
  says(DEPUTY_FN("inherited"), "from the prototype");
  says(DEPUTY_FN("globalObject.f"), "this is globalObject");
  says(DEPUTY_FN("decodeURIComponent"), "undefined"); // the language's own
  deputy_value number = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("Math.max"), &number, DEPUTY_ARGS(deputy_i32(2), deputy_i32(9), deputy_i32(4))),
               DEPUTY_OK, &number);
  CHECK_EQ(number.data.i32, 9);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("performance.now"), &number, DEPUTY_NO_ARGS), DEPUTY_OK, &number); // needs its `this`

  /* One deputy_js_fn through all changes. */
  deputy_js_fn *changing = DEPUTY_FN("changing"), *deep = DEPUTY_FN("a.b.d.e");
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, changing, NULL, DEPUTY_NO_ARGS), DEPUTY_NOT_FOUND, NULL);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, deep, NULL, DEPUTY_NO_ARGS), DEPUTY_NOT_FOUND, NULL);
  step("appear on globalThis");
  says(changing, "global");
  step("appear in imports");
  says(changing, "import");
  says(deep, "deep");
  step("replace");
  says(changing, "replaced");
  says(deep, "replaced deep");
  step("remove from imports");
  says(changing, "global");
  step("remove from globalThis");
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, changing, NULL, DEPUTY_NO_ARGS), DEPUTY_NOT_FOUND, NULL);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, deep, NULL, DEPUTY_NO_ARGS), DEPUTY_NOT_FOUND, NULL);

  /* Two deputy_js_fn with the same name are the same function; many names do not disturb each other. */
  for (int i = 0; i < 300; i++) {
    char *name = malloc(20);
    deputy_js_fn *function = calloc(1, sizeof *function);
    function->name = name;
    function->len = (uint32_t)snprintf(name, 20, "table.f%d", i % 150);
    deputy_value out = deputy_null();
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, function, &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
    CHECK_EQ(out.data.i32, i % 150);
  }
  return check_result();
}
