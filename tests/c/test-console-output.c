// `onOutput` gets what is written as it is written: beginnings of lines, line ends, both streams in order. A function that throws loses nothing.
// FEATURE: F75
#include <unistd.h>

#include "check.h"

int main(void) {
  const char *pieces[] = {"name? ", "throw", "a\nb", "\r\x1b[1mc\n", "\xe2\x82", "\xac"};
  for (int i = 0; i < 6; i++) {
    write(i == 3 ? 2 : 1, pieces[i], strlen(pieces[i]));
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("fence"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  }
  return check_result();
}
