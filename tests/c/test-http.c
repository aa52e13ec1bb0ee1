// HTTP from each executor: methods, headers, redirects, statuses, streamed and compressed bodies; then a server that never answers,
// stalls, resets and breaks off; timeouts, cancellation before the headers, abort during a read by another thread, a response that
// another thread reads, one that is freed half-read. Nothing of it stays.
// FEATURE: F80 F81 F82 F88
#include "executors.h"
#include "http.h"
#include "objects.h"

static void expect_body(const char *path, const char *body) {
  char got[256];
  size_t total;
  deputy_http_response *response = get(path);
  CHECK_STATUS(read_all(response, got, sizeof got - 1, 3, &total), DEPUTY_OK, NULL);
  got[total] = 0;
  CHECK_CSTR(got, body);
  deputy_http_free(response);
}

static void good(const char *executor) {
  (void)executor;
  deputy_http_response *response = get("text");
  CHECK_EQ(deputy_http_status(response), 200);
  CHECK_CSTR(deputy_http_header(response, "X-ONE"), "first");
  CHECK(deputy_http_header(response, "x-two") == NULL);
  CHECK_CSTR(deputy_http_url(response), at("text"));
  deputy_http_free(response);
  expect_body("text", "hello");
  expect_body("chunks", "one two three");
  expect_body("empty", "");
  expect_body("missing", "not here");
  response = get("missing");
  CHECK_EQ(deputy_http_status(response), 404);
  deputy_http_free(response);

  /* Redirects are followed, or are an error where the request says so. */
  response = get("redirect");
  CHECK_CSTR(deputy_http_url(response), at("text"));
  deputy_http_free(response);
  deputy_http_request *strict = request("GET", "redirect");
  CHECK_STATUS(deputy_http_request_option(strict, "redirect", "error"), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_send(strict, NULL, &response), DEPUTY_JS_EXCEPTION, NULL);
  deputy_http_request_free(strict);

  /* Methods, headers and bodies go out. A request can be sent again. */
  static const char *const methods[] = {"POST", "PUT", "PATCH", "DELETE"};
  for (int i = 0; i < 4; i++) {
    deputy_http_request *sent = request(methods[i], "echo");
    CHECK_STATUS(deputy_http_request_header(sent, "X-Sent", "a b"), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_http_request_body(sent, "a\0b", 3), DEPUTY_OK, NULL);
    for (int again = 0; again < 2; again++) {
      char got[8];
      size_t total;
      CHECK_STATUS(deputy_http_send(sent, NULL, &response), DEPUTY_OK, NULL);
      CHECK_EQ(deputy_http_status(response), 201);
      CHECK_CSTR(deputy_http_header(response, "x-method"), methods[i]);
      CHECK_CSTR(deputy_http_header(response, "x-got"), "a b");
      CHECK_STATUS(read_all(response, got, sizeof got, 8, &total), DEPUTY_OK, NULL);
      CHECK(total == 3 && memcmp(got, "a\0b", 3) == 0);
      deputy_http_free(response);
    }
    deputy_http_request_free(sent);
  }
}

static uint64_t calls_now(void) {
  deputy_stats stats;
  stats.struct_size = sizeof stats;
  CHECK_EQ(deputy_context_stats(DEPUTY_UI, &stats), DEPUTY_OK);
  return stats.calls;
}

/* All of a large body, by large reads and by small ones, which make few trips. */
static void large(const char *path, size_t size) {
  enum { LENGTH = 1 << 20 };
  char *got = malloc(LENGTH + 1);
  size_t total;
  deputy_http_response *response = get(path);
  uint64_t before = calls_now();
  CHECK_STATUS(read_all(response, got, LENGTH + 1, size, &total), DEPUTY_OK, NULL);
  uint64_t trips = calls_now() - before;
  CHECK_EQ(total, LENGTH);
  size_t wrong = 0;
  for (size_t i = 0; i < total; i++) wrong += (unsigned char)got[i] != i % 251;
  CHECK_EQ(wrong, 0);
  printf("%s by %zu: %llu trips\n", path, size, (unsigned long long)trips);
  CHECK(trips < 2000);
  deputy_http_free(response);
  free(got);
}

static void *aborts(void *response) {
  usleep(50000);
  deputy_http_abort(response);
  return NULL;
}

/* Two of these wait for the same bytes that never come. */
static void *waits_for_a_byte(void *response) {
  char got;
  size_t count;
  CHECK_STATUS(deputy_http_read(response, &got, 1, &count), DEPUTY_CANCELLED, NULL);
  return NULL;
}

static void *cancels(void *task) {
  usleep(50000);
  CHECK_STATUS(deputy_task_cancel(*(deputy_task *)task), DEPUTY_OK, NULL);
  return NULL;
}

static void *reads_all(void *response) {
  char got[64];
  size_t total;
  CHECK_STATUS(read_all(response, got, sizeof got, 64, &total), DEPUTY_OK, NULL);
  CHECK(total == 13 && memcmp(got, "one two three", 13) == 0);
  deputy_http_free(response);
  return NULL;
}

static void bad(const char *executor) {
  (void)executor;
  deputy_http_response *response = NULL;
  char got[2000];
  size_t total;

  deputy_value error = deputy_null();
  CHECK_STATUS(deputy_http_get_cstr(at("reset"), &error, &response), DEPUTY_JS_EXCEPTION, &error);
  CHECK(error.tag == DEPUTY_VALUE_ERROR);
  deputy_value_free(&error);
  CHECK_STATUS(deputy_http_get_cstr("http://[", NULL, &response), DEPUTY_INVALID_ARGUMENT, NULL);
  static const char *const breaks[] = {"truncated", "broken"};
  for (int i = 0; i < 2; i++) {
    response = get(breaks[i]);
    CHECK_STATUS(read_all(response, got, sizeof got, 100, &total), DEPUTY_CLOSED, NULL);
    CHECK_STATUS(deputy_http_read(response, got, 1, &total), DEPUTY_CLOSED, NULL);
    deputy_http_free(response);
  }

  /* Before the headers: the time is up, or a task is cancelled. */
  deputy_http_request *never = request("GET", "never");
  CHECK_STATUS(deputy_http_request_limits(never, 50, 0, 0), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_send(never, NULL, &response), DEPUTY_TIMED_OUT, NULL);
  deputy_task token = own_task();
  CHECK_STATUS(deputy_http_request_limits(never, 0, 0, token), DEPUTY_OK, NULL);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, cancels, &token), 0);
  CHECK_STATUS(deputy_http_send(never, NULL, &response), DEPUTY_CANCELLED, NULL);
  pthread_join(thread, NULL);
  CHECK_STATUS(deputy_http_send(never, NULL, &response), DEPUTY_CANCELLED, NULL);
  deputy_task_free(token);
  deputy_http_request_free(never);

  /* During a read: the time is up, and the next read goes on; then another thread aborts. */
  deputy_http_request *stall = request("GET", "stall");
  CHECK_STATUS(deputy_http_request_limits(stall, 0, 100, 0), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_send(stall, NULL, &response), DEPUTY_OK, NULL);
  CHECK_STATUS(read_all(response, got, sizeof got, 100, &total), DEPUTY_TIMED_OUT, NULL);
  CHECK_EQ(total, 1);
  CHECK_STATUS(deputy_http_read(response, got, 1, &total), DEPUTY_TIMED_OUT, NULL);
  deputy_http_free(response);
  deputy_http_request_free(stall);
  response = get("stall");
  CHECK_EQ(pthread_create(&thread, NULL, aborts, response), 0);
  CHECK_STATUS(read_all(response, got, sizeof got, 100, &total), DEPUTY_CANCELLED, NULL);
  pthread_join(thread, NULL);
  CHECK_STATUS(deputy_http_read(response, got, 1, &total), DEPUTY_CANCELLED, NULL);
  deputy_http_free(response);

  /* Several wait, and it is aborted twice while the page is busy. */
  response = get("stall");
  CHECK_STATUS(deputy_http_read(response, got, 1, &total), DEPUTY_OK, NULL);
  pthread_t both[2];
  for (int i = 0; i < 2; i++) CHECK_EQ(pthread_create(&both[i], NULL, waits_for_a_byte, response), 0);
  usleep(20000);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("busy"), DEPUTY_ARGS(deputy_i32(100))), DEPUTY_OK, NULL);
  for (int i = 0; i < 2; i++) CHECK_STATUS(deputy_http_abort(response), DEPUTY_OK, NULL);
  for (int i = 0; i < 2; i++) CHECK_EQ(pthread_join(both[i], NULL), 0);
  deputy_http_free(response);

  /* Another thread reads and frees; and one that nobody reads. */
  response = get("chunks");
  CHECK_EQ(pthread_create(&thread, NULL, reads_all, response), 0);
  pthread_join(thread, NULL);
  deputy_http_free(get("stall"));
}

static void on_ui(void *unused) {
  (void)unused;
  deputy_http_response *response = NULL;
  CHECK_STATUS(deputy_http_get_cstr(base, NULL, &response), DEPUTY_WOULD_BLOCK, NULL);
  CHECK_STATUS(deputy_http_read(NULL, NULL, 0, NULL), DEPUTY_WOULD_BLOCK, NULL);
}

int main(int argc, char **argv) {
  (void)argc;
  snprintf(base, sizeof base, "%s", argv[1]);
  ON_EACH_EXECUTOR(good);
  ON_EACH_EXECUTOR(bad);
  large("large", 100);
  large("large", 1 << 17);
  large("zipped", 4096);
  emscripten_sync_run_in_main_runtime_thread(EM_FUNC_SIG_VI, on_ui, NULL);

  deputy_http_request *wrong = NULL;
  CHECK_STATUS(deputy_http_request_new(NULL, "x", &wrong), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_http_send(NULL, NULL, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  wrong = request("GET", "text");
  CHECK_STATUS(deputy_http_request_option(wrong, "body", "x"), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_http_request_header(wrong, "not a name", "x"), DEPUTY_OK, NULL);
  deputy_http_response *response = NULL;
  CHECK_STATUS(deputy_http_send(wrong, NULL, &response), DEPUTY_INVALID_ARGUMENT, NULL);
  deputy_http_request_free(wrong);
  deputy_http_request_free(NULL);
  deputy_http_free(NULL);
  deputy_http_abort(NULL);
  CHECK_EQ(deputy_http_status(NULL), 0);
  objects_settle(0);
  return check_result();
}
