// Redirected descriptors still go to the file: dup2(), freopen(), close() and open(), a copy that stays a terminal, /dev/tty.
// FEATURE: F75
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "check.h"

static const char *content(const char *path) {
  static char text[100];
  FILE *file = fopen(path, "r");
  size_t length = file ? fread(text, 1, sizeof text - 1, file) : 0;
  text[length] = 0;
  if (file) fclose(file);
  return text;
}

int main(void) {
  printf("terminal 1\n");
  int saved = dup(1);
  int file = open("/one", O_CREAT | O_WRONLY | O_TRUNC, 0666);
  CHECK_EQ(dup2(file, 1), 1);
  printf("file 1\n");
  fflush(stdout);
  CHECK_EQ(write(saved, "terminal 2\n", 11), 11);
  CHECK_EQ(dup2(saved, 1), 1);
  printf("terminal 3\n");
  CHECK_CSTR(content("/one"), "file 1\n");

  CHECK_EQ(dup2(2, 1), 1); /* 2>&1, the other way round */
  printf("as an error\n");
  CHECK_EQ(dup2(saved, 1), 1);

  CHECK(freopen("/two", "w", stderr) != NULL);
  fprintf(stderr, "file 2\n");
  fflush(stderr);
  CHECK_CSTR(content("/two"), "file 2\n");

  CHECK_EQ(close(1), 0);
  CHECK_EQ(write(1, "nowhere", 7), -1);
  CHECK_EQ(errno, EBADF);
  CHECK_EQ(open("/three", O_CREAT | O_WRONLY, 0666), 1);
  CHECK_EQ(write(1, "file 3", 6), 6);
  CHECK_CSTR(content("/three"), "file 3");
  CHECK_EQ(close(1), 0);
  CHECK_EQ(open("/dev/tty", O_WRONLY), 1);
  CHECK_EQ(write(1, "terminal 4\n", 11), 11);
  /* What CHECK() has complained about lies in a file. */
  if (check_result()) write(1, content("/two"), strlen(content("/two")));
  return check_result();
}
