// The examples of docs/pool.md.
// FEATURE: F69
#include "check.h"

static deputy_status darken(void *pixels, size_t begin, size_t end) {
  for (size_t i = begin; i < end; i++) ((uint8_t *)pixels)[i] /= 2;
  return DEPUTY_OK;
}

int main(void) {
  static uint8_t pixels[100000];
  memset(pixels, 200, sizeof pixels);
  deputy_status status = deputy_pool_for(0, sizeof pixels, 0, darken, pixels);
  CHECK_STATUS(status, DEPUTY_OK, NULL);
  for (size_t i = 0; i < sizeof pixels; i++) {
    if (pixels[i] != 100) return 1;
  }
  return check_result();
}
