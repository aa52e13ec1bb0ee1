// Code on demand: a side module that is downloaded while the program runs, on a thread, with others that wait, compute, and start later; its
// functions called from all of them. What is no module, needs what the program does not have, is for other memory, or has another
// hash is refused by name, and the program runs on.
// FEATURE: F86
// FLAGS: -sMAIN_MODULE=2 -Wno-experimental -sEXPORTED_FUNCTIONS=_main,_strlen,_emscripten_builtin_memalign
// TIMEOUT: 120
#include <dlfcn.h>

#include "executors.h"

static char base_url[256];

EMSCRIPTEN_KEEPALIVE int base(void) { return 7; }
static const char *at(const char *path) {
  static _Thread_local char url[512];
  snprintf(url, sizeof url, "%s%s", base_url, path);
  return url;
}

static int (*twice)(int);
static int (*counted)(void);
static atomic_int wake;

static void use(const char *executor) {
  (void)executor;
  CHECK_EQ(twice(4), 15);
  CHECK(counted() > 40);
}

static void *waits_and_uses(void *how) {
  if (how) {
    while (!wake) {}
  } else {
    UNTIL(wake);
  }
  use("thread");
  return NULL;
}

static deputy_status refused(const char *path, const char *reason, const deputy_asset_options *options) {
  void *module = NULL;
  deputy_value error = deputy_null();
  deputy_status status = deputy_asset_open(at(path), options, &module, &error);
  CHECK(module == NULL);
  if (reason) {
    const bool says = error.tag == DEPUTY_VALUE_STRING && strstr(error.data.string, reason);
    CHECK(says);
    if (!says && error.tag == DEPUTY_VALUE_STRING) fprintf(stderr, "%s: %s\n", path, error.data.string);
  }
  deputy_value_free(&error);
  return status;
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  snprintf(base_url, sizeof base_url, "%s", argv[1]);
  CHECK_STATUS(refused("garbage", "no WebAssembly", NULL), DEPUTY_UNSUPPORTED, NULL);
  CHECK_STATUS(refused("empty", "no WebAssembly", NULL), DEPUTY_UNSUPPORTED, NULL);
  CHECK_STATUS(refused("plain", "no side module", NULL), DEPUTY_UNSUPPORTED, NULL);
  CHECK_STATUS(refused("needs", "nobody_has_this", NULL), DEPUTY_UNSUPPORTED, NULL);
  CHECK_STATUS(refused("needs", "nor_this", NULL), DEPUTY_UNSUPPORTED, NULL);
  CHECK_STATUS(refused("alone", "", NULL), DEPUTY_UNSUPPORTED, NULL);
  CHECK_STATUS(refused("none", NULL, NULL), DEPUTY_NOT_FOUND, NULL);
  deputy_asset_options options = {.struct_size = sizeof options, .integrity = "sha256-AAAA"};
  CHECK_STATUS(refused("good", NULL, &options), DEPUTY_CORRUPT, NULL);

  pthread_t waiting, other;
  pthread_create(&waiting, NULL, waits_and_uses, NULL);
  void *module = NULL;
  deputy_value error = deputy_null();
  CHECK_STATUS(deputy_asset_open(at("good"), NULL, &module, &error), DEPUTY_OK, &error);
  if (error.tag == DEPUTY_VALUE_STRING) fprintf(stderr, "%s\n", error.data.string);
  deputy_value_free(&error);
  if (!module) return check_result();
  twice = (int (*)(int))dlsym(module, "twice");
  counted = (int (*)(void))dlsym(module, "counted");
  unsigned (*length)(const char *) = (unsigned (*)(const char *))dlsym(module, "length");
  CHECK(twice && counted && length);
  CHECK(dlsym(module, "no such function") == NULL);
  CHECK_EQ(length("12345"), 5);
  CHECK_EQ(counted(), 41);
  wake = 1;
  pthread_join(waiting, NULL);
  ON_EACH_EXECUTOR(use);
  /* A thread that starts after it. */
  pthread_create(&other, NULL, waits_and_uses, NULL);
  pthread_join(other, NULL);
  CHECK_STATUS(refused("needs", "nobody_has_this", NULL), DEPUTY_UNSUPPORTED, NULL);
  return check_result();
}
