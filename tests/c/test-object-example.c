// The examples of docs/object.md.
// FEATURE: F40 F43
// OUTPUT: 1
#include <deputy.h>

int main(void) {
  deputy_value list = deputy_null(), item = deputy_null(), length = deputy_null();
  deputy_status status = deputy_js_call(DEPUTY_UI, DEPUTY_FN("new Basket"), &list, DEPUTY_NO_ARGS);
  if (status != DEPUTY_OK) return deputy_report(status, &list);
  deputy_js_call(DEPUTY_ANY, DEPUTY_FN(".add"), &item, DEPUTY_ARGS(list, deputy_cstr("apples")));
  deputy_object_set(deputy_to_object(item), "amount", deputy_i32(3), NULL);
  deputy_object_get(deputy_to_object(list), "length", &length);
  printf("%d\n", length.data.i32);
  deputy_value_free(&item);
  deputy_value_free(&list);

  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  deputy_object_reserve(DEPUTY_UI, &options.into);
  deputy_js_post_with(DEPUTY_UI, DEPUTY_FN("new Basket"), DEPUTY_NO_ARGS, &options);
  deputy_js_post(DEPUTY_ANY, DEPUTY_FN(".add"), DEPUTY_ARGS(deputy_object_value(options.into), deputy_cstr("pears")));
  deputy_object_free(options.into);
  return 0;
}
