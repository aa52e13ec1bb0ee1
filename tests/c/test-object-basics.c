// Handles of objects: from a name to an object, its properties, its methods, new ones, and back; the same object has the same
// handle; what is released is stale.
// FEATURE: F40 F22
#include "check.h"
#include "objects.h"

int main(void) {
  const unsigned before = objects_now();
  deputy_value shop = deputy_null(), out = deputy_null();
  CHECK_STATUS(deputy_object_global(DEPUTY_UI, "shop", &shop), DEPUTY_OK, &shop);
  CHECK_EQ(shop.tag, DEPUTY_VALUE_OBJECT);
  const deputy_object object = deputy_to_object(shop);

  /* Properties. */
  CHECK_STATUS(deputy_object_get(object, "name", &out), DEPUTY_OK, &out);
  CHECK_TEXT(out, "corner");
  deputy_value_free(&out);
  CHECK_STATUS(deputy_object_set(object, "name", deputy_cstr("market"), NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_object_get(object, "name", &out), DEPUTY_OK, &out);
  CHECK_TEXT(out, "market");
  deputy_value_free(&out);
  CHECK_STATUS(deputy_object_get(object, "nothing", &out), DEPUTY_OK, &out);
  CHECK_EQ(out.tag, DEPUTY_VALUE_UNDEFINED);
  CHECK_STATUS(deputy_object_has(object, "sell", &out), DEPUTY_OK, &out);
  CHECK(out.data.boolean);
  CHECK_STATUS(deputy_object_delete(object, "extra", &out), DEPUTY_OK, &out);
  CHECK(out.data.boolean);
  CHECK_STATUS(deputy_object_has(object, "extra", &out), DEPUTY_OK, &out);
  CHECK(!out.data.boolean);
  CHECK_STATUS(deputy_object_set(object, "fixed", deputy_i32(1), &out), DEPUTY_WRONG_TYPE, &out);
  CHECK(strstr(deputy_error_message(&out), "fixed") != NULL);
  deputy_value_free(&out);
  CHECK_STATUS(deputy_object_typeof(object, &out), DEPUTY_OK, &out);
  CHECK_TEXT(out, "object");
  deputy_value_free(&out);
  CHECK_STATUS(deputy_object_instanceof(object, "Shop", &out), DEPUTY_OK, &out);
  CHECK(out.data.boolean);
  CHECK_STATUS(deputy_object_instanceof(object, "Map", &out), DEPUTY_OK, &out);
  CHECK(!out.data.boolean);

  /* Methods, by name in three ways; `this` is the object. */
  CHECK_STATUS(deputy_object_call(object, "sell", &out, DEPUTY_ARGS(deputy_cstr("tea"), deputy_i32(2))), DEPUTY_OK, &out);
  CHECK_TEXT(out, "market sells 2 tea");
  deputy_value_free(&out);
  CHECK_STATUS(deputy_js_call(DEPUTY_ANY, DEPUTY_FN(".sell"), &out, DEPUTY_ARGS(shop, deputy_cstr("tea"), deputy_i32(3))), DEPUTY_OK, &out);
  CHECK_TEXT(out, "market sells 3 tea");
  deputy_value_free(&out);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN(".till.count"), &out, DEPUTY_ARGS(shop)), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 7);
  deputy_value sell = deputy_null();
  CHECK_STATUS(deputy_object_get(object, "sell", &sell), DEPUTY_OK, &sell);
  CHECK_EQ(sell.tag, DEPUTY_VALUE_OBJECT);
  CHECK_STATUS(deputy_object_apply(deputy_to_object(sell), shop, &out, DEPUTY_ARGS(deputy_cstr("tea"), deputy_i32(4))), DEPUTY_OK, &out);
  CHECK_TEXT(out, "market sells 4 tea");
  deputy_value_free(&out);
  deputy_value_free(&sell);
  CHECK_STATUS(deputy_js_call(DEPUTY_ANY, DEPUTY_FN(".buy"), &out, DEPUTY_ARGS(shop)), DEPUTY_NOT_FOUND, &out);
  CHECK(strstr(deputy_error_message(&out), ".buy") != NULL);
  deputy_value_free(&out);
  CHECK_STATUS(deputy_js_call(DEPUTY_ANY, DEPUTY_FN(".buy"), &out, DEPUTY_ARGS(deputy_null())), DEPUTY_WRONG_TYPE, &out);
  deputy_value_free(&out);
  CHECK_STATUS(deputy_js_call(DEPUTY_ANY, DEPUTY_FN(".till.sum.up"), &out, DEPUTY_ARGS(shop)), DEPUTY_NOT_FOUND, &out);
  deputy_value_free(&out);

  /* Constructors. */
  deputy_value other = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("new Shop"), &other, DEPUTY_ARGS(deputy_cstr("kiosk"))), DEPUTY_OK, &other);
  CHECK_STATUS(deputy_object_get(deputy_to_object(other), "name", &out), DEPUTY_OK, &out);
  CHECK_TEXT(out, "kiosk");
  deputy_value_free(&out);
  deputy_value_free(&other);
  deputy_value shop_class = deputy_null();
  CHECK_STATUS(deputy_object_global(DEPUTY_ANY, "Shop", &shop_class), DEPUTY_OK, &shop_class);
  CHECK_STATUS(deputy_object_new(deputy_to_object(shop_class), &other, DEPUTY_NO_ARGS), DEPUTY_OK, &other);
  CHECK(deputy_to_object(other) != object);
  deputy_value_free(&other);
  deputy_value_free(&shop_class);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("new Nobody"), &out, DEPUTY_NO_ARGS), DEPUTY_NOT_FOUND, &out);
  deputy_value_free(&out);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("new shop.name"), &out, DEPUTY_NO_ARGS), DEPUTY_NOT_FOUND, &out);
  deputy_value_free(&out);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("deputy:unheard"), &out, DEPUTY_NO_ARGS), DEPUTY_NOT_FOUND, &out);
  deputy_value_free(&out);

  /* The same object has the same handle, and each time it comes it brings a reference. */
  deputy_value again = deputy_null();
  CHECK_STATUS(deputy_object_global(DEPUTY_UI, "shop", &again), DEPUTY_OK, &again);
  CHECK(deputy_to_object(again) == object);
  deputy_value_free(&again);
  CHECK_STATUS(deputy_object_call(object, "self", &again, DEPUTY_NO_ARGS), DEPUTY_OK, &again);
  CHECK(deputy_to_object(again) == object);
  deputy_value_free(&again);
  CHECK_STATUS(deputy_object_call(object, "isMe", &out, DEPUTY_ARGS(shop)), DEPUTY_OK, &out);
  CHECK(out.data.boolean);

  /* In a plain object and in an array. */
  deputy_value list = deputy_null();
  CHECK_STATUS(deputy_object_call(object, "list", &list, DEPUTY_NO_ARGS), DEPUTY_OK, &list);
  CHECK_EQ(list.tag, DEPUTY_VALUE_ARRAY);
  CHECK_EQ(list.len, 2);
  deputy_value_free(&list);

  /* Keys, and elements by the dozen. */
  deputy_value keys = deputy_null(), iterator = deputy_null(), some = deputy_null();
  CHECK_STATUS(deputy_object_keys(object, &keys), DEPUTY_OK, &keys);
  CHECK_EQ(keys.tag, DEPUTY_VALUE_ARRAY);
  CHECK(keys.len >= 2);
  deputy_value_free(&keys);
  deputy_value hundred = deputy_null();
  CHECK_STATUS(deputy_object_get_object(object, "hundred", &hundred), DEPUTY_OK, &hundred);
  CHECK_EQ(hundred.tag, DEPUTY_VALUE_OBJECT);
  CHECK_STATUS(deputy_object_iterate(deputy_to_object(hundred), &iterator), DEPUTY_OK, &iterator);
  unsigned elements = 0, trips = 0;
  for (;; trips++) {
    CHECK_STATUS(deputy_object_next(deputy_to_object(iterator), 12, &some), DEPUTY_OK, &some);
    if (some.tag != DEPUTY_VALUE_ARRAY || some.len == 0 || trips > 100) break;
    elements += some.len;
    deputy_value_free(&some);
  }
  CHECK_EQ(elements, 100);
  CHECK_EQ(trips, 9);
  deputy_value_free(&some);
  deputy_value_free(&iterator);
  deputy_value_free(&hundred);
  CHECK_STATUS(deputy_object_iterate(object, &iterator), DEPUTY_NOT_FOUND, &iterator);
  deputy_value_free(&iterator);

  /* References: one more, one less, and none. */
  deputy_object_ref(object);
  deputy_object_free(object);
  CHECK_STATUS(deputy_object_get(object, "name", NULL), DEPUTY_OK, NULL);
  deputy_value_free(&shop);
  objects_settle(before);
  CHECK_STATUS(deputy_object_get(object, "name", &out), DEPUTY_STALE, &out);
  CHECK(strstr(deputy_error_message(&out), "released") != NULL);
  deputy_value_free(&out);
  deputy_object_free(object);
  deputy_object_free(0);
  deputy_value_free(&shop);
  CHECK_STATUS(deputy_object_global(DEPUTY_UI, "shop", &shop), DEPUTY_OK, &shop);
  CHECK(deputy_to_object(shop) != object);
  deputy_value_free(&shop);
  CHECK_STATUS(deputy_object_global(DEPUTY_UI, "nowhere.at.all", &shop), DEPUTY_NOT_FOUND, &shop);
  deputy_value_free(&shop);
  objects_settle(before);
  return check_result();
}
