// Folders that outlive the program: what was saved comes back, with modes, times, links and empty folders; what was not saved does not;
// a file that was truncated and grew again within a millisecond is saved; a save that the browser breaks off in the middle, or has no
// room for, leaves the older state whole; fsync() saves; wrong paths; any thread. In Node the folder is one of the machine's.
// FEATURE: F77
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <utime.h>

#include "tasks.h"

static char base[200];
static bool in_node;

static const char *name(const char *end) {
  static char text[256];
  snprintf(text, sizeof text, "%s-%s", base, end);
  return text;
}

static void write_file(const char *path, const char *text) {
  FILE *file = fopen(path, "w");
  CHECK(file != NULL);
  if (!file) return;
  CHECK(fputs(text, file) >= 0);
  CHECK_EQ(fclose(file), 0);
}

/* Up to 63 bytes; "-" if there is no such file. */
static const char *content(const char *path) {
  static char text[64];
  FILE *file = fopen(path, "r");
  if (!file) return "-";
  text[fread(text, 1, sizeof text - 1, file)] = 0;
  fclose(file);
  return text;
}

static deputy_status persist(const char *path, const char *end) {
  deputy_value error = deputy_null();
  deputy_status status = deputy_file_persist(path, name(end), &error);
  deputy_value_free(&error);
  return status;
}

static deputy_status save(const char *path) {
  deputy_value error = deputy_null();
  deputy_status status = deputy_file_save(path, &error);
  deputy_value_free(&error);
  return status;
}

/* What another page would find now: the same database, mounted again. */
static const char *again(const char *end) {
  static char path[32];
  static int count;
  snprintf(path, sizeof path, "/again%d", count++);
  CHECK_STATUS(persist(path, end), DEPUTY_OK, NULL);
  return path;
}

static const char *in(const char *folder, const char *file) {
  static char path[2][128];
  static int turn;
  turn = !turn;
  snprintf(path[turn], sizeof path[turn], "%s/%s", folder, file);
  return path[turn];
}

static void trees(void) {
  CHECK_STATUS(persist("/save/", "tree"), DEPUTY_OK, NULL);
  write_file("/save/one", "first");
  CHECK_EQ(mkdir("/save/folder", 0750), 0);
  CHECK_EQ(mkdir("/save/folder/empty", 0700), 0);
  write_file("/save/folder/two", "second");
  CHECK_EQ(chmod("/save/folder/two", 0440), 0);
  CHECK_EQ(chmod("/save/folder", 0550), 0);
  CHECK_EQ(symlink("folder/two", "/save/link"), 0);
  struct utimbuf times = {.actime = 1000000000, .modtime = 1000000000};
  CHECK_EQ(utime("/save/one", &times), 0);
  CHECK_STATUS(save("/save"), DEPUTY_OK, NULL);
  write_file("/save/late", "not saved yet");

  const char *other = again("tree");
  struct stat status;
  CHECK_CSTR(content(in(other, "one")), "first");
  CHECK_EQ(stat(in(other, "one"), &status), 0);
  CHECK_EQ(status.st_mtime, 1000000000);
  CHECK_CSTR(content(in(other, "link")), "second");
  CHECK_EQ(stat(in(other, "folder/two"), &status), 0);
  CHECK_EQ(status.st_mode & 0777, 0440);
  CHECK_EQ(stat(in(other, "folder"), &status), 0);
  CHECK_EQ(status.st_mode & 0777, 0550);
  CHECK_EQ(stat(in(other, "folder/empty"), &status), 0);
  CHECK(S_ISDIR(status.st_mode));
  CHECK_CSTR(content(in(other, "late")), in_node ? "not saved yet" : "-");
  CHECK_EQ(chmod("/save/folder", 0750), 0);
}

static void changes(void) {
  CHECK_STATUS(persist("/changes", "changes"), DEPUTY_OK, NULL);
  write_file("/changes/a", "a1");
  write_file("/changes/b", "b1");
  CHECK_STATUS(save("/changes"), DEPUTY_OK, NULL);
  write_file("/changes/a", "a2");
  CHECK_STATUS(save("/changes"), DEPUTY_OK, NULL);
  /* Nothing of a second is between them: times do not tell the versions apart. */
  for (int i = 0; i < 20; i++) {
    char text[8];
    snprintf(text, sizeof text, "c%02d", i);
    write_file("/changes/c", text);
    CHECK_STATUS(save(NULL), DEPUTY_OK, NULL);
  }
  CHECK_EQ(rename("/changes/b", "/changes/moved"), 0);
  int file = open("/changes/a", O_RDWR);
  CHECK_EQ(ftruncate(file, 1), 0);
  CHECK_EQ(ftruncate(file, 2), 0);
  CHECK_EQ(fsync(file), 0);
  close(file);
  const char *other = again("changes");
  CHECK_CSTR(content(in(other, "a")), "a");
  CHECK_CSTR(content(in(other, "b")), "-");
  CHECK_CSTR(content(in(other, "moved")), "b1");
  CHECK_CSTR(content(in(other, "c")), "c19");
}

/* The page breaks saves. */
static void broken(void) {
  CHECK_STATUS(persist("/broken", "broken"), DEPUTY_OK, NULL);
  write_file("/broken/a", "old a");
  write_file("/broken/b", "old b");
  CHECK_STATUS(save("/broken"), DEPUTY_OK, NULL);
  static const char *const ways[] = {"abort", "quota"};
  for (int i = 0; i < 2; i++) {
    write_file("/broken/a", "new a");
    write_file("/broken/b", "new b");
    CHECK_EQ(unlink("/broken/c") == 0, i > 0);
    write_file("/broken/c", "new c");
    CHECK_EQ(ASK("breakNext", DEPUTY_ARGS(deputy_cstr(ways[i]))), 1);
    CHECK_STATUS(save("/broken"), i ? DEPUTY_NO_SPACE : DEPUTY_JS_EXCEPTION, NULL);
    const char *other = again("broken");
    CHECK_CSTR(content(in(other, "a")), "old a");
    CHECK_CSTR(content(in(other, "b")), "old b");
    CHECK_CSTR(content(in(other, "c")), "-");
  }
  CHECK_EQ(ASK("breakNext", DEPUTY_ARGS(deputy_cstr("quota"))), 1);
  int file = open("/broken/a", O_RDWR);
  CHECK_EQ(fsync(file), -1);
  CHECK_EQ(errno, EIO);
  close(file);
  /* Nothing was forgotten. */
  CHECK_STATUS(save("/broken"), DEPUTY_OK, NULL);
  const char *other = again("broken");
  CHECK_CSTR(content(in(other, "a")), "new a");
  CHECK_CSTR(content(in(other, "c")), "new c");
}

static void wrong(void) {
  CHECK_STATUS(deputy_file_persist(NULL, "x", NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_file_persist("/x", NULL, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_file_persist("/x", "", NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(persist("/", "wrong"), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(persist("relative", "wrong"), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(persist("/changes", "wrong"), DEPUTY_INVALID_ARGUMENT, NULL);
  write_file("/tmp/file", "a file");
  CHECK_STATUS(persist("/tmp/file", "wrong"), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(save("/nowhere"), DEPUTY_NOT_FOUND, NULL);
}

static deputy_status on_ui(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  CHECK_STATUS(deputy_file_persist("/x", "x", NULL), DEPUTY_WOULD_BLOCK, NULL);
  CHECK_STATUS(deputy_file_save(NULL, NULL), DEPUTY_WOULD_BLOCK, NULL);
  return DEPUTY_OK;
}

static void *on_thread(void *unused) {
  char path[32];
  for (int i = 0; i < 3; i++) {
    snprintf(path, sizeof path, "/changes/%p-%d", unused, i);
    write_file(path, path);
    CHECK_STATUS(save(NULL), DEPUTY_OK, NULL);
  }
  return NULL;
}

int main(int argc, char **argv) {
  CHECK_EQ(argc, 3);
  snprintf(base, sizeof base, "%s", argv[1]);
  in_node = strcmp(argv[2], "node") == 0;
  trees();
  changes();
  if (!in_node) broken();
  wrong();
  CHECK_STATUS(deputy_context_send(DEPUTY_UI, on_ui, NULL, NULL, NULL, NULL), DEPUTY_OK, NULL);
  pthread_t threads[4];
  for (intptr_t i = 0; i < 4; i++) pthread_create(&threads[i], NULL, on_thread, (void *)(i + 1));
  for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
  const char *other = again("changes");
  CHECK_CSTR(content(in(other, "0x3-2")), "/changes/0x3-2");
  /* Saved at exit: the companion looks. */
  write_file("/changes/exit", "at exit");
  return check_result();
}
