// The arguments of a post are copied when it is made: buffers are reused at once, whatever size they have, on both sides
// of what fits a frame.
// FEATURE: F12
// FLAGS: -sINITIAL_MEMORY=64MB
#include "check.h"

enum { MEGABYTE = 1 << 20 };

static void post_text(char *buffer, size_t length, int number) {
  memset(buffer, 'a' + number % 26, length);
  deputy_value args[3] = {deputy_i32(number), deputy_str(buffer, length), deputy_i32((int)length)};
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("text"), args, 3), DEPUTY_OK, NULL);
  memset(buffer, '#', length);
  memset(args, 0xff, sizeof args);
}

int main(void) {
  char *buffer = malloc(MEGABYTE);
  int posts = 0;
  /* Three values take 48 of a frame's 192 bytes. */
  static const size_t lengths[] = {0, 1, 48, 49, 143, 144, 145, 191, 192, 193, 1000, 65536, MEGABYTE};
  for (int turn = 0; turn < 3; turn++) {
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) post_text(buffer, lengths[i], posts++);
  }
  for (int i = 0; i < 200; i++) post_text(buffer, (size_t)(i * 37 % 300), posts++);

  /* Two strings, and one that is used twice. */
  memcpy(buffer, "onetwo", 6);
  deputy_value strings[4] = {deputy_str(buffer, 3), deputy_str(buffer + 3, 3), deputy_str(buffer, 6), deputy_str(NULL, 0)};
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("strings"), strings, 4), DEPUTY_OK, NULL);
  memset(buffer, '#', 6);

  /* Values alone that do not fit. */
  static deputy_value many[300];
  for (int i = 0; i < 300; i++) many[i] = deputy_i32(i);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("many"), many, 300), DEPUTY_OK, NULL);
  memset(many, 0xff, sizeof many);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("none"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  free(buffer);

  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("right"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, posts + 3);
  return check_result();
}
