// In Chromium, to a server that speaks HTTP/2: pieces of an upload go out while it is written, a server that does not read makes writes wait, and
// an abort ends that. "auto" streams once the page has seen that the server can.
// FEATURE: F81
// ENV: chromium
// TIMEOUT: 60
#include "http.h"
#include "objects.h"

static char page[256];

/* As many bytes as the server has got of an upload. */
static int came(const char *name) {
  char path[64];
  snprintf(path, sizeof path, "came?of=%s", name);
  return number_at(path);
}

static deputy_http_upload *begun(const char *path, const char *way) {
  deputy_http_request *post = request("POST", path);
  CHECK_STATUS(deputy_http_request_option(post, "upload", way), DEPUTY_OK, NULL);
  deputy_http_upload *upload = NULL;
  deputy_value error = deputy_null();
  CHECK_STATUS(deputy_http_upload_begin(post, &error, &upload), DEPUTY_OK, &error);
  deputy_value_free(&error);
  deputy_http_request_free(post);
  return upload;
}

static void goes_out(const char *name, const char *way) {
  char path[64];
  snprintf(path, sizeof path, "count?of=%s", name);
  deputy_http_upload *upload = begun(path, way);
  static char piece[100000];
  for (int i = 1; i <= 3; i++) {
    CHECK_STATUS(deputy_http_upload_write(upload, piece, sizeof piece, BOUND), DEPUTY_OK, NULL);
    UNTIL(came(name) == i * (int)sizeof piece);
  }
  deputy_http_response *response = NULL;
  deputy_value error = deputy_null();
  CHECK_STATUS(deputy_http_upload_end(upload, &error, &response), DEPUTY_OK, &error);
  deputy_value_free(&error);
  CHECK_EQ(deputy_http_status(response), 200);
  deputy_http_free(response);
  deputy_http_upload_free(upload);
}

static void *aborts(void *upload) {
  usleep(50000);
  CHECK_STATUS(deputy_http_upload_abort(upload), DEPUTY_OK, NULL);
  return NULL;
}

static void waits(void) {
  deputy_http_upload *upload = begun("deaf", "stream");
  static char piece[1 << 18];
  deputy_status status = DEPUTY_OK;
  for (int i = 0; i < 400 && status == DEPUTY_OK; i++) status = deputy_http_upload_write(upload, piece, sizeof piece, 500);
  CHECK_STATUS(status, DEPUTY_TIMED_OUT, NULL);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, aborts, upload), 0);
  CHECK_STATUS(deputy_http_upload_write(upload, piece, sizeof piece, UINT32_MAX), DEPUTY_CANCELLED, NULL);
  pthread_join(thread, NULL);
  deputy_http_upload_free(upload);
}

int main(int argc, char **argv) {
  (void)argc;
  snprintf(base, sizeof base, "%s", argv[1]);
  size_t total;
  deputy_http_response *response = get("origin");
  CHECK_STATUS(read_all(response, page, sizeof page - 1, sizeof page, &total), DEPUTY_OK, NULL);
  deputy_http_free(response);
  snprintf(base, sizeof base, "%s", page);
  goes_out("first", "stream");
  goes_out("second", "auto");
  waits();
  objects_settle(0);
  nothing_left();
  return check_result();
}
