/* `deputy.ccall()` and `deputy.cwrap()`: functions that a program exports by -sEXPORTED_FUNCTIONS, run on the deputy instead of on the
 * page. A native function for JavaScript by the name of `deputy.ccall` takes the call; what the program's functions take and give
 * is for the JavaScript of the deputy's own Worker to say, which has them. Linked when a program asks emcc for ccall or cwrap. */
#include <stdlib.h>
#include <string.h>

#include "../include/deputy.h"
#include "deputy_js.h"

enum { MOST = 64 /* arguments, beyond any function's */ };

/* For libdeputy.js to refer to. */
void deputy_sys_ccall(void) {}

/* What JavaScript sends after the name; libdeputy.js has the same numbers. */
enum { RETURNS_NOTHING, RETURNS_NUMBER, RETURNS_STRING, RETURNS_BOOLEAN, RETURNS_POINTER };

static deputy_status give(int kind, union deputy_ccall_slot result, int returns, deputy_value *out) {
  if (returns == RETURNS_NOTHING || kind == DEPUTY_CCALL_NOTHING) {
    *out = deputy_undefined();
  } else if (kind == DEPUTY_CCALL_I64) {
    *out = deputy_i64(result.i64);
  } else if (returns == RETURNS_STRING) {
    const char *text = (const char *)(uintptr_t)(uint32_t)(int64_t)result.f64;
    *out = text ? deputy_cstr(text) : deputy_null();
  } else if (returns == RETURNS_BOOLEAN) {
    *out = deputy_bool(result.f64 != 0);
  } else if (returns == RETURNS_POINTER) {
    *out = deputy_u32((uint32_t)(int64_t)result.f64);
  } else {
    *out = deputy_f64(result.f64);
  }
  return DEPUTY_OK;
}

static deputy_status ccall(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)userdata;
  if (argc < 2 || argc > MOST + 2 || args[0].tag != DEPUTY_VALUE_STRING || args[1].tag != DEPUTY_VALUE_I32) return DEPUTY_INVALID_ARGUMENT;
  union deputy_ccall_slot slots[MOST], result = {0};
  uint8_t is_i64[MOST] = {0};
  size_t count = argc - 2;
  for (size_t i = 0; i < count; i++) {
    const deputy_value *arg = &args[i + 2];
    switch (arg->tag) {
      case DEPUTY_VALUE_NULL:
      case DEPUTY_VALUE_UNDEFINED: slots[i].f64 = 0; break;
      case DEPUTY_VALUE_BOOL: slots[i].f64 = arg->data.boolean; break;
      case DEPUTY_VALUE_I32: slots[i].f64 = arg->data.i32; break;
      case DEPUTY_VALUE_F64: slots[i].f64 = arg->data.f64; break;
      case DEPUTY_VALUE_I64: slots[i].i64 = arg->data.i64, is_i64[i] = 1; break;
      case DEPUTY_VALUE_STRING: slots[i].f64 = (double)(uintptr_t)arg->data.string; break;
      case DEPUTY_VALUE_BYTES: slots[i].f64 = (double)(uintptr_t)arg->data.bytes; break;
      default: *out = deputy_cstr("ccall: arguments are numbers, booleans, BigInts, strings and arrays of bytes"); return DEPUTY_WRONG_TYPE;
    }
  }
  int kind = deputy_js_ccall(args[0].data.string, slots, is_i64, (int)count, &result);
  if (kind == DEPUTY_CCALL_NONE) {
    *out = deputy_cstr("ccall: the program exports no such function; link it with -sEXPORTED_FUNCTIONS=_main,_name");
    return DEPUTY_NOT_FOUND;
  }
  if (kind == DEPUTY_CCALL_MISFIT) {
    *out = deputy_cstr("ccall: a 64-bit parameter takes a BigInt, any other takes none");
    return DEPUTY_WRONG_TYPE;
  }
  return give(kind, result, args[1].data.i32, out);
}
DEPUTY_EXPORT(ccall, "deputy.ccall");
