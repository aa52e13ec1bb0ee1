// exit() in native code that runs on the UI thread, sent there by the program: it ends with the code.
// FEATURE: F02
// EXIT: 8
#include <emscripten/threading.h>

#include "check.h"

static void there(int code) {
  CHECK(emscripten_is_main_runtime_thread());
  exit(check_result() ? 1 : code);
}

int main(void) {
  emscripten_sync_run_in_main_runtime_thread(EM_FUNC_SIG_VI, there, 8);
  printf("exit returned\n");
  return 1;
}
