/* Every way across, with bytes that lie wherever malloc puts them: what test-memory-*.c share. Their companions take the imports
 * from memory.mjs. */
#ifndef MEMORY_H
#define MEMORY_H

#include "exports.h"

static deputy_status twice(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  uint32_t len = args[0].len;
  char *text = malloc(2 * (size_t)len + 1);
  if (!text) return DEPUTY_NO_MEMORY;
  memcpy(text, args[0].data.string, len), memcpy(text + len, args[0].data.string, len);
  deputy_value whole = deputy_str(text, 2 * (size_t)len);
  deputy_status status = deputy_value_copy(&whole, out);
  free(text);
  return status;
}
DEPUTY_EXPORT(twice, "twice(text: string): string");

static deputy_status bytes(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  return deputy_value_copy(&args[0], out);
}
DEPUTY_EXPORT(bytes, "bytes");

/* One round of calls, posts and async calls with texts of `len` bytes; returns how many. */
static inline int cross(int round, uint32_t len) {
  char *text = malloc(len);
  CHECK(text != NULL);
  if (!text) return 0;
  memset(text, 'a' + round % 26, len);
  deputy_value own = deputy_str(text, len), out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("back"), &out, &own, 1), DEPUTY_OK, &out);
  CHECK_STR(out, text, len);
  deputy_value_free(&out);

  deputy_value raw = deputy_bytes(text, len);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("back"), &out, &raw, 1), DEPUTY_OK, &out);
  CHECK_EQ(out.tag, DEPUTY_VALUE_BYTES);
  CHECK(out.len == len && memcmp(out.data.bytes, text, len) == 0);
  deputy_value_free(&out);

  deputy_value both[] = {own, raw}, list = deputy_array(both, 2);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("back"), &out, &list, 1), DEPUTY_OK, &out);
  CHECK(out.tag == DEPUTY_VALUE_ARRAY && out.len == 2 && out.data.array[0].len == len && out.data.array[1].len == len);
  deputy_value_free(&out);

  deputy_value said[] = {own, deputy_i32((int)len)};
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("posted"), said, 2), DEPUTY_OK, NULL);

  deputy_task task = 0;
  CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("later"), &task, &own, 1, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait(task, BOUND, &out), DEPUTY_OK, &out);
  CHECK_STR(out, text, len);
  deputy_value_free(&out);
  deputy_task_free(task);
  free(text);

  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("throws"), &out, DEPUTY_NO_ARGS), DEPUTY_JS_EXCEPTION, NULL);
  CHECK_CSTR(deputy_error_message(&out), "as it should");
  deputy_value_free(&out);
  return 6;
}

#endif
