// How a result comes: as JSON text, and as it is; what has no such form is told. JSON texts, interned strings, and values that are
// looked into; values that cannot cross, with the place at which they lie.
// FEATURE: F16 F20 F23
#include "check.h"

static deputy_value call(const char *name, deputy_value arg, uint32_t flags, deputy_status expected) {
  deputy_js_fn function = {name, (uint32_t)strlen(name), NULL};
  deputy_call_options options = {.struct_size = sizeof options, .flags = flags};
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, &function, &out, &arg, 1, &options), expected, &out);
  return out;
}

static void refused(deputy_value arg, deputy_status expected, const char *words) {
  deputy_value out = call("echo", arg, 0, expected);
  if (!strstr(deputy_error_message(&out), words)) CHECK_CSTR(deputy_error_message(&out), words);
  deputy_value_free(&out);
}

static void result_refused(const char *what, uint32_t flags, deputy_status expected, const char *words) {
  deputy_value out = call("give", deputy_cstr(what), flags, expected);
  if (!strstr(deputy_error_message(&out), words)) CHECK_CSTR(deputy_error_message(&out), words);
  deputy_value_free(&out);
}

int main(void) {
  /* JSON out, and in. */
  deputy_value out = call("give", deputy_cstr("page"), DEPUTY_CALL_JSON, DEPUTY_OK);
  CHECK_EQ(out.tag, DEPUTY_VALUE_JSON);
  CHECK_CSTR(out.data.string, "{\"title\":\"ä\",\"list\":[1,2.5,null],\"at\":\"1970-01-01T00:00:00.000Z\"}");
  deputy_value back = call("titleOf", out, 0, DEPUTY_OK);
  CHECK_TEXT(back, "ä");
  deputy_value_free(&back), deputy_value_free(&out);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("titleOf"), DEPUTY_ARGS(deputy_json_cstr("{\"title\": \"posted\"}"))), DEPUTY_OK, NULL);
  out = call("last", deputy_null(), 0, DEPUTY_OK);
  CHECK_TEXT(out, "posted");
  deputy_value_free(&out);
  out = call("long", deputy_null(), DEPUTY_CALL_JSON, DEPUTY_OK);
  CHECK_EQ(out.len, 10002);
  deputy_value_free(&out);
  deputy_task task = 0;
  deputy_call_options json = {.struct_size = sizeof json, .flags = DEPUTY_CALL_JSON};
  CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("give"), &task, DEPUTY_ARGS(deputy_cstr("page")), &json), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait(task, 10000, &out), DEPUTY_OK, &out);
  CHECK_EQ(out.tag, DEPUTY_VALUE_JSON);
  deputy_value_free(&out), deputy_task_free(task);
  result_refused("undefined", DEPUTY_CALL_JSON, DEPUTY_WRONG_TYPE, "undefined, which has no JSON text");
  result_refused("cycle", DEPUTY_CALL_JSON, DEPUTY_WRONG_TYPE, "no JSON text");
  result_refused("bigint", DEPUTY_CALL_JSON, DEPUTY_WRONG_TYPE, "no JSON text");
  refused(deputy_json_cstr("{"), DEPUTY_WRONG_TYPE, "argument 1 is no JSON text: ");
  refused(deputy_json_cstr(""), DEPUTY_WRONG_TYPE, "argument 1 is no JSON text: ");
  deputy_call_options both = {.struct_size = sizeof both, .flags = DEPUTY_CALL_JSON | DEPUTY_CALL_OBJECT};
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("echo"), NULL, NULL, 0, &both), DEPUTY_INVALID_ARGUMENT, NULL);

  /* Looking into a value. */
  out = call("give", deputy_cstr("page"), 0, DEPUTY_OK);
  CHECK_EQ(out.tag, DEPUTY_VALUE_RECORD);
  deputy_value list = deputy_record_get(&out, "list"), at = deputy_record_get(&out, "at");
  CHECK_EQ(list.len, 3);
  CHECK_EQ(deputy_to_i64(deputy_array_get(&list, 0)), 1);
  CHECK_F64(deputy_to_f64(deputy_array_get(&list, 1)), 2.5);
  CHECK_EQ(deputy_array_get(&list, 3).tag, DEPUTY_VALUE_UNDEFINED);
  CHECK_EQ(deputy_record_get(&out, "nothing").tag, DEPUTY_VALUE_UNDEFINED);
  CHECK_EQ(deputy_record_get(&list, "title").tag, DEPUTY_VALUE_UNDEFINED);
  CHECK(at.tag == DEPUTY_VALUE_DATE && deputy_to_f64(at) == 0);
  /* What lies in it is not freed alone. */
  deputy_value_free(&list);
  deputy_value_free(&out);

  /* Interned strings. */
  for (int i = 0; i < 3; i++) {
    deputy_value name = DEPUTY_STR("näme");
    CHECK_EQ(name.flags, DEPUTY_VALUE_INTERNED);
    CHECK_CSTR(name.data.string, "näme");
    out = call("echo", DEPUTY_ARRAY(name, DEPUTY_STR("other"), name), 0, DEPUTY_OK);
    CHECK_TEXT(deputy_array_get(&out, 0), "näme");
    CHECK_TEXT(deputy_array_get(&out, 1), "other");
    deputy_value_free(&out);
    CHECK_STATUS(deputy_value_copy(&name, &out), DEPUTY_OK, NULL);
    CHECK_TEXT(out, "näme");
    deputy_value_free(&out);
    CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("titleOf"), DEPUTY_ARGS(DEPUTY_RECORD(DEPUTY_STR("title"), name))), DEPUTY_OK, NULL);
    out = call("last", deputy_null(), 0, DEPUTY_OK);
    CHECK_TEXT(out, "näme");
    deputy_value_free(&out);
  }
  char word[] = "made", empty[1] = "";
  CHECK_STATUS(deputy_string_intern(word, 4, &out), DEPUTY_OK, NULL);
  memset(word, 'x', 4);
  CHECK_CSTR(out.data.string, "made");
  deputy_value_free(&out);
  CHECK_STATUS(deputy_string_intern(NULL, 4, &out), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_string_intern(empty, 0, &out), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_string_intern("\xff", 1, &out), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_string_intern("x", 1, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_EQ(DEPUTY_STR("").flags, 0);

  /* What cannot cross. */
  deputy_value strange = {.tag = 200}, null_with_length = deputy_bytes(NULL, 3), numbers = deputy_i32(1);
  deputy_value kind = deputy_elements((deputy_element)12, &numbers, 1), no_key = deputy_record(&numbers, 0);
  deputy_value pair[] = {deputy_i32(1), deputy_i32(2)};
  no_key = deputy_record(pair, 1);
  refused(DEPUTY_RECORD(deputy_cstr("a"), DEPUTY_ARRAY(deputy_null(), strange)), DEPUTY_WRONG_TYPE, "argument 1.a[1] has tag 200");
  refused(DEPUTY_ARRAY(null_with_length), DEPUTY_WRONG_TYPE, "argument 1[0]: NULL with a length of 3");
  refused(kind, DEPUTY_WRONG_TYPE, "argument 1 is an array of kind 12");
  refused(no_key, DEPUTY_WRONG_TYPE, "key 0 has tag 3, expected a string");
  static deputy_value levels[66];
  for (int i = 1; i < 66; i++) levels[i] = deputy_array(&levels[i - 1], 1);
  refused(levels[65], DEPUTY_OUT_OF_RANGE, "more than 64 levels deep");
  levels[0] = levels[65]; /* a circle */
  refused(levels[65], DEPUTY_OUT_OF_RANGE, "more than 64 levels deep");
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("echo"), &levels[65], 1), DEPUTY_OUT_OF_RANGE, NULL);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("echo"), &null_with_length, 1), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("echo"), &kind, 1), DEPUTY_WRONG_TYPE, NULL);
  CHECK_STATUS(deputy_value_copy(&levels[65], &out), DEPUTY_OUT_OF_RANGE, NULL);
  result_refused("cycle", 0, DEPUTY_OUT_OF_RANGE, "the result has a cycle at .a[0]");
  result_refused("deep", 0, DEPUTY_OUT_OF_RANGE, "more than 64 levels deep");
  result_refused("huge", 0, DEPUTY_OUT_OF_RANGE, "the result is a bigint that does not fit");
  result_refused("symbol", 0, DEPUTY_WRONG_TYPE, "the result.list[1] is a symbol");
  result_refused("getter", 0, DEPUTY_JS_EXCEPTION, "got");
  out = call("echo", deputy_i32(5), 0, DEPUTY_OK);
  CHECK_EQ(out.data.i32, 5);
  return check_result();
}
