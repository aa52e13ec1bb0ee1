// A request on one executor, its response on another, for all pairs of the deputy, a pthread, the background, a JS worker and the compute
// pool: a POST here whose streamed body is read there; a request cancelled, a read aborted from there, which leaves nothing.
// FEATURE: F80 F82
// TIMEOUT: 90
#include "http.h"
#include "objects.h"
#include "pairs.h"

typedef struct {
  deputy_http_response *response;
  deputy_task token;
  atomic_bool waits;
  bool alone;
} scene;

static void posts(void *memory) {
  scene *of = memory;
  deputy_http_request *made = request("POST", "echo-slowly");
  CHECK_STATUS(deputy_http_request_body(made, "one two three", 13), DEPUTY_OK, NULL);
  of->response = sent(made);
  deputy_http_request_free(made);
}
static void reads(void *memory) {
  scene *of = memory;
  char got[64];
  size_t total;
  CHECK_EQ(deputy_http_status(of->response), 201);
  CHECK_CSTR(deputy_http_header(of->response, "x-method"), "POST");
  CHECK_STATUS(read_all(of->response, got, sizeof got, 5, &total), DEPUTY_OK, NULL);
  CHECK(total == 13 && memcmp(got, "one two three", 13) == 0);
  CHECK_EQ(deputy_http_received(of->response), 13);
  deputy_http_free(of->response);
}

static void is_aborted(void *memory) {
  scene *of = memory;
  char got;
  size_t count;
  atomic_store(&of->waits, true);
  CHECK_STATUS(deputy_http_read(of->response, &got, 1, &count), DEPUTY_CANCELLED, NULL);
  CHECK_STATUS(deputy_http_read(of->response, &got, 1, &count), DEPUTY_CANCELLED, NULL);
}
static void aborts(void *memory) {
  scene *of = memory;
  if (!of->alone) UNTIL(atomic_load(&of->waits));
  usleep(2000);
  CHECK_STATUS(deputy_http_abort(of->response), DEPUTY_OK, NULL);
}

static void is_cancelled(void *memory) {
  scene *of = memory;
  deputy_http_request *never = request("GET", "never");
  CHECK_STATUS(deputy_http_request_limits(never, 0, 0, of->token), DEPUTY_OK, NULL);
  atomic_store(&of->waits, true);
  deputy_http_response *response = NULL;
  CHECK_STATUS(deputy_http_send(never, NULL, &response), DEPUTY_CANCELLED, NULL);
  deputy_http_request_free(never);
}
static void cancels(void *memory) {
  scene *of = memory;
  if (!of->alone) UNTIL(atomic_load(&of->waits));
  usleep(2000);
  CHECK_STATUS(deputy_task_cancel(of->token), DEPUTY_OK, NULL);
}

static void content(int a, int b) {
  scene of = {0};
  ON(a, 0, posts, &of);
  ON(b, 1, reads, &of);
}

static void gives_up(int a, int b) {
  scene of = {.alone = a == ON_DEPUTY && b == ON_DEPUTY};
  of.response = get("stall");
  char got;
  size_t count;
  CHECK_STATUS(deputy_http_read(of.response, &got, 1, &count), DEPUTY_OK, NULL);
  PAIR(a, b, is_aborted, aborts, &of);
  deputy_http_free(of.response);

  atomic_store(&of.waits, false);
  of.token = own_task();
  PAIR(a, b, is_cancelled, cancels, &of);
  deputy_task_free(of.token);
}

int main(int argc, char **argv) {
  (void)argc;
  snprintf(base, sizeof base, "%s", argv[1]);
  unsigned before = objects_now();
  FOR_EACH_PAIR(content);
  FOR_EACH_PAIR(gives_up);
  objects_settle(before);
  nothing_left();
  UNTIL(number_at("open") == 0);
  return check_result();
}
