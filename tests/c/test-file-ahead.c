// Small reads of files are served from bytes that were read ahead, so that ten thousand of them make a few trips: read(), pread(), stdio,
// with lseek() in between. And nothing that has happened to the file is hidden by them: writes by this descriptor, a duplicate, another
// one, another thread, the page, a mapping; truncation by all of these; append; files that were renamed, removed or made anew; descriptors
// that were closed, replaced or moved, by the page too. Devices, pipes, files in the program's memory and in folders of the machine are read as ever. From every
// executor; many threads, with one descriptor and with many.
// FEATURE: F88 F77
// FLAGS: -sFORCE_FILESYSTEM
// TIMEOUT: 90
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "executors.h"

enum { SIZE = 40000, BIT = 16 };

static char path[64], other_path[64];
static char got[SIZE + 100];

/* What the byte at a place is, in one of several versions of the file. */
static char byte_at(int place, char version) { return (char)(version + place / BIT % 19); }

static void make(const char *name, char version) {
  static char all[SIZE];
  for (int i = 0; i < SIZE; i++) all[i] = byte_at(i, version);
  int file = open(name, O_CREAT | O_WRONLY | O_TRUNC, 0600);
  CHECK_EQ(write(file, all, SIZE), SIZE);
  close(file);
}

#define IS(place, count, version) check_is((place), (count), (version), __LINE__)
static void check_is(int place, int count, char version, int line) {
  for (int i = 0; i < count; i++) {
    if (got[i] == byte_at(place + i, version)) continue;
    check_fail(__FILE__, line, "bytes");
    fprintf(stderr, "at %d, got %d, expected %d of version %c\n", place + i, got[i], byte_at(place + i, version), version);
    return;
  }
}

/* The page's own use of files. Written here, so that the closure compiler gives it the same names. */
static int page_write(int at, const char *text) {
  return MAIN_THREAD_EM_ASM_INT({
    const stream = FS.open(UTF8ToString($0), 2);
    const bytes = new TextEncoder().encode(UTF8ToString($2));
    const count = FS.write(stream, bytes, 0, bytes.length, $1);
    FS.close(stream);
    return count;
  }, path, at, text);
}
static void page_write_file(const char *text, bool can_own) {
  MAIN_THREAD_EM_ASM({
    const opts = {};
    opts.canOwn = !!$2;
    FS.writeFile(UTF8ToString($0), new TextEncoder().encode(UTF8ToString($1)), opts);
  }, path, text, can_own);
}
static int page_read(int file) {
  return MAIN_THREAD_EM_ASM_INT({
    const byte = new Uint8Array(1);
    FS.read(FS.getStream($0), byte, 0, 1);
    return byte[0];
  }, file);
}

/* How often the page has read a file, or moved its place, until now. */
static int trips(void) {
  return MAIN_THREAD_EM_ASM_INT({
    if (!globalThis.trips) {
      globalThis.trips = 1;
      const read = FS.read;
      FS.read = (...args) => {
        globalThis.trips++;
        return read(...args);
      };
      const llseek = FS.llseek;
      FS.llseek = (...args) => {
        globalThis.trips++;
        return llseek(...args);
      };
    }
    return globalThis.trips;
  });
}

/* 3 to 5 where thousands of bits are read: but a read for which the page is not given the processor soon is made emscripten's way, and has
 * nothing read ahead. */
enum { MOST = 60 };
#define TRIPS(what)                    \
  do {                                 \
    int before_ = trips();             \
    what;                              \
    int made_ = trips() - before_;     \
    if (made_ > MOST) CHECK_EQ(made_, MOST); \
  } while (0)

/* A descriptor whose file is read ahead; it is read next at 4 * BIT. */
static int warm_with(int flags, int line) {
  int file = open(path, flags), made = 1;
  for (int tries = 0; made && tries < 50; tries++) {
    lseek(file, 0, SEEK_SET);
    for (int i = 0; i < 3; i++) CHECK_EQ(read(file, got, BIT), BIT);
    int before = trips();
    CHECK_EQ(read(file, got, BIT), BIT);
    made = trips() - before;
  }
  if (made) check_fail(__FILE__, line, "read ahead"), fprintf(stderr, "nothing was\n");
  return file;
}
#define WARM() warm_with(O_RDWR, __LINE__)

#define READS(file, place, version)           \
  do {                                        \
    CHECK_EQ(read((file), got, BIT), BIT);    \
    IS((place), BIT, (version));              \
  } while (0)

static void counted(void) {
  make(path, 'a');
  enum { COUNT = 2500 };
  int file = open(path, O_RDONLY);
  int before = trips();
  for (int i = 0; i < COUNT; i++) READS(file, i * BIT, 'a');
  int made = trips() - before;
  CHECK(made >= 3 && made <= MOST);
  CHECK_EQ(read(file, got, BIT), 0);
  TRIPS(for (int i = 0; i < 1000; i++) CHECK_EQ(read(file, got, BIT), 0));
  TRIPS(for (int i = 0; i < COUNT; i++) CHECK_EQ(pread(file, got, BIT, i * BIT), BIT); IS((COUNT - 1) * BIT, BIT, 'a'));
  CHECK_EQ(lseek(file, 0, SEEK_CUR), SIZE);
  CHECK_EQ(lseek(file, 0, SEEK_SET), 0);
  TRIPS(for (int i = 0; i < COUNT; i++) {
    READS(file, i * BIT, 'a');
    CHECK_EQ(lseek(file, 0, SEEK_CUR), (i + 1) * BIT);
    CHECK_EQ(lseek(file, -5, SEEK_END), SIZE - 5);
    CHECK_EQ(lseek(file, (i + 1) * BIT, SEEK_SET), (i + 1) * BIT);
  });
  /* Through the window's end, in two parts. */
  for (int i = 1; i < 3; i++) {
    CHECK_EQ(lseek(file, i * 16384 - 8, SEEK_SET), i * 16384 - 8);
    struct iovec parts[2] = {{got, 5}, {got + 5, BIT - 5}};
    CHECK_EQ(readv(file, parts, 2), BIT);
    IS(i * 16384 - 8, BIT, 'a');
  }
  close(file);

  FILE *stream = fopen(path, "r");
  TRIPS(for (int i = 0; i < COUNT; i++) CHECK_EQ(fread(got, BIT, 1, stream), 1); IS((COUNT - 1) * BIT, BIT, 'a'));
  TRIPS(for (int i = 0; i < COUNT; i++) {
    CHECK_EQ(fseek(stream, i * BIT, SEEK_SET), 0);
    CHECK_EQ(fread(got, BIT, 1, stream), 1);
    CHECK_EQ(ftell(stream), (i + 1) * BIT);
    IS(i * BIT, BIT, 'a');
  });
  CHECK_EQ(getc(stream), EOF);
  rewind(stream);
  TRIPS(for (int i = 0; i < SIZE; i++) CHECK_EQ(getc(stream), byte_at(i, 'a')));
  fclose(stream);
}

static void *write_elsewhere(void *unused) {
  int file = open(path, O_WRONLY);
  char bytes[BIT];
  memset(bytes, 'T', BIT);
  CHECK_EQ(pwrite(file, bytes, BIT, 4 * BIT), BIT);
  close(file);
  return unused;
}

static deputy_status read_on_ui(void *file, deputy_value *out) {
  (void)out;
  READS((int)(intptr_t)file, 4 * BIT, 'a');
  return DEPUTY_OK;
}

static void written(void) {
  char bytes[3 * BIT];
  memset(bytes, 'W', sizeof bytes);
  make(path, 'a');

  /* By the descriptor itself. */
  int file = WARM();
  CHECK_EQ(write(file, bytes, BIT), BIT);
  CHECK_EQ(lseek(file, 0, SEEK_CUR), 5 * BIT);
  READS(file, 5 * BIT, 'a');
  CHECK_EQ(pread(file, got, BIT, 4 * BIT), BIT);
  CHECK(memcmp(got, bytes, BIT) == 0);
  close(file);

  /* By a duplicate, which has the same place. */
  make(path, 'a');
  file = WARM();
  int same = dup(file);
  CHECK_EQ(write(same, bytes, BIT), BIT);
  READS(file, 5 * BIT, 'a');
  READS(same, 6 * BIT, 'a');
  READS(file, 7 * BIT, 'a');
  CHECK_EQ(lseek(same, 4 * BIT, SEEK_SET), 4 * BIT);
  CHECK_EQ(read(file, got, BIT), BIT);
  CHECK(memcmp(got, bytes, BIT) == 0);
  for (int i = 0; i < 200; i++) READS(i % 3 ? same : file, (i + 5) * BIT, 'a');
  close(file);
  for (int i = 200; i < 400; i++) READS(same, (i + 5) * BIT, 'a');
  CHECK_EQ(read(file, got, BIT), -1);
  CHECK_EQ(errno, EBADF);
  close(same);

  /* By another descriptor, and by another thread. */
  make(path, 'a');
  file = WARM();
  int other = open(path, O_WRONLY);
  CHECK_EQ(pwrite(other, bytes, 2 * BIT, 4 * BIT), 2 * BIT);
  CHECK_EQ(read(file, got, BIT), BIT);
  CHECK(memcmp(got, bytes, BIT) == 0);
  struct iovec parts[2] = {{(char *)"xx", 2}, {(char *)"yy", 2}};
  CHECK_EQ(lseek(other, 5 * BIT, SEEK_SET), 5 * BIT);
  CHECK_EQ(writev(other, parts, 2), 4);
  CHECK_EQ(read(file, got, 4), 4);
  CHECK(memcmp(got, "xxyy", 4) == 0);
  CHECK_EQ(lseek(file, 4 * BIT, SEEK_SET), 4 * BIT);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, write_elsewhere, NULL), 0);
  pthread_join(thread, NULL);
  CHECK_EQ(read(file, got, BIT), BIT);
  CHECK(got[0] == 'T' && got[BIT - 1] == 'T');
  close(other);
  close(file);

  /* By a mapping: what msync() or munmap() has written. */
  make(path, 'a');
  file = WARM();
  char *map = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  CHECK(map != MAP_FAILED);
  if (map != MAP_FAILED) {
    map[4 * BIT] = 'M';
    CHECK_EQ(msync(map, SIZE, MS_SYNC), 0);
    CHECK_EQ(read(file, got, BIT), BIT);
    CHECK_EQ(got[0], 'M');
    map[5 * BIT] = 'U';
    CHECK_EQ(munmap(map, SIZE), 0);
    CHECK_EQ(read(file, got, BIT), BIT);
    CHECK_EQ(got[0], 'U');
  }
  close(file);

  /* By native code on the page's thread, which reads there, too. */
  make(path, 'a');
  file = WARM();
  CHECK_STATUS(deputy_context_send(DEPUTY_UI, read_on_ui, (void *)(intptr_t)file, NULL, NULL, NULL), DEPUTY_OK, NULL);
  READS(file, 5 * BIT, 'a');
  close(file);
}

static void truncated(void) {
  make(path, 'a');
  int file = WARM();
  CHECK_EQ(ftruncate(file, 4 * BIT + 2), 0);
  CHECK_EQ(read(file, got, BIT), 2);
  CHECK_EQ(read(file, got, BIT), 0);
  CHECK_EQ(lseek(file, 0, SEEK_END), 4 * BIT + 2);
  CHECK_EQ(ftruncate(file, 6 * BIT), 0);
  CHECK_EQ(read(file, got, BIT), BIT);
  CHECK(got[0] == 0 && got[BIT - 1] == 0);
  CHECK_EQ(lseek(file, 0, SEEK_END), 6 * BIT);
  close(file);

  make(path, 'a');
  file = WARM();
  CHECK_EQ(truncate(path, 1), 0);
  CHECK_EQ(read(file, got, BIT), 0);
  CHECK_EQ(pread(file, got, BIT, 0), 1);
  close(file);

  make(path, 'a');
  file = WARM();
  close(open(path, O_WRONLY | O_TRUNC));
  CHECK_EQ(read(file, got, BIT), 0);
  CHECK_EQ(pread(file, got, BIT, 0), 0);
  /* Whoever reads at the end reads what is appended. */
  int end = open(path, O_WRONLY | O_APPEND);
  CHECK_EQ(lseek(file, 0, SEEK_SET), 0);
  for (int i = 0; i < 100; i++) {
    char byte = (char)i;
    CHECK_EQ(read(file, got, BIT), 0);
    CHECK_EQ(write(end, &byte, 1), 1);
    CHECK_EQ(read(file, got, BIT), 1);
    CHECK_EQ(got[0], byte);
  }
  close(end);
  close(file);

  /* Places that no file has. */
  make(path, 'a');
  file = WARM();
  CHECK_EQ(lseek(file, -1, SEEK_SET), -1);
  CHECK_EQ(errno, EINVAL);
  CHECK_EQ(lseek(file, 0, 7), -1);
  CHECK_EQ(errno, EINVAL);
  READS(file, 4 * BIT, 'a');
  CHECK_EQ(lseek(file, SIZE + 7, SEEK_SET), SIZE + 7);
  CHECK_EQ(read(file, got, BIT), 0);
  CHECK_EQ(lseek(file, 0x500000000, SEEK_CUR), 0x500000000 + SIZE + 7);
  CHECK_EQ(read(file, got, BIT), 0);
  CHECK_EQ(lseek(file, -0x500000000, SEEK_CUR), SIZE + 7);
  CHECK_EQ(pread(file, got, BIT, 0x500000000), 0);
  CHECK_EQ(pread(file, got, BIT, -1), -1);
  CHECK_EQ(lseek(file, 5, SEEK_SET), 5);
  READS(file, 5, 'a');
  /* Large reads between small ones. */
  CHECK_EQ(lseek(file, BIT, SEEK_SET), BIT);
  for (int place = BIT, i = 0; place < SIZE; i++) {
    int want = i % 2 ? 9000 : BIT, expected = want < SIZE - place ? want : SIZE - place;
    CHECK_EQ(read(file, got, want), expected);
    IS(place, expected, 'a');
    place += expected;
  }
  close(file);
  int only = open(path, O_WRONLY);
  for (int i = 0; i < 3; i++) {
    CHECK_EQ(read(only, got, BIT), -1);
    CHECK_EQ(errno, EBADF);
  }
  close(only);
}

static void names(void) {
  /* What has another name, or none, is still the same file. */
  make(path, 'a');
  make(other_path, 'b');
  int file = WARM();
  CHECK_EQ(rename(other_path, path), 0);
  READS(file, 4 * BIT, 'a');
  int other = open(path, O_RDONLY);
  for (int i = 0; i < 9; i++) READS(other, i * BIT, 'b');
  CHECK_EQ(unlink(path), 0);
  for (int i = 5; i < 1500; i++) READS(file, i * BIT, 'a');
  make(path, 'c');
  int third = open(path, O_RDONLY);
  for (int i = 0; i < 9; i++) READS(third, i * BIT, 'c');
  READS(file, 1500 * BIT, 'a');
  READS(other, 9 * BIT, 'b');

  /* Numbers that mean something else now. */
  CHECK_EQ(close(third), 0);
  CHECK_EQ(read(third, got, BIT), -1);
  CHECK_EQ(errno, EBADF);
  CHECK_EQ(lseek(third, 0, SEEK_CUR), -1);
  CHECK_EQ(errno, EBADF);
  make(other_path, 'd');
  int again = open(other_path, O_RDONLY);
  CHECK_EQ(again, third);
  for (int i = 0; i < 9; i++) READS(again, i * BIT, 'd');
  CHECK_EQ(dup2(file, again), again);
  READS(again, 1501 * BIT, 'a');
  READS(file, 1502 * BIT, 'a');
  READS(again, 1503 * BIT, 'a');
  CHECK_EQ(close(file), 0);
  CHECK_EQ(close(other), 0);
  READS(again, 1504 * BIT, 'a');
  READS(again, 1505 * BIT, 'a');
  CHECK_EQ(close(again), 0);
  unlink(other_path);
}

static void by_the_page(void) {
  make(path, 'a');
  int file = WARM();
  CHECK_EQ(page_write(4 * BIT, "page"), 4);
  CHECK_EQ(read(file, got, 4), 4);
  CHECK(memcmp(got, "page", 4) == 0);
  CHECK_EQ(lseek(file, 4 * BIT, SEEK_SET), 4 * BIT);
  for (int own = 0; own < 2; own++) {
    CHECK_EQ(read(file, got, 1), own ? 0 : 1);
    page_write_file(own ? "own" : "new", own);
    CHECK_EQ(read(file, got, BIT), 0);
    CHECK_EQ(pread(file, got, BIT, 0), 3);
    CHECK(memcmp(got, own ? "own" : "new", 3) == 0);
  }
  close(file);

  make(path, 'a');
  file = WARM();
  MAIN_THREAD_EM_ASM({ FS.truncate(UTF8ToString($0), $1); }, path, 4 * BIT + 3);
  CHECK_EQ(read(file, got, BIT), 3);
  close(file);

  /* The page looks at the place, moves it, and reads itself. */
  make(path, 'a');
  file = WARM();
  CHECK_EQ(MAIN_THREAD_EM_ASM_INT({ return FS.getStream($0).position; }, file), 4 * BIT);
  READS(file, 4 * BIT, 'a');
  CHECK_EQ(MAIN_THREAD_EM_ASM_INT({ return FS.llseek(FS.getStream($0), 7, 0); }, file), 7);
  READS(file, 7, 'a');
  CHECK_EQ(page_read(file), byte_at(7 + BIT, 'a'));
  READS(file, 8 + BIT, 'a');
  MAIN_THREAD_EM_ASM({ FS.close(FS.getStream($0)); }, file);
  CHECK_EQ(read(file, got, BIT), -1);
  CHECK_EQ(errno, EBADF);

  /* A file whose bytes are the program's memory. */
  static char mine[64];
  memset(mine, 'm', sizeof mine);
  MAIN_THREAD_EM_ASM({
    const opts = {};
    opts.canOwn = true;
    FS.writeFile(UTF8ToString($0), HEAPU8.subarray($1, $1 + $2), opts);
  }, path, mine, sizeof mine);
  file = open(path, O_RDONLY);
  for (int i = 0; i < 40; i++) {
    mine[i] = (char)i;
    CHECK_EQ(read(file, got, 1), 1);
    CHECK_EQ(got[0], (char)i);
  }
  close(file);
}

static void others(void) {
  int file = open("/dev/urandom", O_RDONLY);
  char first[BIT];
  CHECK_EQ(read(file, first, BIT), BIT);
  for (int i = 0; i < 3; i++) {
    CHECK_EQ(read(file, got, BIT), BIT);
    CHECK(memcmp(got, first, BIT) != 0);
  }
  close(file);
  file = open("/dev/null", O_RDONLY);
  for (int i = 0; i < 3; i++) CHECK_EQ(read(file, got, BIT), 0);
  close(file);
  int ends[2];
  CHECK_EQ(pipe(ends), 0);
  for (int i = 0; i < 100; i++) {
    char byte = (char)i;
    CHECK_EQ(write(ends[1], &byte, 1), 1);
    CHECK_EQ(read(ends[0], got, BIT), 1);
    CHECK_EQ(got[0], byte);
    CHECK_EQ(lseek(ends[0], 0, SEEK_CUR), -1);
    CHECK_EQ(errno, ESPIPE);
  }
  close(ends[0]);
  close(ends[1]);
  file = open("/tmp", O_RDONLY);
  for (int i = 0; i < 3; i++) {
    CHECK_EQ(read(file, got, BIT), -1);
    CHECK_EQ(errno, EISDIR);
  }
  close(file);
}

/* More files at a time than can be lent. */
static void many_files(void) {
  enum { FILES = 40 };
  make(path, 'a');
  int files[FILES];
  for (int i = 0; i < FILES; i++) files[i] = open(path, O_RDONLY);
  for (int round = 0; round < 20; round++) {
    for (int i = 0; i < FILES; i++) READS(files[i], round * BIT, 'a');
  }
  for (int i = 0; i < FILES; i++) close(files[i]);
}

static void scenario(const char *executor) {
  snprintf(path, sizeof path, "/tmp/%s", executor);
  snprintf(other_path, sizeof other_path, "/tmp/%s too", executor);
  counted();
  written();
  truncated();
  names();
  by_the_page();
  others();
  many_files();
  unlink(path);
}

/* A writer, readers with descriptors of their own and with one for all: what was written before a read began is what it reads, whole. */
enum { READERS = 4, WRITES = 400 };
static atomic_int ended, stop;
static int common;

static void *keeps_writing(void *unused) {
  int file = open("/tmp/versions", O_WRONLY), all[1024];
  for (int version = 1; version <= WRITES; version++) {
    for (int i = 0; i < 1024; i++) all[i] = version;
    CHECK_EQ(pwrite(file, all, sizeof all, 0), sizeof all);
    atomic_store(&ended, version);
    if (version % 7 == 0) usleep(300);
  }
  close(file);
  atomic_store(&stop, 1);
  return unused;
}

static void *keeps_reading(void *number) {
  int file = (intptr_t)number % 2 ? open("/tmp/versions", O_RDONLY) : common, wrong = 0, four[4];
  for (int i = 0; !atomic_load(&stop); i++) {
    int least = atomic_load(&ended);
    ssize_t count = file == common ? read(file, four, sizeof four) : pread(file, four, sizeof four, i % 200 * sizeof four);
    if (count == 0 && file == common) lseek(file, 0, SEEK_SET);
    else if (count != sizeof four || four[0] < least || four[1] != four[0] || four[3] != four[0]) wrong++;
  }
  CHECK_EQ(wrong, 0);
  if (file != common) close(file);
  return NULL;
}

/* Ends in the midst of reads, and leaves the file to others. */
static void *reads_for_ever(void *file) {
  int number;
  for (;;) {
    if (pread((int)(intptr_t)file, &number, sizeof number, 0) != sizeof number) return NULL;
    pthread_testcancel();
  }
}

static void threads(void) {
  int zero[1024] = {0};
  common = open("/tmp/versions", O_CREAT | O_RDWR | O_TRUNC, 0600);
  CHECK_EQ(write(common, zero, sizeof zero), sizeof zero);
  pthread_t writer, readers[READERS];
  for (intptr_t i = 0; i < READERS; i++) CHECK_EQ(pthread_create(&readers[i], NULL, keeps_reading, (void *)i), 0);
  CHECK_EQ(pthread_create(&writer, NULL, keeps_writing, NULL), 0);
  pthread_join(writer, NULL);
  for (int i = 0; i < READERS; i++) pthread_join(readers[i], NULL);

  for (int i = 0; i < 4; i++) {
    CHECK_EQ(pthread_create(&writer, NULL, reads_for_ever, (void *)(intptr_t)common), 0);
    usleep(2000);
    pthread_cancel(writer);
    pthread_join(writer, NULL);
  }
  close(common);
}

/* A folder of the machine's, whose files others change. */
static void of_the_machine(const char *folder) {
  deputy_value error = deputy_null();
  CHECK_STATUS(deputy_file_persist("/machine", folder, &error), DEPUTY_OK, &error);
  deputy_value_free(&error);
  strcpy(path, "/machine/file");
  make(path, 'a');
  int file = open(path, O_RDONLY);
  for (int i = 0; i < 4; i++) READS(file, i * BIT, 'a');
  CHECK_EQ(ASK("otherProcess", DEPUTY_ARGS(deputy_i32(4 * BIT), deputy_cstr("else"))), 1);
  CHECK_EQ(read(file, got, 4), 4);
  CHECK(memcmp(got, "else", 4) == 0);
  close(file);
}

int main(int argc, char **argv) {
  ON_EACH_EXECUTOR(scenario);
  threads();
  if (argc > 1) of_the_machine(argv[1]);
  return check_result();
}
