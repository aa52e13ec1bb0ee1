// Files from any thread: what POSIX says of reads, writes, places, append, truncation and duplicates, from every executor; many
// threads at once, on files of their own and on one; a thread that writes while the page waits in a synchronous call, and while
// native code on the page waits for a lock that it has; errno.
// FEATURE: F77
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "executors.h"
#include "tasks.h"

static void posix(const char *executor) {
  char path[64], got[64];
  snprintf(path, sizeof path, "/tmp/%s", executor);
  int file = open(path, O_CREAT | O_RDWR | O_TRUNC, 0640);
  CHECK(file >= 0);
  CHECK_EQ(write(file, "hello, world", 12), 12);
  CHECK_EQ(lseek(file, 0, SEEK_CUR), 12);
  CHECK_EQ(lseek(file, -5, SEEK_END), 7);
  CHECK_EQ(read(file, got, sizeof got), 5);
  CHECK(memcmp(got, "world", 5) == 0);
  CHECK_EQ(read(file, got, sizeof got), 0);
  CHECK_EQ(pread(file, got, 5, 0), 5);
  CHECK(memcmp(got, "hello", 5) == 0);
  CHECK_EQ(lseek(file, 0, SEEK_CUR), 12);
  CHECK_EQ(pwrite(file, "W", 1, 7), 1);
  struct iovec parts[2] = {{got, 3}, {got + 3, 40}};
  lseek(file, 0, SEEK_SET);
  CHECK_EQ(readv(file, parts, 2), 12);
  CHECK(memcmp(got, "hello, World", 12) == 0);

  /* A duplicate has the same place, another open() its own. */
  int same = dup(file), other = open(path, O_RDONLY);
  CHECK_EQ(lseek(same, 3, SEEK_SET), 3);
  CHECK_EQ(lseek(file, 0, SEEK_CUR), 3);
  CHECK_EQ(read(file, got, 2), 2);
  CHECK_EQ(lseek(same, 0, SEEK_CUR), 5);
  CHECK_EQ(lseek(other, 0, SEEK_CUR), 0);
  /* What one writes, another reads. */
  CHECK_EQ(read(other, got, 1), 1);
  CHECK_EQ(pwrite(file, "XY", 2, 1), 2);
  CHECK_EQ(read(other, got, 2), 2);
  CHECK(memcmp(got, "XY", 2) == 0);
  CHECK_EQ(close(same), 0);
  CHECK_EQ(read(same, got, 1), -1);
  CHECK_EQ(errno, EBADF);

  /* Truncation, from either side. */
  struct stat status;
  CHECK_EQ(ftruncate(file, 4), 0);
  CHECK_EQ(fstat(file, &status), 0);
  CHECK_EQ(status.st_size, 4);
  CHECK_EQ(pread(other, got, sizeof got, 2), 2);
  CHECK_EQ(ftruncate(file, 6), 0);
  CHECK_EQ(pread(other, got, sizeof got, 2), 4);
  CHECK(memcmp(got, "Yl\0\0", 4) == 0);
  CHECK_EQ(stat(path, &status), 0);
  CHECK_EQ(status.st_size, 6);

  /* Append. */
  int end = open(path, O_WRONLY | O_APPEND);
  lseek(end, 0, SEEK_SET);
  CHECK_EQ(write(end, "end", 3), 3);
  CHECK_EQ(lseek(end, 0, SEEK_CUR), 9);
  CHECK_EQ(pread(other, got, sizeof got, 6), 3);
  CHECK(memcmp(got, "end", 3) == 0);

  /* errno. */
  CHECK_EQ(write(other, "x", 1), -1);
  CHECK_EQ(errno, EBADF);
  CHECK_EQ(lseek(file, -1, SEEK_SET), -1);
  CHECK_EQ(errno, EINVAL);
  CHECK_EQ(open("/tmp/none/file", O_RDONLY), -1);
  CHECK_EQ(errno, ENOENT);
  CHECK_EQ(stat("/tmp/none", &status), -1);
  CHECK_EQ(errno, ENOENT);
  CHECK_EQ(ftruncate(other, 0), -1);
  CHECK_EQ(errno, EINVAL);
  int folder = open("/tmp", O_RDONLY);
  CHECK_EQ(read(folder, got, 1), -1);
  CHECK_EQ(errno, EISDIR);
  close(folder);
  close(end);
  close(other);

  CHECK_EQ(fsync(file), 0);
  CHECK_EQ(fsync(same), -1);
  CHECK_EQ(errno, EBADF);
  CHECK_EQ(fsync(99999), -1);
  CHECK_EQ(errno, EBADF);

  /* After the last name is gone the file is still there. */
  CHECK_EQ(unlink(path), 0);
  CHECK_EQ(pread(file, got, 1, 0), 1);
  CHECK_EQ(close(file), 0);
}

/* Of many threads, each byte is read by one and every line is written whole. */
enum { THREADS = 6, LINES = 300 };

static int shared;
static char *read_by_all;

static void *write_and_read(void *number) {
  char path[32], line[32], got[32];
  snprintf(path, sizeof path, "/tmp/own-%d", (int)(intptr_t)number);
  FILE *own = fopen(path, "w+");
  for (int i = 0; i < LINES; i++) {
    int length = snprintf(line, sizeof line, "%d of %d\n", i, (int)(intptr_t)number);
    CHECK_EQ(fputs(line, own) >= 0, 1);
    CHECK_EQ(write(shared, line, length), length);
    if (i % 50 == 0) fflush(own);
  }
  rewind(own);
  for (int i = 0; i < LINES; i++) {
    snprintf(line, sizeof line, "%d of %d\n", i, (int)(intptr_t)number);
    CHECK(fgets(got, sizeof got, own) && strcmp(got, line) == 0);
  }
  fclose(own);
  return NULL;
}

static void *read_shared(void *file) {
  unsigned at;
  while (read((int)(intptr_t)file, &at, sizeof at) == sizeof at) __atomic_fetch_add(&read_by_all[at], 1, __ATOMIC_RELAXED);
  return NULL;
}

static void many(void *(*body)(void *), void *(*argument)(int)) {
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, body, argument(i)), 0);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
}

static void *number(int i) { return (void *)(intptr_t)i; }
static int numbers;
static void *the_numbers(int i) { return (void *)(intptr_t)(i % 2 ? dup(numbers) : numbers); }

static void together(void) {
  shared = open("/tmp/shared", O_CREAT | O_RDWR | O_APPEND | O_TRUNC, 0600);
  many(write_and_read, number);
  int next[THREADS] = {0}, lines = 0, line, thread;
  FILE *all = fopen("/tmp/shared", "r");
  for (; fscanf(all, "%d of %d\n", &line, &thread) == 2; lines++) CHECK_EQ(line, next[thread]++);
  CHECK_EQ(lines, THREADS * LINES);
  fclose(all);
  close(shared);

  enum { COUNT = 20000 };
  numbers = open("/tmp/numbers", O_CREAT | O_RDWR | O_TRUNC, 0600);
  FILE *out = fdopen(dup(numbers), "w");
  for (unsigned i = 0; i < COUNT; i++) fwrite(&i, sizeof i, 1, out);
  fclose(out);
  CHECK_EQ(lseek(numbers, 0, SEEK_SET), 0);
  read_by_all = calloc(COUNT, 1);
  many(read_shared, the_numbers);
  int wrong = 0;
  for (int i = 0; i < COUNT; i++) wrong += read_by_all[i] != 1;
  CHECK_EQ(wrong, 0);
  CHECK_EQ(lseek(numbers, 0, SEEK_CUR), COUNT * 4);
  close(numbers);
}

/* The page waits for a function that waits for a thread that writes. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static _Atomic int has_lock;

static void *write_with_lock(void *unused) {
  pthread_mutex_lock(&lock);
  has_lock = 1;
  struct timespec moment = {.tv_nsec = 50000000};
  nanosleep(&moment, NULL);
  FILE *file = fopen("/tmp/locked", "w");
  for (int i = 0; i < 20; i++) {
    fprintf(file, "line %d\n", i);
    fflush(file);
  }
  fclose(file);
  pthread_mutex_unlock(&lock);
  return unused;
}

static deputy_status wait_for_lock(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  pthread_mutex_lock(&lock);
  pthread_mutex_unlock(&lock);
  return DEPUTY_OK;
}

static deputy_status locked(const deputy_value *args, size_t argc, deputy_value *out, void *unused) {
  (void)args, (void)argc;
  wait_for_lock(unused, NULL);
  *out = deputy_i32(1);
  return DEPUTY_OK;
}

static pthread_t start_writing(void) {
  pthread_t thread;
  has_lock = 0;
  CHECK_EQ(pthread_create(&thread, NULL, write_with_lock, NULL), 0);
  UNTIL(has_lock);
  return thread;
}

static void while_the_page_waits(void) {
  pthread_t thread = start_writing();
  CHECK_STATUS(deputy_context_send(DEPUTY_UI, wait_for_lock, NULL, NULL, NULL, NULL), DEPUTY_OK, NULL);
  pthread_join(thread, NULL);

  thread = start_writing();
  CHECK_EQ(ASK("callLocked", DEPUTY_NO_ARGS), 1);
  pthread_join(thread, NULL);
}

int main(void) {
  CHECK_STATUS(deputy_export_add("locked(): i32", locked, NULL), DEPUTY_OK, NULL);
  ON_EACH_EXECUTOR(posix);
  together();
  while_the_page_waits();
  return check_result();
}
