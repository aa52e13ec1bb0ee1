// Requests of a JS worker's own fetch: sent by the page's deputy and by the worker itself, which does not wait for itself but goes on when
// there is something; read on other threads, and as tasks; and what becomes of them when the worker ends. Requests as tasks.
// FEATURE: F80 F48
// TIMEOUT: 90
#include "http.h"
#include "objects.h"

DEPUTY_JS(count_fetches, (), {
  const own = globalThis.fetch;
  globalThis.fetched = 0;
  globalThis.fetch = (...args) => (globalThis.fetched++, own(...args));
});
DEPUTY_JS(fetched, (), { return globalThis.fetched; });

static deputy_context worker;
static deputy_task end;

static int fetches(void) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(worker, fetched, &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  return (int)deputy_to_f64(out);
}

static deputy_http_request *of_worker(const char *method, const char *path) {
  deputy_http_request *made = request(method, path);
  CHECK_STATUS(deputy_http_request_context(made, worker), DEPUTY_OK, NULL);
  return made;
}

static void *reads(void *response) {
  char got[64];
  size_t total;
  CHECK_STATUS(read_all(response, got, sizeof got, 64, &total), DEPUTY_OK, NULL);
  CHECK(total == 13 && memcmp(got, "one two three", 13) == 0);
  return NULL;
}

/* Runs on the worker. */
static atomic_int steps;
static deputy_http_response *handed_over;
static void has_answer(deputy_task task, void *unused) {
  (void)unused;
  CHECK_EQ(deputy_context_current(), worker);
  deputy_http_response *response = NULL;
  CHECK_STATUS(deputy_http_response_of(task, 0, NULL, &response), DEPUTY_OK, NULL);
  deputy_task_free(task);
  CHECK_EQ(deputy_http_status(response), 200);
  handed_over = response;
  atomic_fetch_add(&steps, 1);
}
static void itself(void *unused) {
  (void)unused;
  deputy_http_request *chunks = of_worker("GET", "chunks"), *any = request("GET", "chunks");
  deputy_http_response *response = NULL;
  CHECK_STATUS(deputy_http_send(chunks, NULL, &response), DEPUTY_DEADLOCK, NULL);
  deputy_task task = 0;
  CHECK_STATUS(deputy_http_request_context(any, DEPUTY_ANY), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_send(any, NULL, &response), DEPUTY_DEADLOCK, NULL);
  CHECK_STATUS(deputy_http_send_async(any, &task), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_then(task, worker, has_answer, NULL, NULL), DEPUTY_OK, NULL);
  deputy_http_request_free(any);
  deputy_http_request_free(chunks);
  /* The page's fetch can be waited for here. */
  response = get("text");
  char got[8];
  size_t total;
  CHECK_STATUS(read_all(response, got, sizeof got, 8, &total), DEPUTY_OK, NULL);
  CHECK_EQ(total, 5);
  deputy_http_free(response);
  atomic_fetch_add(&steps, 1);
}
static void reads_nothing(void *response) {
  char got[8];
  size_t count;
  deputy_status status = DEPUTY_OK;
  while (status == DEPUTY_OK) status = deputy_http_read(response, got, sizeof got, &count);
  CHECK_STATUS(status, DEPUTY_DEADLOCK, NULL);
  atomic_fetch_add(&steps, 1);
}

static void *is_stale(void *response) {
  char got[8];
  size_t count;
  deputy_status status = DEPUTY_OK;
  while (status == DEPUTY_OK) status = deputy_http_read(response, got, sizeof got, &count);
  CHECK(status == DEPUTY_CLOSED || status == DEPUTY_STALE);
  CHECK_STATUS(deputy_http_read(response, got, sizeof got, &count), DEPUTY_STALE, NULL);
  return NULL;
}

static void as_tasks(deputy_context owner) {
  deputy_http_request *chunks = request("GET", "chunks"), *missing = request("GET", "never");
  CHECK_STATUS(deputy_http_request_context(chunks, owner), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_request_context(missing, owner), DEPUTY_OK, NULL);
  deputy_task task = 0;
  CHECK_STATUS(deputy_http_send_async(chunks, &task), DEPUTY_OK, NULL);
  deputy_http_response *response = NULL;
  CHECK_STATUS(deputy_http_response_of(task, 0, NULL, &response), DEPUTY_OK, NULL);
  deputy_task_free(task);
  char all[64];
  size_t total = 0;
  for (;;) {
    deputy_value out = deputy_null();
    CHECK_STATUS(deputy_http_read_async(response, 7, &task), DEPUTY_OK, NULL);
    deputy_status status = deputy_task_wait(task, BOUND, &out);
    deputy_task_free(task);
    CHECK_STATUS(status, DEPUTY_OK, &out);
    if (status != DEPUTY_OK || out.len == 0) break;
    CHECK(out.tag == DEPUTY_VALUE_BYTES && out.len <= 7);
    memcpy(all + total, out.data.bytes, out.len);
    total += out.len;
    deputy_value_free(&out);
    /* The rest of what a small read has fetched is there for a task, too. */
    size_t count = 0;
    if (total < 8) CHECK_STATUS(deputy_http_read(response, all + total, 1, &count), DEPUTY_OK, NULL);
    total += count;
  }
  CHECK(total == 13 && memcmp(all, "one two three", 13) == 0);
  deputy_http_free(response);

  /* Cancelled, timed out, of something else, or wrong. */
  CHECK_STATUS(deputy_http_send_async(missing, &task), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_response_of(task, 0, NULL, &response), DEPUTY_CANCELLED, NULL);
  deputy_task_free(task);
  CHECK_STATUS(deputy_http_request_limits(missing, 30, 0, 0), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_send_async(missing, &task), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_response_of(task, 0, NULL, &response), DEPUTY_TIMED_OUT, NULL);
  deputy_task_free(task);
  task = own_task();
  CHECK_STATUS(deputy_task_resolve(task, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_response_of(task, 0, NULL, &response), DEPUTY_WRONG_TYPE, NULL);
  deputy_task_free(task);
  CHECK_STATUS(deputy_http_response_of(task, 0, NULL, &response), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_http_send_async(NULL, &task), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_http_read_async(NULL, 1, &task), DEPUTY_INVALID_ARGUMENT, NULL);
  deputy_http_request_free(chunks);
  deputy_http_request_free(missing);
}

int main(int argc, char **argv) {
  (void)argc;
  snprintf(base, sizeof base, "%s", argv[1]);
  unsigned before = objects_now();
  as_tasks(DEPUTY_UI);
  CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, NULL, &worker, &end), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_call(worker, count_fetches, NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  as_tasks(worker);
  int so_far = fetches();
  CHECK(so_far >= 2); /* one was cancelled, perhaps before it was sent */

  deputy_http_request *chunks = of_worker("GET", "chunks");
  deputy_http_response *response = sent(chunks);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, reads, response), 0);
  pthread_join(thread, NULL);
  deputy_http_free(response);
  deputy_http_request_free(chunks);
  CHECK_EQ(fetches(), ++so_far);

  CHECK_STATUS(deputy_context_post(worker, itself, NULL, NULL), DEPUTY_OK, NULL);
  UNTIL(steps == 2);
  reads(handed_over);
  deputy_http_free(handed_over);
  deputy_http_request *stall = of_worker("GET", "stall");
  response = sent(stall);
  CHECK_STATUS(deputy_context_post(worker, reads_nothing, response, NULL), DEPUTY_OK, NULL);
  UNTIL(steps == 3);
  CHECK_STATUS(deputy_http_abort(response), DEPUTY_OK, NULL);
  char byte;
  size_t count;
  deputy_status status = DEPUTY_OK;
  while (status == DEPUTY_OK) status = deputy_http_read(response, &byte, 1, &count);
  CHECK_STATUS(status, DEPUTY_CANCELLED, NULL);
  deputy_http_free(response);

  /* The worker ends while others wait. */
  response = sent(stall);
  CHECK_EQ(pthread_create(&thread, NULL, is_stale, response), 0);
  usleep(50000);
  CHECK_STATUS(deputy_worker_end(worker), DEPUTY_OK, NULL);
  ENDS(end, DEPUTY_OK);
  deputy_task_free(end);
  pthread_join(thread, NULL);
  deputy_http_free(response);
  deputy_http_response *none = NULL;
  CHECK_STATUS(deputy_http_send(stall, NULL, &none), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_http_request_context(stall, DEPUTY_BACKGROUND), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_send(stall, NULL, &none), DEPUTY_UNSUPPORTED, NULL);
  deputy_http_request_free(stall);

  objects_settle(before);
  nothing_left();
  /* Firefox now and then ends what a Worker has left behind only when it has taken that down itself. */
  UNTIL_WITHIN(40000, number_at("open") == 0);
  return check_result();
}
