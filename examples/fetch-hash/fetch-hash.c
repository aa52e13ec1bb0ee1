// Downloads the files of a list, stores them, reads them back and checks their hashes, several at a time: ordinary blocking code on ordinary
// threads. The list is what sha256sum writes, the files lie beside it.
//
//   fetch-hash URL/SHA256SUMS
//
// Built with: emcc fetch-hash.c --use-port=DEPUTY/emscripten-js/port/deputy.py -sEXPORT_ES6 -sALLOW_MEMORY_GROWTH -o fetch-hash.mjs
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <deputy.h>

enum { THREADS = 4, LINE = 512, HASH = 64 };

static const char *list_url;
static FILE *list;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_int failures, files;

// The next line of the list: the hash, and the name.
static int next_file(char *hash, char *name) {
  char line[LINE];
  int found = 0;
  pthread_mutex_lock(&lock);
  while (!found && fgets(line, sizeof line, list)) found = sscanf(line, "%64[0-9a-f] %*[ *]%511[^\r\n]", hash, name) == 2 || sscanf(line, "%64[0-9a-f] %511[^\r\n]", hash, name) == 2;
  pthread_mutex_unlock(&lock);
  return found;
}

// Where a file is, by the address of the list.
static void url_of(const char *name, char *url, size_t size) {
  const char *slash = strrchr(list_url, '/');
  snprintf(url, size, "%.*s%s", slash ? (int)(slash + 1 - list_url) : 0, list_url, name);
}

static int failed(const char *name, const char *what, deputy_status status) {
  fprintf(stderr, "%s: %s: %s\n", name, what, deputy_status_message(status));
  return 0;
}

// Writes what is at the address into the file as it comes.
static int download(const char *url, const char *path) {
  deputy_http_request *request;
  deputy_http_response *response = NULL;
  deputy_http_request_new("GET", url, &request);
  deputy_http_request_limits(request, 30000, 10000, 0);
  deputy_status status = deputy_http_send(request, NULL, &response);
  deputy_http_request_free(request);
  if (status != DEPUTY_OK) return failed(url, "cannot be downloaded", status);
  if (deputy_http_status(response) != 200) {
    fprintf(stderr, "%s: the server answers %u\n", url, deputy_http_status(response));
    deputy_http_free(response);
    return 0;
  }
  static _Thread_local char buffer[64 * 1024];
  size_t count = 0, written = 0;
  FILE *file = fopen(path, "wb");
  while (file && (status = deputy_http_read(response, buffer, sizeof buffer, &count)) == DEPUTY_OK && count > 0) written += fwrite(buffer, 1, count, file);
  int good = file && status == DEPUTY_OK && written == deputy_http_received(response);
  if (file && fclose(file) != 0) good = 0;
  deputy_http_free(response);
  if (status != DEPUTY_OK) return failed(url, "broke off", status);
  if (!good) perror(path);
  return good;
}

// Reads the file back and writes its hash as text.
static int hash_of(const char *path, char *text) {
  FILE *file = fopen(path, "rb");
  if (!file) return perror(path), 0;
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char *bytes = size >= 0 ? malloc((size_t)size + 1) : NULL;
  int good = bytes && fread(bytes, 1, (size_t)size, file) == (size_t)size;
  if (!good) perror(path);
  fclose(file);
  if (good) {
    deputy_value digest = deputy_null();
    deputy_status status = deputy_crypto_digest("SHA-256", deputy_bytes(bytes, (size_t)size), &digest);
    good = status == DEPUTY_OK || failed(path, "cannot be hashed", status);
    for (uint32_t i = 0; good && i < digest.len; i++) sprintf(text + 2 * i, "%02x", digest.data.bytes[i]);
    deputy_value_free(&digest);
  }
  free(bytes);
  return good;
}

static void *work(void *unused) {
  char expected[HASH + 1], name[LINE], url[2 * LINE], path[32], found[HASH + 1] = "";
  while (next_file(expected, name)) {
    url_of(name, url, sizeof url);
    snprintf(path, sizeof path, "/file-%d", atomic_fetch_add(&files, 1));
    const int there = download(url, path) && hash_of(path, found);
    const int good = there && strcmp(found, expected) == 0;
    if (!good) atomic_fetch_add(&failures, 1);
    printf("%s: %s\n", name, good ? "OK" : there ? "FAILED" : "FAILED open or read");
  }
  return unused;
}

int main(int argc, char **argv) {
  if (argc != 2) return fprintf(stderr, "usage: fetch-hash URL/SHA256SUMS\n"), 2;
  list_url = argv[1];
  if (!download(list_url, "/list") || !(list = fopen("/list", "r"))) return 1;
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) {
    if (pthread_create(&threads[i], NULL, work, NULL) != 0) return 1;
  }
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  fclose(list);
  printf("%d files, %d failed\n", files, failures);
  return failures > 0;
}
