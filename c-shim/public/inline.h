/* ---- what only the preprocessor and inline functions can do; source: c-shim/public/inline.h --------------------------- */

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __cplusplus
#include <initializer_list>
#endif

/* Only a library of this header's version has this name. */
#ifdef __cplusplus
extern "C" {
#endif
extern const char DEPUTY_ABI;
/** Internal: never called. A program that refers to it has the JavaScript of the operations on objects. \threads any thread, never blocks \since 0.1.0 */
extern void deputy_js_operations_(void);
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

/** As deputy_task_value(), for the result of an export: when the caller leaves (its signal fires, or its time is up), the task is
 *  cancelled, too. For work that is this call's alone.
 *  \param task as for deputy_task_value()
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_task_abortable_value(deputy_task task) {
  deputy_value v = deputy_task_value(task);
  v.flags = 16; /* abortable */
  return v;
}

/** A callback: JavaScript gets a function. The value borrows: it holds nothing.
 *  \param callback a deputy_callback, which stays the caller's
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_callback_value(deputy_callback callback) {
  deputy_value v = deputy_null();
  v.tag = DEPUTY_VALUE_CALLBACK;
  v.data.callback = callback;
  return v;
}

/** A callback as a value that owns it: the result of an export that makes it, or for deputy_value_free().
 *  \param callback a deputy_callback; the value frees it
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_callback_into_value(deputy_callback callback) {
  deputy_value v = deputy_callback_value(callback);
  v.flags = 1; /* owned */
  return v;
}

/** A JavaScript object or function that native code has a handle of.
 *  \param object the handle, which stays the caller's
 *  \returns the value; for 0, null
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_object_value(deputy_object object) {
  deputy_value v = deputy_null();
  if (object) {
    v.tag = DEPUTY_VALUE_OBJECT;
    v.data.object = object;
  }
  return v;
}

/** The handle in a value. Who keeps it frees it with deputy_object_free(), and does not free the value.
 *  \param v the value
 *  \returns the handle; 0 if it is no object
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_object deputy_to_object(deputy_value v) {
  return v.tag == DEPUTY_VALUE_OBJECT ? v.data.object : 0;
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

/** A JavaScript function by its name, a string literal: DEPUTY_FN("document.querySelector"), or one that a module exports:
 *  DEPUTY_FN("./chart.mjs#draw"). \since 0.1.0 */
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

/* The JavaScript of one function, in emscripten's section for such texts, which become functions of the program's script. A
 * text is known by its address: names need be unique in their scope only. The text is made by the public macros, since an
 * argument that goes through another macro is expanded: `true` and `NULL` would be what C makes of them. */
/** Internal: DEPUTY_JS() and DEPUTY_JS_ASYNC(). \since 0.1.0 */
#define DEPUTY_INLINE_(function, name, text)                                                                      \
  __attribute__((section("em_asm"), aligned(1), unused)) static const char deputy_text_##function##_[] = text;      \
  __attribute__((unused)) static const char *const deputy_inline_##function##_[2] = {name, deputy_text_##function##_}; \
  __attribute__((unused)) static deputy_js_fn deputy_fn_##function##_ = {                                           \
      (const char *)deputy_inline_##function##_, (uint32_t)(sizeof(name) - 1) | DEPUTY_JS_INLINE, NULL};                 \
  __attribute__((unused)) static deputy_js_fn *const function = &deputy_fn_##function##_

/** A JavaScript function written here, at file level or in a function: DEPUTY_JS(add, (a, b), { return a + b; }); makes `add`,
 *  a static `deputy_js_fn *` for every call of JavaScript. docs/inline.md says what the body may contain.
 *  \param function its name, in C and in messages
 *  \param parameters JavaScript's, in brackets
 *  \param ... the body, in braces; it becomes one line without comments: every statement needs its semicolon
 *  \since 0.1.0 */
#define DEPUTY_JS(function, parameters, ...) \
  DEPUTY_INLINE_(function, #function, "return{" #function #parameters #__VA_ARGS__ "}." #function ";")

/** DEPUTY_JS() for a body that contains `await`: JavaScript's `async`. Whoever calls it and waits, waits for its end. \since 0.1.0 */
#define DEPUTY_JS_ASYNC(function, parameters, ...) \
  DEPUTY_INLINE_(function, #function, "return{async " #function #parameters #__VA_ARGS__ "}." #function ";")

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
#define DEPUTY_CALL_OPTIONS {sizeof(deputy_call_options), 0, 0, 0, 0}

/** The defaults: deputy_callback_options options = DEPUTY_CALLBACK_OPTIONS; \since 0.1.0 */
#define DEPUTY_CALLBACK_OPTIONS {sizeof(deputy_callback_options), 0, 0, NULL}

/** No arguments. \since 0.1.0 */
#define DEPUTY_NO_ARGS NULL, 0

/* ---- objects: what is done to them is an ordinary call, in the context that has them; docs/object.md ------------------ */

/** Internal: refers to the JavaScript of the operations; programs that use none of them do not have it. \threads any thread, never blocks \since 0.1.0 */
static inline void deputy_operations_(void) {
  static void (*const volatile use)(void) = deputy_js_operations_;
  (void)use;
}

/** What a dotted name stands for, as a handle: an object or a function that the page registered, or of globalThis.
 *  \param context DEPUTY_UI, or DEPUTY_ANY
 *  \param name NUL-terminated, such as "document.body"
 *  \param out receives it, or an error value; give it to deputy_value_free(). NULL throws it away.
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_global(deputy_context context, const char *name, deputy_value *out) {
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  deputy_value arg = deputy_cstr(name);
  options.flags = DEPUTY_CALL_OBJECT;
  deputy_operations_();
  return deputy_js_call_with(context, DEPUTY_FN("deputy:global"), out, &arg, 1, &options);
}

/** What a module exports, as the handle of its namespace object; a module is imported once. Its functions can also be called
 *  without it: DEPUTY_FN("./chart.mjs#draw"). docs/module.md
 *  \param context DEPUTY_UI, or DEPUTY_ANY
 *  \param specifier NUL-terminated, for JavaScript's import(): relative to the page, in Node to the main script, if it begins
 *         with "./", "../" or "/"
 *  \param out receives it, or an error value; give it to deputy_value_free(). NULL throws it away.
 *  \returns as deputy_js_call(); DEPUTY_NOT_FOUND: it could not be imported, the message says why
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_module_import(deputy_context context, const char *specifier, deputy_value *out) {
  deputy_value arg = deputy_cstr(specifier);
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  options.flags = DEPUTY_CALL_OBJECT;
  deputy_operations_();
  return specifier ? deputy_js_call_with(context, DEPUTY_FN("deputy:import"), out, &arg, 1, &options) : DEPUTY_INVALID_ARGUMENT;
}

/** A property, by value if it can be copied.
 *  \param object the handle
 *  \param key NUL-terminated; of an array, an index in decimal
 *  \param out receives it, or an error value; give it to deputy_value_free(). NULL throws it away.
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_get(deputy_object object, const char *key, deputy_value *out) {
  const deputy_value args[] = {deputy_object_value(object), deputy_cstr(key)};
  deputy_operations_();
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("deputy:get"), out, args, 2);
}

/** A property as a handle, if it is an object or a function.
 *  \param object the handle
 *  \param key NUL-terminated; of an array, an index in decimal
 *  \param out receives it, or an error value; give it to deputy_value_free(). NULL throws it away.
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_get_object(deputy_object object, const char *key, deputy_value *out) {
  const deputy_value args[] = {deputy_object_value(object), deputy_cstr(key)};
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  options.flags = DEPUTY_CALL_OBJECT;
  deputy_operations_();
  return deputy_js_call_with(DEPUTY_ANY, DEPUTY_FN("deputy:get"), out, args, 2, &options);
}

/** Sets a property. One that cannot be set is DEPUTY_WRONG_TYPE.
 *  \param object the handle
 *  \param key NUL-terminated; of an array, an index in decimal
 *  \param value what it is to be
 *  \param out NULL, or receives an error value
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_set(deputy_object object, const char *key, deputy_value value, deputy_value *out) {
  deputy_value args[3];
  args[0] = deputy_object_value(object);
  args[1] = deputy_cstr(key);
  args[2] = value;
  deputy_operations_();
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("deputy:set"), out, args, 3);
}

/** Whether there is a property, its own or inherited.
 *  \param object the handle
 *  \param key NUL-terminated; of an array, an index in decimal
 *  \param out receives a bool, or an error value
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_has(deputy_object object, const char *key, deputy_value *out) {
  const deputy_value args[] = {deputy_object_value(object), deputy_cstr(key)};
  deputy_operations_();
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("deputy:has"), out, args, 2);
}

/** Removes a property.
 *  \param object the handle
 *  \param key NUL-terminated; of an array, an index in decimal
 *  \param out NULL, or receives a bool: whether there is none now; or an error value
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_delete(deputy_object object, const char *key, deputy_value *out) {
  const deputy_value args[] = {deputy_object_value(object), deputy_cstr(key)};
  deputy_operations_();
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("deputy:delete"), out, args, 2);
}

/** Calls a method. Faster, where the name is a literal: deputy_js_call() with DEPUTY_FN(".name") and the object as first argument.
 *  \param object the handle
 *  \param method NUL-terminated
 *  \param out receives it, or an error value; give it to deputy_value_free(). NULL throws it away.
 *  \param args the arguments; NULL if argc is 0
 *  \param argc their number
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_call(deputy_object object, const char *method, deputy_value *out, const deputy_value *args, size_t argc) {
  const deputy_value head[] = {deputy_object_value(object), deputy_cstr(method)};
  deputy_operations_();
  return deputy_js_call_parts(DEPUTY_ANY, DEPUTY_FN("deputy:call"), out, head, 2, args, argc, NULL);
}

/** Calls a function that is an object.
 *  \param function the handle
 *  \param self what `this` is
 *  \param out receives it, or an error value; give it to deputy_value_free(). NULL throws it away.
 *  \param args the arguments; NULL if argc is 0
 *  \param argc their number
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_apply(deputy_object function, deputy_value self, deputy_value *out, const deputy_value *args, size_t argc) {
  deputy_value head[2];
  head[0] = deputy_object_value(function);
  head[1] = self;
  deputy_operations_();
  return deputy_js_call_parts(DEPUTY_ANY, DEPUTY_FN("deputy:apply"), out, head, 2, args, argc, NULL);
}

/** Makes an object with a constructor that is an object, as a handle. Where the name is a literal: deputy_js_call() with DEPUTY_FN("new Name").
 *  \param constructor the handle
 *  \param out receives it, or an error value; give it to deputy_value_free(). NULL throws it away.
 *  \param args the arguments; NULL if argc is 0
 *  \param argc their number
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_new(deputy_object constructor, deputy_value *out, const deputy_value *args, size_t argc) {
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  deputy_value head = deputy_object_value(constructor);
  options.flags = DEPUTY_CALL_OBJECT;
  deputy_operations_();
  return deputy_js_call_parts(DEPUTY_ANY, DEPUTY_FN("deputy:new"), out, &head, 1, args, argc, &options);
}

/** What `typeof` says.
 *  \param object the handle
 *  \param out receives a string, or an error value
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_typeof(deputy_object object, deputy_value *out) {
  deputy_value arg = deputy_object_value(object);
  deputy_operations_();
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("deputy:typeof"), out, &arg, 1);
}

/** Whether an object is an instance of a class.
 *  \param object the handle
 *  \param name of the class, NUL-terminated, such as "HTMLElement"
 *  \param out receives a bool, or an error value
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_instanceof(deputy_object object, const char *name, deputy_value *out) {
  const deputy_value args[] = {deputy_object_value(object), deputy_cstr(name)};
  deputy_operations_();
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("deputy:instanceof"), out, args, 2);
}

/** Whether two handles are of one object: a handle that was reserved may be a second one.
 *  \param a a handle
 *  \param b another one
 *  \param out receives a bool, or an error value
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_same(deputy_object a, deputy_object b, deputy_value *out) {
  const deputy_value args[] = {deputy_object_value(a), deputy_object_value(b)};
  deputy_operations_();
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("deputy:same"), out, args, 2);
}

/** The names of the object's own enumerable properties.
 *  \param object the handle
 *  \param out receives an array of strings, or an error value
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_keys(deputy_object object, deputy_value *out) {
  deputy_value arg = deputy_object_value(object);
  deputy_operations_();
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("deputy:keys"), out, &arg, 1);
}

/** Begins to go through what can be iterated: an array, a Map, a NodeList.
 *  \param object the handle
 *  \param out receives the handle of an iterator, or an error value
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_iterate(deputy_object object, deputy_value *out) {
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  deputy_value arg = deputy_object_value(object);
  options.flags = DEPUTY_CALL_OBJECT;
  deputy_operations_();
  return deputy_js_call_with(DEPUTY_ANY, DEPUTY_FN("deputy:iterate"), out, &arg, 1, &options);
}

/** The next elements, many in one trip.
 *  \param iterator from deputy_object_iterate()
 *  \param count so many at most, at least 1
 *  \param out receives an array, which is shorter at the end, and empty after it; or an error value
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_next(deputy_object iterator, int32_t count, deputy_value *out) {
  const deputy_value args[] = {deputy_object_value(iterator), deputy_i32(count)};
  deputy_operations_();
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("deputy:next"), out, args, 2);
}
