// fetch.h: synchronous requests on the deputy and on every other executor, asynchronous ones with callbacks on the thread that made them,
// in its event loop; failures have their status; what waits meanwhile waits.
// FEATURE: F79
// ENV: chromium firefox
// FLAGS: -sFETCH
// TIMEOUT: 40
#include <emscripten/eventloop.h>
#include <emscripten/fetch.h>

#include "executors.h"

static char base[256];
static pthread_t deputy;

static emscripten_fetch_t *fetch_now(const char *path, const char *method, const char *data) {
  char url[300];
  snprintf(url, sizeof url, "%s%s", base, path);
  emscripten_fetch_attr_t attr;
  emscripten_fetch_attr_init(&attr);
  strcpy(attr.requestMethod, method);
  attr.attributes = EMSCRIPTEN_FETCH_LOAD_TO_MEMORY | EMSCRIPTEN_FETCH_SYNCHRONOUS;
  attr.requestData = data;
  attr.requestDataSize = data ? strlen(data) : 0;
  return emscripten_fetch(&attr, url);
}

static void body(const char *executor) {
  (void)executor;
  emscripten_fetch_t *fetch = fetch_now("text", "GET", NULL);
  CHECK_EQ(fetch->status, 200);
  CHECK_EQ(fetch->numBytes, 5);
  CHECK(fetch->data && memcmp(fetch->data, "hello", 5) == 0);
  emscripten_fetch_close(fetch);
  fetch = fetch_now("echo", "POST", "some text");
  CHECK_EQ(fetch->status, 201);
  CHECK(fetch->numBytes == 9 && memcmp(fetch->data, "some text", 9) == 0);
  emscripten_fetch_close(fetch);
  fetch = fetch_now("missing", "GET", NULL);
  CHECK_EQ(fetch->status, 404);
  emscripten_fetch_close(fetch);
}

static void on_large(emscripten_fetch_t *fetch) {
  CHECK(pthread_equal(pthread_self(), deputy));
  CHECK_EQ(fetch->numBytes, 1 << 20);
  CHECK_EQ((uint8_t)fetch->data[251 * 4 + 7], 7);
  emscripten_fetch_close(fetch);
  exit(check_result());
}
static void on_missing(emscripten_fetch_t *fetch) {
  CHECK(pthread_equal(pthread_self(), deputy));
  CHECK_EQ(fetch->status, 404);
  emscripten_fetch_close(fetch);
  char url[300];
  snprintf(url, sizeof url, "%slarge", base);
  emscripten_fetch_attr_t attr;
  emscripten_fetch_attr_init(&attr);
  strcpy(attr.requestMethod, "GET");
  attr.attributes = EMSCRIPTEN_FETCH_LOAD_TO_MEMORY;
  attr.onsuccess = on_large;
  emscripten_fetch(&attr, url);
}

int main(int argc, char **argv) {
  CHECK_EQ(argc, 2);
  snprintf(base, sizeof base, "%s", argv[1]);
  deputy = pthread_self();
  ON_EACH_EXECUTOR(body);
  char url[300];
  snprintf(url, sizeof url, "%smissing", base);
  emscripten_fetch_attr_t attr;
  emscripten_fetch_attr_init(&attr);
  strcpy(attr.requestMethod, "GET");
  attr.attributes = EMSCRIPTEN_FETCH_LOAD_TO_MEMORY;
  attr.onerror = on_missing;
  emscripten_fetch(&attr, url);
  emscripten_runtime_keepalive_push();
  return 0;
}
