// File-system calls, which emscripten sends to the UI as well, and our calls go on side by side from several threads: each
// thread sees its own file's contents, JavaScript sees what was written before it was called, output keeps its order.
// FEATURE: F10 F12
// FLAGS: -sEXPORTED_RUNTIME_METHODS=FS -sFORCE_FILESYSTEM
// TIMEOUT: 60
#include <errno.h>

#include "check.h"

enum { THREADS = 4, LINES = 100 };

static void *writes(void *number) {
  char path[32], line[64], read[64];
  snprintf(path, sizeof path, "/tmp/file%d", (int)(intptr_t)number);
  FILE *file = fopen(path, "w+");
  CHECK(file != NULL);
  if (!file) return NULL;
  setvbuf(file, NULL, _IONBF, 0);
  long at = 0;
  for (int i = 0; i < LINES && !check_result(); i++) {
    int length = snprintf(line, sizeof line, "thread %d line %d\n", (int)(intptr_t)number, i);
    CHECK_EQ(fwrite(line, 1, (size_t)length, file), length);

    deputy_value out = deputy_null();
    deputy_js_fn *size = i % 2 ? DEPUTY_FN("sizeOf") : DEPUTY_FN("sizeOfLater");
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, size, &out, DEPUTY_ARGS(deputy_cstr(path))), DEPUTY_OK, &out);
    CHECK_EQ(out.data.i32, at + length);
    CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("append"), DEPUTY_ARGS(deputy_cstr(path), deputy_str("#\n", 2))), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("nothing"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);

    CHECK_EQ(fseek(file, at, SEEK_SET), 0);
    CHECK(fgets(read, sizeof read, file) != NULL);
    CHECK_CSTR(read, line);
    CHECK(fgets(read, sizeof read, file) != NULL);
    CHECK_CSTR(read, "#\n");
    CHECK_EQ(fseek(file, 0, SEEK_END), 0);
    at += length + 2;
    if (i % 25 == 0) fprintf(stdout, "%d:%d\n", (int)(intptr_t)number, i);
  }
  fclose(file);
  CHECK_EQ(remove(path), 0);
  CHECK(fopen(path, "r") == NULL && errno == ENOENT);
  return NULL;
}

int main(void) {
  pthread_t threads[THREADS];
  for (intptr_t i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, writes, (void *)i), 0);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  return check_result();
}
