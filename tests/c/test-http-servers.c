// Servers that lie, break off, are slow or never end, each with its documented status; times of each phase; a read that waits for its turn;
// and waits that end in the moment in which the answer comes. Afterwards no request is open at the server and no handle here.
// FEATURE: F80 F82
// TIMEOUT: 90
#include "http.h"
#include "objects.h"

static char got[1 << 20];

static void body(const char *path, deputy_status end, const char *text) {
  size_t total = 0;
  deputy_http_response *response = get(path);
  deputy_status status = read_all(response, got, sizeof got, 100000, &total);
  if (status != end || (text && total != strlen(text))) fprintf(stderr, "%s: after %zu bytes\n", path, total);
  CHECK_STATUS(status, end, NULL);
  if (text) CHECK(total == strlen(text) && memcmp(got, text, total) == 0);
  if (end != DEPUTY_OK) CHECK_STATUS(deputy_http_read(response, got, 1, &total), end, NULL);
  deputy_http_free(response);
}

/* What a browser makes of this is its own: it fails with the headers, with the body, or takes it for the truth. */
static void or_so(const char *path, bool may_be_true) {
  size_t total = 0;
  deputy_http_response *response = NULL;
  deputy_status status = deputy_http_get_cstr(at(path), NULL, &response);
  if (status == DEPUTY_OK) status = read_all(response, got, sizeof got, 100000, &total);
  printf("%s: %s after %zu bytes\n", path, deputy_status_name(status), total);
  CHECK(status == DEPUTY_JS_EXCEPTION || status == DEPUTY_CLOSED || (may_be_true && status == DEPUTY_OK));
  deputy_http_free(response);
}

static void lies(void) {
  /* What is beyond the length is no body of this one. */
  body("long", DEPUTY_OK, "only ");
  body("truncated", DEPUTY_CLOSED, "only this");
  or_so("bad-chunk", false);
  or_so("bad-gzip", false);
  or_so("half-gzip", true);
  or_so("garbage", true);
  deputy_http_response *response = NULL;
  static const char *const none[] = {"loop", "reset"};
  for (int i = 0; i < 2; i++) {
    deputy_value error = deputy_null();
    CHECK_STATUS(deputy_http_get_cstr(at(none[i]), &error, &response), DEPUTY_JS_EXCEPTION, &error);
    CHECK_EQ(error.tag, DEPUTY_VALUE_ERROR);
    deputy_value_free(&error);
  }
  /* Where a redirect goes, and as what. */
  static const char *const ways[][2] = {{"see-other", "GET"}, {"temporary", "POST"}};
  for (int i = 0; i < 2; i++) {
    deputy_http_request *post = request("POST", ways[i][0]);
    CHECK_STATUS(deputy_http_request_body(post, "x", 1), DEPUTY_OK, NULL);
    response = sent(post);
    size_t total;
    CHECK_STATUS(read_all(response, got, 100, 100, &total), DEPUTY_OK, NULL);
    CHECK(total == strlen(ways[i][1]) && memcmp(got, ways[i][1], total) == 0);
    deputy_http_free(response);
    deputy_http_request_free(post);
  }
}

static void progress(void) {
  deputy_http_response *response = get("large");
  CHECK_EQ(deputy_http_length(response), 1 << 20);
  size_t count = 0, total = 0;
  while (deputy_http_read(response, got, 300000, &count) == DEPUTY_OK && count > 0) {
    total += count;
    CHECK_EQ(deputy_http_received(response), total);
  }
  CHECK_EQ(total, 1 << 20);
  deputy_http_free(response);
  response = get("zipped");
  CHECK_EQ(deputy_http_length(response), UINT64_MAX);
  CHECK_STATUS(deputy_http_read(response, got, 1, &count), DEPUTY_OK, NULL);
  CHECK(deputy_http_received(response) > 1); /* read ahead */
  deputy_http_free(response);
  deputy_http_request *head = request("HEAD", "large");
  response = sent(head);
  CHECK_EQ(deputy_http_length(response), 1 << 20);
  CHECK_STATUS(deputy_http_read(response, got, 1, &count), DEPUTY_OK, NULL);
  CHECK_EQ(count, 0);
  deputy_http_free(response);
  deputy_http_request_free(head);
  CHECK_EQ(deputy_http_length(NULL), UINT64_MAX);
  CHECK_EQ(deputy_http_received(NULL), 0);
}

/* The time for all of it is over before the headers, and while the body comes in time for each read. */
static void in_all(void) {
  deputy_http_response *response = NULL;
  deputy_http_request *never = request("GET", "never"), *trickle = request("GET", "trickle");
  CHECK_STATUS(deputy_http_request_total(never, 60), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_send(never, NULL, &response), DEPUTY_TIMED_OUT, NULL);
  CHECK_STATUS(deputy_http_request_total(trickle, 300), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_request_limits(trickle, BOUND, BOUND, 0), DEPUTY_OK, NULL);
  response = sent(trickle);
  size_t total;
  CHECK_STATUS(read_all(response, got, sizeof got, 1, &total), DEPUTY_TIMED_OUT, NULL);
  CHECK_STATUS(deputy_http_read(response, got, 1, &total), DEPUTY_TIMED_OUT, NULL);
  deputy_http_free(response);
  deputy_http_request_free(never);
  deputy_http_request_free(trickle);
  CHECK_STATUS(deputy_http_request_total(NULL, 1), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_http_request_context(NULL, 1), DEPUTY_INVALID_ARGUMENT, NULL);
}

/* Four readers wait for a byte that does not come: each for so long, not one after the other. */
enum { TURN = 400 };
static void *waits_its_turn(void *response) {
  size_t count;
  char byte;
  CHECK_STATUS(deputy_http_read(response, &byte, 1, &count), DEPUTY_TIMED_OUT, NULL);
  return NULL;
}
static void turns(void) {
  deputy_http_request *stall = request("GET", "stall");
  CHECK_STATUS(deputy_http_request_limits(stall, 0, TURN, 0), DEPUTY_OK, NULL);
  deputy_http_response *response = sent(stall);
  size_t count;
  CHECK_STATUS(deputy_http_read(response, got, 1, &count), DEPUTY_OK, NULL);
  double from = emscripten_get_now();
  pthread_t threads[4];
  for (int i = 0; i < 4; i++) CHECK_EQ(pthread_create(&threads[i], NULL, waits_its_turn, response), 0);
  for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
  CHECK(emscripten_get_now() - from < 3 * TURN);
  deputy_http_free(response);
  deputy_http_request_free(stall);
}

/* The answer comes at about the time at which nobody waits any more: either there is a response, or nothing of it is left. */
static void *cancels(void *token) {
  deputy_task_cancel(*(deputy_task *)token);
  return NULL;
}
static void lost_answers(void) {
  int answered = 0;
  for (int i = 0; i < 40; i++) {
    char path[32];
    snprintf(path, sizeof path, "late?ms=%d", 1 + i % 4);
    deputy_http_request *late = request("GET", path);
    deputy_http_response *response = NULL;
    deputy_task token = i % 2 ? own_task() : 0, task = 0;
    CHECK_STATUS(deputy_http_request_limits(late, token ? 0 : 1 + i % 20, 0, token), DEPUTY_OK, NULL);
    pthread_t thread;
    if (token) CHECK_EQ(pthread_create(&thread, NULL, cancels, &token), 0);
    if (i % 3 == 0) {
      /* As a task that is freed, looked at or not. */
      CHECK_STATUS(deputy_http_send_async(late, &task), DEPUTY_OK, NULL);
      if (i % 2) usleep(4000);
      deputy_task_cancel(task);
      deputy_task_free(task);
    } else if (deputy_http_send(late, NULL, &response) == DEPUTY_OK) {
      answered++;
      deputy_http_free(response);
    }
    if (token) pthread_join(thread, NULL), deputy_task_free(token);
    deputy_http_request_free(late);
  }
  printf("%d were answered in time\n", answered);
}

int main(int argc, char **argv) {
  (void)argc;
  snprintf(base, sizeof base, "%s", argv[1]);
  unsigned before = objects_now();
  lies();
  progress();
  in_all();
  turns();
  lost_answers();
  objects_settle(before);
  nothing_left();
  UNTIL(number_at("open") == 0);
  return check_result();
}
