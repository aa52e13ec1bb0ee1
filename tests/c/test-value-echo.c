// Every kind of value goes to JavaScript and comes back: in calls, asynchronous calls, and as what a task keeps. What comes back
// is one piece of memory, whatever lies in it. Small values and large ones, which do not fit a frame.
// FEATURE: F15 F16 F20 F23
#include "check.h"

#include <math.h>

#define BOUND 10000

static int same(const deputy_value *a, const deputy_value *b);

static int same_all(const deputy_value *a, const deputy_value *b, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (!same(&a[i], &b[i])) return 0;
  return 1;
}

static size_t element_size(int kind) {
  static const size_t sizes[] = {16, 1, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8};
  return sizes[kind];
}

/* Kind, length and contents are the same. */
static int same(const deputy_value *a, const deputy_value *b) {
  if (a->tag != b->tag || a->kind != b->kind) return 0;
  switch (a->tag) {
    case DEPUTY_VALUE_NULL:
    case DEPUTY_VALUE_UNDEFINED: return 1;
    case DEPUTY_VALUE_BOOL: return a->data.boolean == b->data.boolean;
    case DEPUTY_VALUE_I32: return a->data.i32 == b->data.i32;
    case DEPUTY_VALUE_I64: return a->data.i64 == b->data.i64;
    case DEPUTY_VALUE_F64:
    case DEPUTY_VALUE_DATE: return memcmp(&a->data.f64, &b->data.f64, 8) == 0 || (a->data.f64 != a->data.f64 && b->data.f64 != b->data.f64);
    case DEPUTY_VALUE_STRING: return a->len == b->len && memcmp(a->data.string, b->data.string, a->len) == 0 && b->data.string[b->len] == 0;
    case DEPUTY_VALUE_BYTES: return a->len == b->len && memcmp(a->data.bytes, b->data.bytes, a->len) == 0;
    case DEPUTY_VALUE_ARRAY:
      if (a->len != b->len) return 0;
      if (a->kind) return memcmp(a->data.address, b->data.address, a->len * element_size(a->kind)) == 0;
      return same_all(a->data.array, b->data.array, a->len);
    case DEPUTY_VALUE_RECORD: return a->len == b->len && same_all(a->data.array, b->data.array, 2 * a->len);
    default: return 0;
  }
}

static int number;

static void comes_back(deputy_value value) {
  deputy_value out = deputy_null(), copy = deputy_null();
  number++;
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("echo"), &out, &value, 1), DEPUTY_OK, &out);
  if (!same(&value, &out)) CHECK_EQ(out.tag * 1000 + number, value.tag * 1000 + number);
  /* A copy of it is whole, also when the first is gone. */
  CHECK_STATUS(deputy_value_copy(&out, &copy), DEPUTY_OK, NULL);
  deputy_value_free(&out);
  CHECK_EQ(out.tag, DEPUTY_VALUE_NULL);
  CHECK(same(&value, &copy));
  deputy_value_free(&copy);
  /* Asynchronously, twice: a task keeps it. */
  deputy_task task = 0;
  CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("echoLater"), &task, &value, 1, NULL), DEPUTY_OK, NULL);
  for (int i = 0; i < 2; i++) {
    CHECK_STATUS(deputy_task_wait(task, BOUND, &out), DEPUTY_OK, &out);
    if (!same(&value, &out)) CHECK_EQ(out.tag * 1000 + number, value.tag * 1000 + number);
    deputy_value_free(&out);
  }
  deputy_task_free(task);
  /* A task of the program's, which JavaScript gets as a promise. */
  CHECK_STATUS(deputy_task_new(&task), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_resolve(task, &value), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("echo"), &out, DEPUTY_ARGS(deputy_task_value(task))), DEPUTY_OK, &out);
  CHECK(same(&value, &out));
  deputy_value_free(&out);
  CHECK_STATUS(deputy_task_wait(task, BOUND, &out), DEPUTY_OK, &out);
  CHECK(same(&value, &out));
  deputy_value_free(&out);
  deputy_task_free(task);
  /* As a post, among others; the page compares. */
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("posted"), DEPUTY_ARGS(deputy_i32(number), value)), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("called"), NULL, DEPUTY_ARGS(deputy_i32(number), value)), DEPUTY_OK, NULL);
}

#define TYPED(kind, type, ...)                                                                             \
  do {                                                                                                     \
    static const type elements[] = {__VA_ARGS__};                                                          \
    comes_back(deputy_elements(kind, elements, sizeof elements / sizeof *elements));                       \
    comes_back(deputy_elements(kind, elements, 1));                                                        \
    comes_back(deputy_elements(kind, NULL, 0));                                                            \
  } while (0)

int main(void) {
  static uint8_t many[5000];
  static double doubles[1000];
  for (size_t i = 0; i < sizeof many; i++) many[i] = (uint8_t)(i * 7);
  for (int i = 0; i < 1000; i++) doubles[i] = i / 3.0;

  comes_back(deputy_null()), comes_back(deputy_undefined()), comes_back(deputy_bool(true)), comes_back(deputy_i32(-1));
  comes_back(deputy_f64(0.5)), comes_back(deputy_f64(-0.0)), comes_back(deputy_f64(NAN)), comes_back(deputy_u32(0xffffffffu));
  comes_back(deputy_i64(0)), comes_back(deputy_i64(-1)), comes_back(deputy_i64(INT64_MAX)), comes_back(deputy_i64(INT64_MIN));
  comes_back(deputy_i64(9007199254740993)), comes_back(deputy_i64(0x100000000)), comes_back(deputy_i64(-0x100000001));
  comes_back(deputy_date(0)), comes_back(deputy_date(-1)), comes_back(deputy_date(1e12)), comes_back(deputy_date(NAN));
  comes_back(deputy_cstr("text")), comes_back(deputy_str("a\0b", 3)), comes_back(deputy_cstr("ä€𝄞")), comes_back(deputy_cstr(""));
  comes_back(deputy_bytes("\0\1\xff", 3)), comes_back(deputy_bytes(NULL, 0)), comes_back(deputy_bytes(many, sizeof many));
  comes_back(deputy_bytes(many, 192)), comes_back(deputy_bytes(many, 193)), comes_back(deputy_bytes(many + 1, 7));

  TYPED(DEPUTY_ELEMENT_I8, int8_t, -128, 127, 0);
  TYPED(DEPUTY_ELEMENT_U8_CLAMPED, uint8_t, 0, 255);
  TYPED(DEPUTY_ELEMENT_I16, int16_t, -32768, 32767, 1);
  TYPED(DEPUTY_ELEMENT_U16, uint16_t, 65535, 0, 1);
  TYPED(DEPUTY_ELEMENT_I32, int32_t, INT32_MIN, INT32_MAX);
  TYPED(DEPUTY_ELEMENT_U32, uint32_t, UINT32_MAX, 0, 1);
  TYPED(DEPUTY_ELEMENT_I64, int64_t, INT64_MIN, INT64_MAX);
  TYPED(DEPUTY_ELEMENT_U64, uint64_t, UINT64_MAX, 0);
  TYPED(DEPUTY_ELEMENT_F32, float, 0.5f, -0.0f);
  TYPED(DEPUTY_ELEMENT_F64, double, 0.1, -0.0, 1e300);
  comes_back(deputy_f64s(doubles, 1000));

  comes_back(deputy_array(NULL, 0)), comes_back(deputy_record(NULL, 0));
  deputy_value inner[] = {deputy_cstr("deep"), deputy_i64(5), deputy_bytes(many, 3), deputy_undefined()};
  deputy_value arrays[] = {deputy_array(inner, 4), deputy_array(NULL, 0), deputy_record(NULL, 0), deputy_f64s(doubles, 2)};
  comes_back(deputy_array(inner, 4)), comes_back(deputy_array(arrays, 4));
  comes_back(DEPUTY_RECORD(DEPUTY_STR("name"), deputy_cstr("value"), deputy_cstr("ä b"), deputy_array(arrays, 4), DEPUTY_STR("z"), deputy_null()));
  comes_back(DEPUTY_ARRAY(DEPUTY_RECORD(deputy_cstr(""), DEPUTY_ARRAY(deputy_bool(false)))));
  static deputy_value large[3000];
  for (int i = 0; i < 3000; i++) large[i] = i % 3 ? deputy_i32(i) : deputy_array(inner, 4);
  comes_back(deputy_array(large, 3000));
  /* 64 levels. */
  static deputy_value levels[64];
  levels[0] = deputy_i32(7);
  for (int i = 1; i < 64; i++) levels[i] = deputy_array(&levels[i - 1], 1);
  comes_back(deputy_array(&levels[63], 1));

  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("differences"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 0);
  return check_result();
}
