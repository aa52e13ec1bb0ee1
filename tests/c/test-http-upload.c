// Bodies that are written in pieces: what arrives, from several threads too; small pieces make few trips; where the platform streams, a
// server that does not read makes writes wait, and time out, and be aborted or cancelled; servers that want no more; what is wrong.
// FEATURE: F81 F82 F88
// TIMEOUT: 90
// ERRORS: 413|ERR_|refused|127\.0\.0\.1
#include "http.h"
#include "objects.h"

enum { LENGTH = 1 << 20, THREADS = 4 };

/* What the companion says of the platform: it streams to any server; it says it streams, but not to one of HTTP/1.1; it does not. */
enum { STREAMS, STREAMS_HTTP2, COLLECTS };
static int platform;

static deputy_http_upload *begun(const deputy_http_request *what) {
  deputy_http_upload *upload = NULL;
  deputy_value error = deputy_null();
  CHECK_STATUS(deputy_http_upload_begin(what, &error, &upload), DEPUTY_OK, &error);
  deputy_value_free(&error);
  return upload;
}

/* Ends it; the server answers with a number. */
static int ended(deputy_http_upload *upload) {
  deputy_http_response *response = NULL;
  deputy_value error = deputy_null();
  CHECK_STATUS(deputy_http_upload_end(upload, &error, &response), DEPUTY_OK, &error);
  deputy_value_free(&error);
  char text[32] = {0};
  size_t total = 0;
  CHECK_STATUS(read_all(response, text, sizeof text - 1, sizeof text, &total), DEPUTY_OK, NULL);
  deputy_http_free(response);
  deputy_http_upload_free(upload);
  return atoi(text);
}

static uint64_t calls_now(void) {
  deputy_stats stats = {.struct_size = sizeof stats};
  CHECK_EQ(deputy_context_stats(DEPUTY_UI, &stats), DEPUTY_OK);
  return stats.calls;
}

static void *writes(void *upload) {
  static const char piece[1000];
  for (int i = 0; i < LENGTH / 1000 / THREADS; i++) CHECK_STATUS(deputy_http_upload_write(upload, piece, sizeof piece, BOUND), DEPUTY_OK, NULL);
  return NULL;
}

static void arrives(const char *way) {
  deputy_http_request *echo = request("PUT", "echo"), *count = request("POST", "count");
  CHECK_STATUS(deputy_http_request_option(echo, "upload", way), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_request_option(count, "upload", way), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_request_header(echo, "X-Sent", "in pieces"), DEPUTY_OK, NULL);
  deputy_http_upload *upload = begun(echo);
  CHECK_STATUS(deputy_http_upload_write(upload, "one ", 4, BOUND), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_upload_write(upload, NULL, 0, BOUND), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_upload_flush(upload, BOUND), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_upload_write(upload, "two\0", 4, BOUND), DEPUTY_OK, NULL);
  deputy_http_response *response = NULL;
  CHECK_STATUS(deputy_http_upload_end(upload, NULL, &response), DEPUTY_OK, NULL);
  deputy_http_upload_free(upload);
  char got[16];
  size_t total;
  CHECK_EQ(deputy_http_status(response), 201);
  CHECK_CSTR(deputy_http_header(response, "x-method"), "PUT");
  CHECK_CSTR(deputy_http_header(response, "x-got"), "in pieces");
  CHECK_STATUS(read_all(response, got, sizeof got, 16, &total), DEPUTY_OK, NULL);
  CHECK(total == 8 && memcmp(got, "one two\0", 8) == 0);
  deputy_http_free(response);

  /* One that is large, by small pieces of several threads, and by a large one; and one that is empty. */
  upload = begun(count);
  uint64_t before = calls_now();
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, writes, upload), 0);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  CHECK(calls_now() - before < 40);
  char *large = calloc(1, LENGTH);
  CHECK_STATUS(deputy_http_upload_write(upload, large, LENGTH, BOUND), DEPUTY_OK, NULL);
  free(large);
  CHECK_EQ(ended(upload), LENGTH / 1000 / THREADS * THREADS * 1000 + LENGTH);
  CHECK_EQ(ended(begun(count)), 0);
  deputy_http_request_free(echo);
  deputy_http_request_free(count);
}

static char piece[1 << 18];

static void *aborts(void *upload) {
  usleep(50000);
  CHECK_STATUS(deputy_http_upload_abort(upload), DEPUTY_OK, NULL);
  return NULL;
}
static void *cancels(void *token) {
  usleep(50000);
  CHECK_STATUS(deputy_task_cancel(*(deputy_task *)token), DEPUTY_OK, NULL);
  return NULL;
}

/* Writes until that does not go any more. */
static deputy_status fill(deputy_http_upload *upload, uint32_t timeout_ms) {
  deputy_status status = DEPUTY_OK;
  for (int i = 0; i < 400 && status == DEPUTY_OK; i++) status = deputy_http_upload_write(upload, piece, sizeof piece, timeout_ms);
  return status;
}

static void waits(void) {
  deputy_http_request *deaf = request("POST", "deaf"), *slow = request("POST", "count?ms=300");
  deputy_http_upload *upload = begun(deaf);
  CHECK_STATUS(fill(upload, 100), DEPUTY_TIMED_OUT, NULL);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, aborts, upload), 0);
  CHECK_STATUS(fill(upload, UINT32_MAX), DEPUTY_CANCELLED, NULL);
  pthread_join(thread, NULL);
  CHECK_STATUS(fill(upload, UINT32_MAX), DEPUTY_CANCELLED, NULL);
  deputy_http_response *response = NULL;
  CHECK_STATUS(deputy_http_upload_end(upload, NULL, &response), DEPUTY_CANCELLED, NULL);
  deputy_http_upload_free(upload);

  deputy_task token = own_task();
  CHECK_STATUS(deputy_http_request_limits(deaf, 0, 0, token), DEPUTY_OK, NULL);
  upload = begun(deaf);
  CHECK_EQ(pthread_create(&thread, NULL, cancels, &token), 0);
  CHECK_STATUS(fill(upload, UINT32_MAX), DEPUTY_CANCELLED, NULL);
  pthread_join(thread, NULL);
  deputy_http_upload_free(upload);
  deputy_task_free(token);

  CHECK_STATUS(deputy_http_request_limits(deaf, 0, 0, 0), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_request_total(deaf, 200), DEPUTY_OK, NULL);
  upload = begun(deaf);
  CHECK_STATUS(fill(upload, UINT32_MAX), DEPUTY_TIMED_OUT, NULL);
  deputy_http_upload_free(upload);

  /* A server that is slow to read makes writes wait, and gets everything. */
  upload = begun(slow);
  for (int i = 0; i < 100; i++) CHECK_STATUS(deputy_http_upload_write(upload, piece, sizeof piece, BOUND), DEPUTY_OK, NULL);
  CHECK_EQ(ended(upload), 100 * (int)sizeof piece);
  deputy_http_request_free(deaf);
  deputy_http_request_free(slow);
}

/* It answers before the body has come, or is not there at all. */
static void not_wanted(void) {
  deputy_http_request *refuse = request("POST", "refuse"), *nobody = NULL;
  deputy_http_upload *upload = begun(refuse);
  deputy_status status = fill(upload, BOUND);
  CHECK(status == DEPUTY_OK || status == DEPUTY_CLOSED);
  deputy_http_response *response = NULL;
  deputy_value error = deputy_null();
  status = deputy_http_upload_end(upload, &error, &response);
  /* Whether a platform tells of the answer or of the connection that broke is its own. */
  CHECK(status == DEPUTY_OK || status == DEPUTY_JS_EXCEPTION);
  if (status == DEPUTY_OK) CHECK_EQ(deputy_http_status(response), 413);
  deputy_value_free(&error);
  deputy_http_free(response);
  deputy_http_upload_free(upload);

  CHECK_STATUS(deputy_http_request_new("POST", "http://127.0.0.1:1/", &nobody), DEPUTY_OK, NULL);
  upload = begun(nobody);
  status = fill(upload, BOUND);
  CHECK_STATUS(status, platform == STREAMS ? DEPUTY_CLOSED : DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_upload_end(upload, &error, &response), DEPUTY_JS_EXCEPTION, &error);
  deputy_value_free(&error);
  deputy_http_upload_free(upload);
  deputy_http_request_free(refuse);
  deputy_http_request_free(nobody);
}

static void in_every_phase(void) {
  deputy_http_request *never = request("POST", "never"), *count = request("POST", "count");
  CHECK_STATUS(deputy_http_request_limits(never, 80, 0, 0), DEPUTY_OK, NULL);
  deputy_http_upload *upload = begun(never);
  deputy_http_response *response = NULL;
  CHECK_STATUS(deputy_http_upload_write(upload, "x", 1, BOUND), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_upload_end(upload, NULL, &response), DEPUTY_TIMED_OUT, NULL);
  deputy_http_upload_free(upload);
  CHECK_STATUS(deputy_http_request_limits(never, 0, 0, 0), DEPUTY_OK, NULL);
  upload = begun(never);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, aborts, upload), 0);
  CHECK_STATUS(deputy_http_upload_end(upload, NULL, &response), DEPUTY_CANCELLED, NULL);
  pthread_join(thread, NULL);
  deputy_http_upload_free(upload);

  /* Left alone: begun, begun and written to, ended and not read. */
  deputy_http_upload_free(begun(count));
  upload = begun(count);
  CHECK_STATUS(deputy_http_upload_write(upload, piece, sizeof piece, BOUND), DEPUTY_OK, NULL);
  deputy_http_upload_free(upload);
  upload = begun(count);
  CHECK_STATUS(deputy_http_upload_end(upload, NULL, &response), DEPUTY_OK, NULL);
  deputy_http_upload_free(upload);
  deputy_http_free(response);
  deputy_http_request_free(never);
  deputy_http_request_free(count);
}

static void wrong(void) {
  deputy_http_upload *upload = NULL;
  deputy_http_response *response = NULL;
  deputy_http_request *got = request("GET", "count"), *posted = request("POST", "count");
  CHECK_STATUS(deputy_http_upload_begin(NULL, NULL, &upload), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_http_upload_begin(posted, NULL, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  deputy_value error = deputy_null();
  CHECK_STATUS(deputy_http_upload_begin(got, &error, &upload), DEPUTY_INVALID_ARGUMENT, &error);
  deputy_value_free(&error);
  CHECK_STATUS(deputy_http_request_option(posted, "upload", "backwards"), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_upload_begin(posted, &error, &upload), DEPUTY_INVALID_ARGUMENT, &error);
  CHECK(strstr(deputy_error_message(&error), "backwards") != NULL);
  deputy_value_free(&error);
  CHECK_STATUS(deputy_http_request_option(posted, "upload", "stream"), DEPUTY_OK, NULL);
  if (platform == COLLECTS) {
    CHECK_STATUS(deputy_http_upload_begin(posted, &error, &upload), DEPUTY_UNSUPPORTED, &error);
    deputy_value_free(&error);
  } else if (platform == STREAMS_HTTP2) {
    upload = begun(posted);
    CHECK_STATUS(fill(upload, BOUND), DEPUTY_CLOSED, NULL);
    CHECK_STATUS(deputy_http_upload_end(upload, &error, &response), DEPUTY_JS_EXCEPTION, &error);
    deputy_value_free(&error);
    deputy_http_upload_free(upload);
  }
  CHECK_STATUS(deputy_http_request_body(posted, "x", 1), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_upload_begin(posted, NULL, &upload), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_http_upload_write(NULL, "x", 1, 0), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_http_upload_flush(NULL, 0), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_http_upload_end(NULL, NULL, &response), DEPUTY_INVALID_ARGUMENT, NULL);
  deputy_http_request *fine = request("POST", "count");
  upload = begun(fine);
  CHECK_STATUS(deputy_http_upload_write(upload, NULL, 1, 0), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_http_upload_end(upload, NULL, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  deputy_http_upload_free(upload);
  deputy_http_upload_free(NULL);
  CHECK_STATUS(deputy_http_upload_abort(NULL), DEPUTY_OK, NULL);
  deputy_http_request_free(fine);
  deputy_http_request_free(got);
  deputy_http_request_free(posted);
}

int main(int argc, char **argv) {
  (void)argc;
  snprintf(base, sizeof base, "%s", argv[1]);
  platform = (int)ASK("streams", DEPUTY_NO_ARGS);
  unsigned before = objects_now();
  arrives("auto");
  arrives("collect");
  if (platform == STREAMS) {
    arrives("stream");
    waits();
  }
  not_wanted();
  in_every_phase();
  wrong();
  objects_settle(before);
  nothing_left();
  UNTIL(number_at("open") == 0);
  return check_result();
}
