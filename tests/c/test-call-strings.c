// Strings cross both ways byte for byte: empty, ASCII, UTF-8, NUL inside, a byte order mark; what is no UTF-8 and lone
// surrogates arrive as U+FFFD; every length at which the library changes its ways is right.
// FEATURE: F10 F15
#include "check.h"

/* JavaScript's view: UTF-16 code units in hexadecimal. */
static void arrives(const char *bytes, size_t length, const char *codes) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("codes"), &out, DEPUTY_ARGS(deputy_str(bytes, length))), DEPUTY_OK, &out);
  CHECK_STR(out, codes, strlen(codes));
  deputy_value_free(&out);
}
#define ARRIVES(literal, codes) arrives(literal, sizeof(literal) - 1, codes)

static void comes(const char *name, const char *bytes, size_t length) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("give"), &out, DEPUTY_ARGS(deputy_cstr(name))), DEPUTY_OK, &out);
  CHECK_STR(out, bytes, length);
  deputy_value_free(&out);
}
#define COMES(name, literal) comes(name, literal, sizeof(literal) - 1)

/* There and back; `units` is the length JavaScript must see. */
static void round_trip(const char *bytes, size_t length, int units) {
  deputy_value out = deputy_null();
  deputy_status status =
      deputy_js_call(DEPUTY_UI, DEPUTY_FN("back"), &out, DEPUTY_ARGS(deputy_str(bytes, length), deputy_i32(units)));
  CHECK_STATUS(status, DEPUTY_OK, &out);
  CHECK_STR(out, bytes, length);
  deputy_value_free(&out);
}

int main(void) {
  ARRIVES("", "");
  ARRIVES("az", "61 7a");
  ARRIVES("a\0b\0", "61 0 62 0");
  ARRIVES("\xc3\xa9", "e9");
  ARRIVES("\xe2\x82\xac", "20ac");
  ARRIVES("\xf0\x9f\x98\x80", "d83d de00");
  ARRIVES("\xef\xbb\xbf" "a", "feff 61");
  ARRIVES("\xef\xbb\xbf", "feff");
  ARRIVES("a\xff\xfe", "61 fffd fffd");
  ARRIVES("\xe2\x82", "fffd");
  ARRIVES("\xc0\x80", "fffd fffd");
  ARRIVES("\xed\xa0\x80", "fffd fffd fffd");
  ARRIVES("\xf4\x90\x80\x80" "z", "fffd fffd fffd fffd 7a");

  COMES("empty", "");
  COMES("nul", "a\0b\0");
  COMES("two", "\xc3\xa9");
  COMES("three", "\xe2\x82\xac");
  COMES("four", "\xf0\x9f\x98\x80");
  COMES("bom", "\xef\xbb\xbf" "a");
  COMES("high", "a\xef\xbf\xbd" "b");
  COMES("low", "\xef\xbf\xbd");
  COMES("swapped", "\xef\xbf\xbd\xef\xbf\xbd");

  static const size_t lengths[] = {1,   2,   15,  16,  17,  30,  31,  32,  33,  47,   48,   49,  63,
                                   64,  65,  127, 128, 129, 190, 191, 192, 193, 255,  256,  257, 1023,
                                   1024, 4095, 4096, 65535, 65536, 65537};
  char *text = malloc(65537);
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
    size_t length = lengths[i];
    for (size_t at = 0; at < length; at++) text[at] = (char)(1 + (at * 7 + length) % 127);
    round_trip(text, length, (int)length);
    text[length - 1] = 0;
    round_trip(text, length, (int)length);
    /* The same length with one character that is not ASCII, first and last. */
    if (length < 2) continue;
    memset(text, 'x', length);
    memcpy(text, "\xc3\xa9", 2);
    round_trip(text, length, (int)length - 1);
    memset(text, 'x', length);
    memcpy(text + length - 2, "\xc3\xa9", 2);
    round_trip(text, length, (int)length - 1);
  }
  free(text);
  return check_result();
}
