// Standard input blocks like a terminal, on any native thread, until the page supplies a line or the end: fgets(), scanf(), read(), two
// readers; poll() and select() tell the truth, with times, too; O_NONBLOCK and the page's thread get EAGAIN; a thread that waits can be
// cancelled, in stdio too, where it leaves the stream to others; isatty() tells that there is no terminal; the beginning of a line is printed when the program waits.
// FEATURE: F76
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

/* Has the page write or end, so many milliseconds from now. */
static void later(int ms, const char *text) {
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("later"), NULL, DEPUTY_ARGS(deputy_i32(ms), text ? deputy_cstr(text) : deputy_null())),
               DEPUTY_OK, NULL);
}

static int poll_input(int ms) {
  struct pollfd input = {.fd = 0, .events = POLLIN};
  int count = poll(&input, 1, ms);
  CHECK_EQ(input.revents, count == 1 ? POLLIN : 0);
  return count;
}

static int select_input(int ms) {
  fd_set set;
  FD_ZERO(&set);
  FD_SET(0, &set);
  struct timeval time = {ms / 1000, ms % 1000 * 1000};
  int count = select(1, &set, NULL, NULL, &time);
  CHECK_EQ(FD_ISSET(0, &set) != 0, count == 1);
  return count;
}

static void *reader(void *out) {
  char byte;
  if (read(0, &byte, 1) == 1) *(char *)out = byte;
  return NULL;
}

static void *line_reader(void *line) { return fgets(line, 100, stdin); }

static deputy_status on_ui(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  char byte;
  errno = 0;
  CHECK_EQ(read(0, &byte, 1), -1);
  CHECK_EQ(errno, EAGAIN);
  return DEPUTY_OK;
}

int main(void) {
  char line[100];
  /* There is no terminal, as much as the file system thinks so. */
  for (int i = 0; i < 3; i++) {
    errno = 0;
    CHECK_EQ(isatty(i), 0);
    CHECK_EQ(errno, ENOTTY);
  }
  CHECK_EQ(isatty(9999), 0);
  CHECK_EQ(errno, EBADF);

  CHECK_EQ(poll_input(0), 0);
  double before = now();
  CHECK_EQ(poll_input(150), 0);
  CHECK(now() - before >= 140);
  before = now();
  CHECK_EQ(select_input(150), 0);
  CHECK(now() - before >= 140);

  printf("your name? ");
  fflush(stdout);
  later(100, "Ada\nsecond\n");
  CHECK(fgets(line, sizeof line, stdin) != NULL);
  CHECK_CSTR(line, "Ada\n");
  CHECK_EQ(poll_input(0), 1);
  CHECK_EQ(select_input(0), 1);
  CHECK_EQ(read(0, line, sizeof line), 7);
  CHECK(memcmp(line, "second\n", 7) == 0);
  CHECK_EQ(poll_input(0), 0);

  later(100, "now\n");
  before = now();
  CHECK_EQ(poll_input(20000), 1);
  CHECK(now() - before < 15000);
  CHECK_EQ(poll_input(-1), 1);
  CHECK_STATUS(deputy_context_send(DEPUTY_UI, on_ui, NULL, NULL, NULL, NULL), DEPUTY_OK, NULL);
  int number = 0;
  later(50, " 4");
  later(100, "2 word\n");
  CHECK_EQ(scanf("now %d %s", &number, line), 2);
  CHECK_EQ(number, 42);
  CHECK_CSTR(line, "word");
  CHECK_EQ(getchar(), '\n');

  int flags = fcntl(0, F_GETFL);
  CHECK_EQ(fcntl(0, F_SETFL, flags | O_NONBLOCK), 0);
  errno = 0;
  CHECK_EQ(read(0, line, sizeof line), -1);
  CHECK_EQ(errno, EAGAIN);
  int other = dup(0);
  CHECK_EQ(fcntl(0, F_SETFL, flags), 0);

  later(50, "dup\n");
  CHECK_EQ(read(other, line, sizeof line), 4);
  close(other);

  pthread_t threads[2];
  char bytes[2] = {0, 0};
  for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, reader, &bytes[i]);
  later(50, "x");
  later(100, "y");
  for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
  CHECK_EQ(bytes[0] + bytes[1], 'x' + 'y');

  char none = 0;
  pthread_create(&threads[0], NULL, reader, &none);
  usleep(50000);
  pthread_cancel(threads[0]);
  void *result;
  pthread_join(threads[0], &result);
  CHECK(result == PTHREAD_CANCELED);

  /* In stdio, with the lock of the stream. */
  pthread_create(&threads[0], NULL, line_reader, line);
  usleep(50000);
  pthread_cancel(threads[0]);
  pthread_join(threads[0], &result);
  CHECK(result == PTHREAD_CANCELED);
  CHECK_EQ(ftrylockfile(stdin), 0);
  funlockfile(stdin);
  later(50, "after\n");
  CHECK(fgets(line, sizeof line, stdin) != NULL);
  CHECK_CSTR(line, "after\n");

  later(50, "last");
  later(100, NULL);
  CHECK(fgets(line, sizeof line, stdin) != NULL);
  CHECK_CSTR(line, "last");
  CHECK(fgets(line, sizeof line, stdin) == NULL);
  CHECK(feof(stdin));
  CHECK_EQ(read(0, line, sizeof line), 0);
  CHECK_EQ(poll_input(0), 1);
  return check_result();
}
