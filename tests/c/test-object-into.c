// Handles that are there before the object: chains of posts and asynchronous calls without waiting in between; calls that fail,
// are cancelled, give no object; handles that are released too early. And which context is called.
// FEATURE: F43 F21 F42
#include "check.h"
#include "objects.h"

#include <stddef.h>

static deputy_object reserve(void) {
  deputy_object object = 0;
  CHECK_EQ(deputy_object_reserve(DEPUTY_UI, &object), DEPUTY_OK);
  CHECK(object != 0);
  return object;
}

static deputy_call_options into(deputy_object object) {
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  options.into = object;
  return options;
}

static void stale(deputy_object object, const char *why) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_object_get(object, "name", &out), DEPUTY_STALE, &out);
  if (strstr(deputy_error_message(&out), why) == NULL) CHECK_CSTR(deputy_error_message(&out), why);
  deputy_value_free(&out);
  deputy_object_free(object);
}

static void chains(void) {
  deputy_value out = deputy_null();
  /* Three messages, no answer in between. */
  deputy_object shop = reserve(), self = reserve();
  deputy_call_options options = into(shop);
  CHECK_EQ(deputy_js_post_with(DEPUTY_UI, DEPUTY_FN("new Shop"), DEPUTY_ARGS(deputy_cstr("ahead")), &options), DEPUTY_OK);
  options = into(self);
  deputy_task task = 0;
  CHECK_EQ(deputy_js_call_async(DEPUTY_ANY, DEPUTY_FN(".self"), &task, DEPUTY_ARGS(deputy_object_value(shop)), &options), DEPUTY_OK);
  CHECK_STATUS(deputy_object_get(self, "name", &out), DEPUTY_OK, &out);
  CHECK_TEXT(out, "ahead");
  deputy_value_free(&out);
  CHECK_STATUS(deputy_task_wait(task, 10000, &out), DEPUTY_OK, &out);
  CHECK_EQ(out.tag, DEPUTY_VALUE_NULL);
  deputy_task_free(task);
  CHECK_STATUS(deputy_object_same(shop, self, &out), DEPUTY_OK, &out);
  CHECK(out.data.boolean);
  /* Once it has a handle it keeps that one, whichever comes to an end first. */
  CHECK_STATUS(deputy_object_call(self, "self", &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK(deputy_to_object(out) == shop);
  deputy_value_free(&out);
  deputy_object_free(shop);
  CHECK_STATUS(deputy_object_get(self, "name", &out), DEPUTY_OK, &out);
  deputy_value_free(&out);
  deputy_object_free(self);

  /* A synchronous one. A promise is awaited, and meanwhile the handle says so. */
  shop = reserve();
  options = into(shop);
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("soon"), &out, DEPUTY_NO_ARGS, &options), DEPUTY_OK, &out);
  CHECK_EQ(out.tag, DEPUTY_VALUE_NULL);
  CHECK_STATUS(deputy_object_get(shop, "name", &out), DEPUTY_OK, &out);
  CHECK_TEXT(out, "soon");
  deputy_value_free(&out);
  /* One handle, one call. */
  CHECK_EQ(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("new Shop"), NULL, DEPUTY_NO_ARGS, &options), DEPUTY_INVALID_ARGUMENT);
  CHECK_STATUS(deputy_object_get(shop, "name", NULL), DEPUTY_OK, NULL);
  deputy_object_free(shop);
}

static void failures(void) {
  deputy_value out = deputy_null();
  deputy_object object = reserve();
  deputy_call_options options = into(object);
  stale(reserve(), "no call has bound it yet");
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("fails"), &out, DEPUTY_NO_ARGS, &options), DEPUTY_JS_EXCEPTION, &out);
  deputy_value_free(&out);
  stale(object, "fails: no luck");
  options = into(object = reserve());
  CHECK_EQ(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("failsLater"), NULL, DEPUTY_NO_ARGS, &options), DEPUTY_JS_EXCEPTION);
  stale(object, "failsLater: no luck, later");
  options = into(object = reserve());
  CHECK_EQ(deputy_js_post_with(DEPUTY_UI, DEPUTY_FN("fails"), DEPUTY_NO_ARGS, &options), DEPUTY_OK);
  stale(object, "fails: no luck");
  options = into(object = reserve());
  CHECK_EQ(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("nowhere"), NULL, DEPUTY_NO_ARGS, &options), DEPUTY_NOT_FOUND);
  stale(object, "nowhere");
  options = into(object = reserve());
  CHECK_EQ(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("number"), NULL, DEPUTY_NO_ARGS, &options), DEPUTY_WRONG_TYPE);
  stale(object, "the result is a number");

  /* It waits for a promise; it is cancelled; it was released before. */
  deputy_task task = 0;
  options = into(object = reserve());
  CHECK_EQ(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("never"), &task, DEPUTY_NO_ARGS, &options), DEPUTY_OK);
  CHECK_STATUS(deputy_object_get(object, "name", &out), DEPUTY_STALE, &out);
  CHECK(strstr(deputy_error_message(&out), "has not ended") != NULL);
  deputy_value_free(&out);
  deputy_task_cancel(task);
  deputy_task_free(task);
  stale(object, "cancelled");
  options = into(object = reserve());
  CHECK_EQ(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("soon"), &task, DEPUTY_NO_ARGS, &options), DEPUTY_OK);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("number"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  deputy_object_free(object);
  CHECK_STATUS(deputy_task_wait(task, 10000, &out), DEPUTY_OK, &out);
  deputy_task_free(task);
  /* The release may be on its way. */
  for (int i = 0; i < 1000 && deputy_object_get(object, "name", NULL) != DEPUTY_STALE; i++) nanosleep(&(struct timespec){0, 1000000}, NULL);
  CHECK_EQ(deputy_object_get(object, "name", NULL), DEPUTY_STALE);
}

/* Only the UI runs JavaScript now: objects of others are forged. */
static void targets(void) {
  const deputy_object foreign = ((deputy_object)900 << 52) | 2, main_s = ((deputy_object)DEPUTY_MAIN << 52) | 2;
  deputy_value out = deputy_null(), shop = deputy_null();
  CHECK_STATUS(deputy_object_global(DEPUTY_ANY, "shop", &shop), DEPUTY_OK, &shop);
  deputy_js_fn *number = DEPUTY_FN("number");
  deputy_value of_foreign = deputy_object_value(foreign);
  CHECK_EQ(deputy_js_call(DEPUTY_ANY, number, &out, DEPUTY_NO_ARGS), DEPUTY_OK);
  CHECK_EQ(deputy_js_call(DEPUTY_ANY, number, &out, DEPUTY_ARGS(shop)), DEPUTY_OK);
  CHECK_EQ(deputy_js_call(DEPUTY_UI, number, &out, DEPUTY_ARGS(shop, shop)), DEPUTY_OK);
  CHECK_EQ(deputy_js_call(DEPUTY_ANY, number, &out, DEPUTY_ARGS(of_foreign)), DEPUTY_STALE);
  CHECK_EQ(deputy_js_call(DEPUTY_UI, number, &out, DEPUTY_ARGS(of_foreign)), DEPUTY_WRONG_CONTEXT);
  CHECK_EQ(deputy_js_call(DEPUTY_ANY, number, &out, DEPUTY_ARGS(shop, of_foreign)), DEPUTY_WRONG_CONTEXT);
  CHECK_EQ(deputy_js_call(DEPUTY_ANY, number, &out, DEPUTY_ARGS(deputy_object_value(main_s), of_foreign)), DEPUTY_WRONG_CONTEXT);
  CHECK_EQ(deputy_js_call(DEPUTY_ANY, number, &out, DEPUTY_ARGS(deputy_object_value(main_s))), DEPUTY_STALE);
  CHECK_EQ(deputy_js_call(DEPUTY_MAIN, number, &out, DEPUTY_ARGS(shop)), DEPUTY_UNSUPPORTED);
  CHECK_EQ(deputy_js_post(DEPUTY_UI, number, DEPUTY_ARGS(of_foreign)), DEPUTY_WRONG_CONTEXT);
  deputy_task task = 0;
  CHECK_EQ(deputy_js_call_async(DEPUTY_ANY, number, &task, DEPUTY_ARGS(shop, of_foreign), NULL), DEPUTY_WRONG_CONTEXT);
  /* Nested ones, too. */
  deputy_value items[] = {deputy_i32(1), of_foreign};
  deputy_value list = deputy_null();
  list.tag = DEPUTY_VALUE_ARRAY;
  list.len = 2;
  list.data.array = items;
  CHECK_EQ(deputy_js_call(DEPUTY_UI, number, &out, DEPUTY_ARGS(list)), DEPUTY_WRONG_CONTEXT);
  /* Handles that nobody gave. */
  CHECK_EQ(deputy_js_call(DEPUTY_UI, number, NULL, DEPUTY_ARGS(deputy_object_value(((deputy_object)1 << 52) | 0xffffffffff))), DEPUTY_STALE);
  deputy_value zero = deputy_object_value(1);
  zero.data.object = 0;
  CHECK_EQ(deputy_js_call(DEPUTY_UI, number, NULL, DEPUTY_ARGS(zero)), DEPUTY_STALE);
  deputy_object_free(foreign);
  deputy_object_ref(foreign);

  deputy_call_options options = into(foreign);
  CHECK_EQ(deputy_js_call_with(DEPUTY_UI, number, NULL, DEPUTY_NO_ARGS, &options), DEPUTY_STALE);
  CHECK_EQ(deputy_object_reserve(DEPUTY_MAIN, &options.into), DEPUTY_UNSUPPORTED);
  CHECK_EQ(deputy_object_reserve(DEPUTY_UI, NULL), DEPUTY_INVALID_ARGUMENT);
  /* The size the options had before they had `into`. */
  options.into = foreign;
  options.struct_size = offsetof(deputy_call_options, into);
  CHECK_EQ(deputy_js_call_with(DEPUTY_UI, number, NULL, DEPUTY_NO_ARGS, &options), DEPUTY_OK);
  options.struct_size--;
  CHECK_EQ(deputy_js_call_with(DEPUTY_UI, number, NULL, DEPUTY_NO_ARGS, &options), DEPUTY_INVALID_ARGUMENT);
  deputy_value_free(&shop);
}

int main(void) {
  const unsigned before = objects_now();
  chains();
  failures();
  targets();
  objects_settle(before);
  return check_result();
}
