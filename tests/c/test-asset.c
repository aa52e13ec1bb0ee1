// Assets: downloaded to memory and to files from every executor, with progress and integrity; a server that answers 404, truncates, resets,
// stalls and never answers; hashes that are wrong, of no kind, of several kinds; cancelled by a task and by progress; a file that is there
// stays as it was when the download fails. The program runs on after each.
// FEATURE: F86 F82
#include <errno.h>
#include <sys/stat.h>

#include "executors.h"

static char base[256];

static const char *at(const char *path) {
  static _Thread_local char url[512];
  snprintf(url, sizeof url, "%s%s", base, path);
  return url;
}

static deputy_status load(const char *path, const deputy_asset_options *options, void **bytes, size_t *len) {
  deputy_value error = deputy_null();
  deputy_status status = deputy_asset_load(at(path), options, bytes, len, &error);
  deputy_value_free(&error);
  return status;
}

static deputy_status fails(const char *path, const deputy_asset_options *options) {
  void *bytes = "untouched";
  size_t len = 99;
  deputy_status status = load(path, options, &bytes, &len);
  CHECK_CSTR((const char *)bytes, "untouched");
  CHECK_EQ(len, 99);
  return status;
}

/* From `openssl dgst -sha256 -binary | base64` of "hello". */
#define RIGHT "sha256-LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="
#define WRONG "sha256-LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCR="

typedef struct {
  uint64_t last, total;
  int calls, stop_at;
} progress_seen;

static bool progress(uint64_t done, uint64_t total, void *userdata) {
  progress_seen *seen = userdata;
  CHECK(done > seen->last);
  seen->last = done;
  seen->total = total;
  return ++seen->calls != seen->stop_at;
}

static deputy_asset_options with(const char *integrity) {
  return (deputy_asset_options){.struct_size = sizeof(deputy_asset_options), .integrity = integrity};
}

static void good(const char *executor) {
  void *bytes = NULL;
  size_t len = 0;
  CHECK_STATUS(load("text", NULL, &bytes, &len), DEPUTY_OK, NULL);
  CHECK_EQ(len, 5);
  CHECK_CSTR((char *)bytes, "hello");
  free(bytes);
  CHECK_STATUS(load("empty", NULL, &bytes, &len), DEPUTY_OK, NULL);
  CHECK_EQ(len, 0);
  free(bytes);

  progress_seen seen = {0, 0, 0, 0};
  deputy_asset_options options = {.struct_size = sizeof options, .progress = progress, .userdata = &seen};
  CHECK_STATUS(load("large", &options, &bytes, &len), DEPUTY_OK, NULL);
  CHECK_EQ(len, 1 << 20);
  int wrong = 0;
  for (size_t i = 0; i < len; i++) wrong += ((unsigned char *)bytes)[i] != i % 251;
  CHECK_EQ(wrong, 0);
  CHECK_EQ(seen.last, 1 << 20);
  CHECK_EQ(seen.total, 1 << 20);
  CHECK(seen.calls > 1);
  free(bytes);
  CHECK_STATUS(load("zipped", NULL, &bytes, &len), DEPUTY_OK, NULL);
  CHECK_EQ(len, 1 << 20);
  free(bytes);

  char path[64];
  snprintf(path, sizeof path, "/tmp/asset of %s", executor);
  options = with(RIGHT);
  CHECK_STATUS(deputy_asset_save(at("text"), path, &options, NULL), DEPUTY_OK, NULL);
  options = with(WRONG);
  CHECK_STATUS(deputy_asset_save(at("chunks"), path, &options, NULL), DEPUTY_CORRUPT, NULL);
  CHECK_STATUS(deputy_asset_save(at("truncated"), path, NULL, NULL), DEPUTY_CLOSED, NULL);
  char text[16] = "";
  FILE *file = fopen(path, "r");
  CHECK(file && fgets(text, sizeof text, file));
  if (file) fclose(file);
  CHECK_CSTR(text, "hello");
  CHECK_STATUS(deputy_asset_save(at("text"), "/tmp/no/such", NULL, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_EQ(errno, ENOENT);
  CHECK_STATUS(deputy_asset_save(at("text"), "/tmp", NULL, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  struct stat status;
  CHECK_EQ(stat("/tmp", &status), 0);
}

static void hashes(void) {
  static const struct {
    const char *integrity;
    deputy_status status;
  } all[] = {
    {RIGHT, DEPUTY_OK},
    {WRONG " " RIGHT, DEPUTY_OK},
    {"  " RIGHT "?whatever ", DEPUTY_OK},
    {"sha1-AAAA md5-1 " RIGHT, DEPUTY_OK},
    {"sha384-WeF0h3dEjGnedyZzANe6SRhaOA3OUvDEs5TR3PkgqoU0qMq2YRDIO60yNGn9LD2s " WRONG, DEPUTY_CORRUPT},
    {WRONG, DEPUTY_CORRUPT},
    {"sha256-", DEPUTY_CORRUPT},
    /* The strongest kind counts. */
    {RIGHT " sha512-AAAA", DEPUTY_CORRUPT},
    {"", DEPUTY_INVALID_ARGUMENT},
    {"sha1-qvTGHdzF6KLavt4PO0gs2a6pQ00=", DEPUTY_INVALID_ARGUMENT},
    {"xsha256-LPJNul", DEPUTY_INVALID_ARGUMENT},
  };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    void *bytes = NULL;
    size_t len;
    deputy_asset_options options = with(all[i].integrity);
    deputy_status status = load("text", &options, &bytes, &len);
    if (status != all[i].status) fprintf(stderr, "'%s'\n", all[i].integrity);
    CHECK_STATUS(status, all[i].status, NULL);
    free(bytes);
  }
}

static deputy_task cancel;
static void *cancel_soon(void *unused) {
  usleep(100000);
  deputy_task_cancel(cancel);
  return unused;
}

static void bad(void) {
  CHECK_STATUS(fails("missing", NULL), DEPUTY_NOT_FOUND, NULL);
  CHECK_STATUS(fails("reset", NULL), DEPUTY_JS_EXCEPTION, NULL);
  CHECK_STATUS(fails("truncated", NULL), DEPUTY_CLOSED, NULL);
  CHECK_STATUS(fails("broken", NULL), DEPUTY_CLOSED, NULL);
  deputy_asset_options options = {.struct_size = sizeof options, .stall_ms = 200};
  CHECK_STATUS(fails("stall", &options), DEPUTY_TIMED_OUT, NULL);
  CHECK_STATUS(fails("never", &options), DEPUTY_TIMED_OUT, NULL);
  progress_seen seen = {0, 0, 0, 2};
  options = (deputy_asset_options){.struct_size = sizeof options, .progress = progress, .userdata = &seen};
  CHECK_STATUS(fails("large", &options), DEPUTY_CANCELLED, NULL);
  CHECK_EQ(seen.calls, 2);
  static const char *const where[] = {"never", "stall"};
  for (int i = 0; i < 4; i++) {
    CHECK_STATUS(deputy_task_new(&cancel), DEPUTY_OK, NULL);
    options = (deputy_asset_options){.struct_size = sizeof options, .cancel = cancel, .stall_ms = i < 2 ? 0 : 9000};
    pthread_t thread;
    pthread_create(&thread, NULL, cancel_soon, NULL);
    CHECK_STATUS(fails(where[i % 2], &options), DEPUTY_CANCELLED, NULL);
    pthread_join(thread, NULL);
    deputy_task_free(cancel);
  }
  cancel = own_task();
  options = (deputy_asset_options){.struct_size = sizeof options, .cancel = cancel, .stall_ms = 200};
  CHECK_STATUS(fails("stall", &options), DEPUTY_TIMED_OUT, NULL);
  deputy_task_free(cancel);
  options.struct_size = 3;
  CHECK_STATUS(fails("text", &options), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_asset_load(NULL, NULL, NULL, NULL, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_asset_save(at("text"), NULL, NULL, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  /* Linked without -sMAIN_MODULE. */
  void *module = NULL;
  deputy_value error = deputy_null();
  CHECK_STATUS(deputy_asset_open(at("text"), NULL, &module, &error), DEPUTY_UNSUPPORTED, &error);
  CHECK(strstr(error.data.string, "MAIN_MODULE") != NULL);
  deputy_value_free(&error);
}

static deputy_status on_ui(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  CHECK_STATUS(fails("text", NULL), DEPUTY_WOULD_BLOCK, NULL);
  return DEPUTY_OK;
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  snprintf(base, sizeof base, "%s", argv[1]);
  ON_EACH_EXECUTOR(good);
  hashes();
  bad();
  CHECK_STATUS(deputy_context_send(DEPUTY_UI, on_ui, NULL, NULL, NULL, NULL), DEPUTY_OK, NULL);
  return check_result();
}
