// What JavaScript throws reaches the caller with name, message and stack, whatever it is, and the next call works.
// FEATURE: F10
#include "check.h"

static void throws(const char *what, const char *name, const char *message) {
  deputy_value error = deputy_i32(1);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("fail"), &error, DEPUTY_ARGS(deputy_cstr(what))), DEPUTY_JS_EXCEPTION, NULL);
  CHECK_EQ(error.tag, DEPUTY_VALUE_ERROR);
  CHECK_CSTR(deputy_error_name(&error), name);
  CHECK_CSTR(deputy_error_message(&error), message);
  deputy_value_free(&error);
  CHECK_EQ(error.tag, DEPUTY_VALUE_NULL);

  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("one"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 1);
}

int main(void) {
  throws("Error", "Error", "plain");
  throws("TypeError", "TypeError", "a type");
  throws("subclass", "SubError", "of a subclass");
  throws("renamed", "Renamed", "by its name property");
  throws("no message", "Error", "");
  throws("utf8", "Error", "gr\xc3\xbc\xc3\x9f \xe2\x82\xac");
  throws("string", "string", "just a text");
  throws("number", "number", "42");
  throws("null", "object", "null");
  throws("undefined", "undefined", "undefined");
  throws("symbol", "symbol", "Symbol(sym)");
  throws("like an error", "Like", "not an instance");
  throws("the language's own", "TypeError", "");

  /* Objects that resist being looked at: any words will do, an outcome must come. */
  static const char *const hostile[] = {"throwing getters", "throwing toString", "no prototype", "revoked proxy", "trapped proxy"};
  for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
    deputy_value error = deputy_null();
    deputy_call_options options = {.struct_size = sizeof options, .timeout_ms = 5000};
    deputy_status status =
        deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("fail"), &error, DEPUTY_ARGS(deputy_cstr(hostile[i])), &options);
    CHECK_STATUS(status, DEPUTY_JS_EXCEPTION, NULL);
    CHECK_EQ(error.tag, DEPUTY_VALUE_ERROR);
    if (status != DEPUTY_JS_EXCEPTION) fprintf(stderr, "that was: %s\n", hostile[i]);
    deputy_value_free(&error);
  }

  deputy_value error = deputy_null();
  deputy_js_call(DEPUTY_UI, DEPUTY_FN("fail"), &error, DEPUTY_ARGS(deputy_cstr("Error")));
  CHECK(strstr(deputy_error_stack(&error), "fail") != NULL); // the function that threw
  deputy_value_free(&error);

  /* A long message and stack do not fit the frame. */
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("fail"), &error, DEPUTY_ARGS(deputy_cstr("long"))), DEPUTY_JS_EXCEPTION, NULL);
  CHECK_EQ(strlen(deputy_error_message(&error)), 10000);
  CHECK_CSTR(deputy_error_name(&error), "Error");
  deputy_value_free(&error);

  /* The accessors of what is no error. */
  deputy_value number = deputy_i32(1);
  CHECK_CSTR(deputy_error_name(&number), "");
  CHECK_CSTR(deputy_error_message(NULL), "");
  CHECK_CSTR(deputy_error_stack(&number), "");
  return check_result();
}
