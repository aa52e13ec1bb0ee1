/* ---- what only the preprocessor and inline functions can do; source: c-shim/public/inline.h --------------------------- */

#include <stdio.h>
#include <string.h>
#ifdef __cplusplus
#include <initializer_list>
#endif

/* Only a library of this header's version has this name. */
#ifdef __cplusplus
extern "C" {
#endif
extern const char DEPUTY_ABI;
#ifdef __cplusplus
}
#endif
__attribute__((used)) static const char *const deputy_abi_ = &DEPUTY_ABI;

/** JavaScript null. \returns the value \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_null(void) {
  deputy_value v;
  memset(&v, 0, sizeof v);
  return v;
}

/** JavaScript undefined. \returns the value \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_undefined(void) {
  deputy_value v = deputy_null();
  v.tag = DEPUTY_VALUE_UNDEFINED;
  return v;
}

/** A JavaScript boolean.
 *  \param boolean what it is
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_bool(bool boolean) {
  deputy_value v = deputy_null();
  v.tag = DEPUTY_VALUE_BOOL;
  v.data.boolean = boolean;
  return v;
}

/** A JavaScript number.
 *  \param number what it is
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_i32(int32_t number) {
  deputy_value v = deputy_null();
  v.tag = DEPUTY_VALUE_I32;
  v.data.i32 = number;
  return v;
}

/** A JavaScript number.
 *  \param number what it is
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_f64(double number) {
  deputy_value v = deputy_null();
  v.tag = DEPUTY_VALUE_F64;
  v.data.f64 = number;
  return v;
}

/** A JavaScript string. Bytes that are not UTF-8 arrive as U+FFFD.
 *  \param bytes UTF-8 that may contain NUL; borrowed: it must live until the call the value is used in returns
 *  \param len its length in bytes, less than 4 GiB
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_str(const char *bytes, size_t len) {
  deputy_value v = deputy_null();
  v.tag = DEPUTY_VALUE_STRING;
  v.len = (uint32_t)len;
  v.data.string = bytes;
  return v;
}

/** A JavaScript string.
 *  \param string NUL-terminated UTF-8, borrowed as in deputy_str(); NULL makes a JavaScript null
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_cstr(const char *string) {
  return string ? deputy_str(string, strlen(string)) : deputy_null();
}

/** A task: JavaScript gets a promise for it, which ends as the task does. As the result of an export, the caller's promise does.
 *  \param task a deputy_task, which stays the caller's: free it when it has settled, or before
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_task_value(deputy_task task) {
  deputy_value v = deputy_null();
  v.tag = DEPUTY_VALUE_TASK;
  v.data.task = task;
  return v;
}

/** A JavaScript BigInt.
 *  \param number what it is
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_i64(int64_t number) {
  deputy_value v = deputy_null();
  v.tag = DEPUTY_VALUE_I64;
  v.data.i64 = number;
  return v;
}

/** A JavaScript number.
 *  \param number what it is
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_u32(uint32_t number) { return deputy_f64((double)number); }

/** A JavaScript Date.
 *  \param milliseconds since 1970 began, UTC; NaN, or beyond 8.64e15, an invalid date
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_date(double milliseconds) {
  deputy_value v = deputy_f64(milliseconds);
  v.tag = DEPUTY_VALUE_DATE;
  return v;
}

/** The value that a JSON text tells, as JSON.parse() reads it.
 *  \param text UTF-8, borrowed as in deputy_str()
 *  \param len its length in bytes, less than 4 GiB
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_json(const char *text, size_t len) {
  deputy_value v = deputy_str(text, len);
  v.tag = DEPUTY_VALUE_JSON;
  return v;
}

/** The value that a JSON text tells.
 *  \param text NUL-terminated UTF-8, borrowed as in deputy_str(); NULL makes a JavaScript null
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_json_cstr(const char *text) {
  return text ? deputy_json(text, strlen(text)) : deputy_null();
}

/** A JavaScript Uint8Array with a copy of these bytes.
 *  \param bytes borrowed as in deputy_str(); may be NULL if len is 0
 *  \param len their number, less than 4 GiB
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_bytes(const void *bytes, size_t len) {
  deputy_value v = deputy_null();
  v.tag = DEPUTY_VALUE_BYTES;
  v.len = (uint32_t)len;
  v.data.address = bytes;
  return v;
}

/** A JavaScript typed array with a copy of these elements.
 *  \param kind what they are; not DEPUTY_ELEMENT_VALUE
 *  \param elements borrowed as in deputy_str(); may be NULL if count is 0
 *  \param count their number
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_elements(deputy_element kind, const void *elements, size_t count) {
  deputy_value v = deputy_bytes(elements, count);
  v.tag = DEPUTY_VALUE_ARRAY;
  v.kind = (uint16_t)kind;
  return v;
}

/** A JavaScript Int32Array, as deputy_elements().
 *  \param elements the numbers \param count how many
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_i32s(const int32_t *elements, size_t count) {
  return deputy_elements(DEPUTY_ELEMENT_I32, elements, count);
}

/** A JavaScript Uint32Array, as deputy_elements().
 *  \param elements the numbers \param count how many
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_u32s(const uint32_t *elements, size_t count) {
  return deputy_elements(DEPUTY_ELEMENT_U32, elements, count);
}

/** A JavaScript Float32Array, as deputy_elements().
 *  \param elements the numbers \param count how many
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_f32s(const float *elements, size_t count) {
  return deputy_elements(DEPUTY_ELEMENT_F32, elements, count);
}

/** A JavaScript Float64Array, as deputy_elements().
 *  \param elements the numbers \param count how many
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_f64s(const double *elements, size_t count) {
  return deputy_elements(DEPUTY_ELEMENT_F64, elements, count);
}

/** Bytes or a typed array without a copy: JavaScript sees, and may write, the memory itself. For arguments of synchronous calls
 *  only. The call does not return before the function has, or the promise it returned has settled, not even when its time is up.
 *  \param value from deputy_bytes(), deputy_elements() or its like; the elements must be aligned
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_view(deputy_value value) {
  value.flags = DEPUTY_VALUE_VIEW;
  return value;
}

/** A JavaScript Array.
 *  \param values its elements, borrowed as in deputy_str(), and what they point to; arrays may lie in it, up to 64 deep
 *  \param count their number
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_array(const deputy_value *values, size_t count) {
  return deputy_elements(DEPUTY_ELEMENT_VALUE, values, count);
}

/** A plain JavaScript object.
 *  \param pairs a string, which is the key, and its value, and so on; borrowed like the values of deputy_array()
 *  \param count the number of pairs
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_record(const deputy_value *pairs, size_t count) {
  deputy_value v = deputy_array(pairs, count);
  v.tag = DEPUTY_VALUE_RECORD;
  return v;
}

/** Internal: a string literal and its number, once it has one. \threads any thread, never blocks \since 0.1.0 */
typedef struct {
  const char *text;
  uint32_t len;
  uint32_t number;
} deputy_literal_;

/** Internal: what DEPUTY_STR() gives. \param literal its static part \returns the value \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_literal_value_(deputy_literal_ *literal) {
  deputy_value v = deputy_str(literal->text, literal->len);
  uint32_t number = __atomic_load_n(&literal->number, __ATOMIC_RELAXED);
  if (number == 0) {
    deputy_value interned = deputy_null();
    if (deputy_string_intern(literal->text, literal->len, &interned) != DEPUTY_OK) return v;
    number = (uint32_t)((uint64_t)interned.data.i64 >> 32);
    __atomic_store_n(&literal->number, number, __ATOMIC_RELAXED);
  }
  v.flags = DEPUTY_VALUE_INTERNED;
  v.data.i64 = (int64_t)((uint64_t)number << 32 | (uint64_t)(uintptr_t)literal->text);
  return v;
}

/** An element of an array, or of a typed array as a value of its own.
 *  \param array an array or bytes, or any other value
 *  \param index from 0 up
 *  \returns the element, which borrows from the array; undefined if there is none, or if it is no array
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_array_get(const deputy_value *array, size_t index) {
  const unsigned char *at;
  if ((array->tag != DEPUTY_VALUE_ARRAY && array->tag != DEPUTY_VALUE_BYTES) || index >= array->len) return deputy_undefined();
  at = (const unsigned char *)array->data.address;
  switch (array->tag == DEPUTY_VALUE_BYTES ? DEPUTY_ELEMENT_U8 : (deputy_element)array->kind) {
    case DEPUTY_ELEMENT_VALUE: return array->data.array[index];
    case DEPUTY_ELEMENT_I8: return deputy_i32((int8_t)at[index]);
    case DEPUTY_ELEMENT_U8:
    case DEPUTY_ELEMENT_U8_CLAMPED: return deputy_i32(at[index]);
    case DEPUTY_ELEMENT_I16: return deputy_i32(((const int16_t *)array->data.address)[index]);
    case DEPUTY_ELEMENT_U16: return deputy_i32(((const uint16_t *)array->data.address)[index]);
    case DEPUTY_ELEMENT_I32: return deputy_i32(((const int32_t *)array->data.address)[index]);
    case DEPUTY_ELEMENT_U32: return deputy_u32(((const uint32_t *)array->data.address)[index]);
    case DEPUTY_ELEMENT_I64:
    case DEPUTY_ELEMENT_U64: return deputy_i64(((const int64_t *)array->data.address)[index]);
    case DEPUTY_ELEMENT_F32: return deputy_f64((double)((const float *)array->data.address)[index]);
    case DEPUTY_ELEMENT_F64: return deputy_f64(((const double *)array->data.address)[index]);
  }
  return deputy_undefined();
}

/** The value of a key. It looks at one pair after the other; of pairs with the same key the last counts, as in JavaScript.
 *  \param record a record, or any other value
 *  \param key NUL-terminated UTF-8
 *  \returns the value, which borrows from the record; undefined if there is none, or if it is no record
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_record_get(const deputy_value *record, const char *key) {
  size_t len = strlen(key), i;
  if (record->tag != DEPUTY_VALUE_RECORD) return deputy_undefined();
  for (i = record->len; i > 0; i--) {
    const deputy_value *pair = &record->data.array[2 * (i - 1)];
    if (pair->len == len && memcmp(pair->data.string, key, len) == 0) return pair[1];
  }
  return deputy_undefined();
}

/** A value as a 64-bit integer.
 *  \param v the value
 *  \returns the number of an i64 or i32, that of an f64 without its fraction if it fits, 1 or 0 for a bool, 0 for everything else
 *  \threads any thread, never blocks \since 0.1.0 */
static inline int64_t deputy_to_i64(deputy_value v) {
  return v.tag == DEPUTY_VALUE_I64    ? v.data.i64
         : v.tag == DEPUTY_VALUE_I32  ? (int64_t)v.data.i32
         : v.tag == DEPUTY_VALUE_BOOL ? (v.data.boolean ? 1 : 0)
         : v.tag == DEPUTY_VALUE_F64 && v.data.f64 >= -9223372036854775808.0 && v.data.f64 < 9223372036854775808.0
             ? (int64_t)v.data.f64
             : 0;
}

/** A value as a double.
 *  \param v the value
 *  \returns the number of an i32 or f64, that of an i64 rounded, the milliseconds of a date, 1 or 0 for a bool, NaN for
 *           everything else
 *  \threads any thread, never blocks \since 0.1.0 */
static inline double deputy_to_f64(deputy_value v) {
  return v.tag == DEPUTY_VALUE_I32    ? (double)v.data.i32
         : v.tag == DEPUTY_VALUE_F64  ? v.data.f64
         : v.tag == DEPUTY_VALUE_DATE ? v.data.f64
         : v.tag == DEPUTY_VALUE_I64  ? (double)v.data.i64
         : v.tag == DEPUTY_VALUE_BOOL ? (v.data.boolean ? 1.0 : 0.0)
                                      : (double)(0.0f / 0.0f);
}

/** Prints why a call failed to stderr and frees the error value, if there is one.
 *  \param status what the call returned
 *  \param error its `out`, or NULL; freed if status is not DEPUTY_OK
 *  \returns 0 for DEPUTY_OK, else 1: what a program can return from main()
 *  \threads any thread, blocks like fprintf(stderr) \since 0.1.0 */
static inline int deputy_report(deputy_status status, deputy_value *error) {
  if (status == DEPUTY_OK) return 0;
  if (error && error->tag == DEPUTY_VALUE_ERROR) {
    const char *stack = deputy_error_stack(error);
    fprintf(stderr, "%s: %s: %s\n%s%s", deputy_status_name(status), deputy_error_name(error),
            deputy_error_message(error), stack, *stack ? "\n" : "");
  } else {
    fprintf(stderr, "%s: %s\n", deputy_status_name(status), deputy_status_message(status));
  }
  deputy_value_free(error);
  return 1;
}

/** A JavaScript function by its dotted name, a string literal: DEPUTY_FN("document.querySelector"). \since 0.1.0 */
#ifdef __cplusplus
#define DEPUTY_FN(literal)                                                              \
  ([]() -> deputy_js_fn * {                                                             \
    static deputy_js_fn deputy_fn_ = {literal, (uint32_t)(sizeof(literal) - 1), nullptr}; \
    return &deputy_fn_;                                                                 \
  }())
#else
#define DEPUTY_FN(literal)                                                                                         \
  (__extension__({                                                                                                 \
    static deputy_js_fn deputy_fn_ = {literal, (uint32_t)(sizeof(literal) - 1), NULL};                             \
    &deputy_fn_;                                                                                                   \
  }))
#endif

/** At file level: JavaScript can call a native function from the start. DEPUTY_EXPORT(score, "score(text: string, limit?: i32): f64").
 *  \param function the name of a deputy_export_fn
 *  \param signature a string literal, as for deputy_export_add(); one that cannot be read ends the program
 *  \since 0.1.0 */
#define DEPUTY_EXPORT(function, signature)                                                   \
  __attribute__((constructor)) static void deputy_export_##function##_(void) {               \
    deputy_export_static(signature, function);                                               \
  }                                                                                          \
  struct deputy_semicolon_

/** Arguments and their number, for the last two parameters of a call: DEPUTY_ARGS(deputy_i32(1), deputy_cstr("a")).
 *  At least one; DEPUTY_NO_ARGS for none. \since 0.1.0 */
#ifdef __cplusplus
template <class... Values>
char (&deputy_count_(Values...))[sizeof...(Values)];
#define DEPUTY_ARGS(...) \
  (std::initializer_list<deputy_value>{__VA_ARGS__}).begin(), sizeof(deputy_count_(__VA_ARGS__))
#else
#define DEPUTY_ARGS(...) \
  (const deputy_value[]){__VA_ARGS__}, sizeof((const deputy_value[]){__VA_ARGS__}) / sizeof(deputy_value)
#endif

/** A string literal that JavaScript decodes once: DEPUTY_STR("name"), for keys and words that cross again and again. What is longer
 *  than 1024 bytes, empty, or no UTF-8 is an ordinary string. \since 0.1.0 */
#ifdef __cplusplus
#define DEPUTY_STR(literal)                                                                    \
  ([]() -> deputy_value {                                                                      \
    static deputy_literal_ deputy_str_ = {literal, (uint32_t)(sizeof(literal) - 1), 0};        \
    return deputy_literal_value_(&deputy_str_);                                                \
  }())
#else
#define DEPUTY_STR(literal)                                                                    \
  (__extension__({                                                                             \
    static deputy_literal_ deputy_str_ = {literal, (uint32_t)(sizeof(literal) - 1), 0};        \
    deputy_literal_value_(&deputy_str_);                                                       \
  }))
#endif

/** A JavaScript Array of these values: DEPUTY_ARRAY(deputy_i32(1), deputy_cstr("two")). At least one. In C it lives as long as the
 *  block it is written in, in C++ until the end of the statement. \since 0.1.0 */
#define DEPUTY_ARRAY(...) (deputy_array(DEPUTY_ARGS(__VA_ARGS__)))

/** A plain JavaScript object of these keys and values: DEPUTY_RECORD(DEPUTY_STR("x"), deputy_i32(1), DEPUTY_STR("y"), deputy_i32(2)). At
 *  least one pair. It lives as long as DEPUTY_ARRAY(). \since 0.1.0 */
#define DEPUTY_RECORD(...) (deputy_record_(DEPUTY_ARGS(__VA_ARGS__)))
/** Internal: what DEPUTY_RECORD() gives. \param values keys and values \param count how many \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_record_(const deputy_value *values, size_t count) { return deputy_record(values, count / 2); }

/** The defaults: deputy_call_options options = DEPUTY_CALL_OPTIONS; \since 0.1.0 */
#define DEPUTY_CALL_OPTIONS {sizeof(deputy_call_options), 0, 0, 0}

/** No arguments. \since 0.1.0 */
#define DEPUTY_NO_ARGS NULL, 0
