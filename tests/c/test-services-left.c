// Requests, sockets and digests that are cancelled, that nobody waits for any more, or whose thread ends, from every executor: whoever waits is
// told, nothing goes on, no rejection goes unhandled, no handle and no connection stays, and no thread waits.
// FEATURE: F82 F83 F84 F36 F45
// TIMEOUT: 90
// ERRORS: establish a connection|WebSocket|was interrupted
#include "executors.h"
#include "services.h"

static void *cancels(void *task) {
  usleep(10000);
  CHECK_STATUS(deputy_task_cancel(*(deputy_task *)task), DEPUTY_OK, NULL);
  return NULL;
}
static void *aborts_response(void *response) {
  usleep(10000);
  CHECK_EQ(deputy_http_abort(response), DEPUTY_OK);
  return NULL;
}
static void *aborts_socket(void *ws) {
  usleep(10000);
  CHECK_EQ(deputy_ws_abort(ws), DEPUTY_OK);
  return NULL;
}

static void cancelled(void) {
  pthread_t thread;
  char byte;
  size_t count;
  deputy_ws_part part;

  deputy_task task = request_of_none();
  CHECK_EQ(pthread_create(&thread, NULL, cancels, &task), 0);
  ENDS(task, DEPUTY_CANCELLED);
  pthread_join(thread, NULL);
  deputy_task_free(task);

  deputy_http_response *response = get("stall");
  CHECK_STATUS(deputy_http_read(response, &byte, 1, &count), DEPUTY_OK, NULL);
  CHECK_EQ(pthread_create(&thread, NULL, aborts_response, response), 0);
  deputy_status status;
  do status = deputy_http_read(response, &byte, 1, &count);
  while (status == DEPUTY_OK && count > 0);
  CHECK_EQ(status, DEPUTY_CANCELLED);
  pthread_join(thread, NULL);
  deputy_http_free(response);

  deputy_ws *ws = opened("ws-silent");
  CHECK_EQ(pthread_create(&thread, NULL, aborts_socket, ws), 0);
  CHECK_STATUS(deputy_ws_receive(ws, &byte, 1, &part, BOUND), DEPUTY_CANCELLED, NULL);
  pthread_join(thread, NULL);
  deputy_ws_free(ws);

  /* It may have ended before. */
  task = digest();
  CHECK_STATUS(deputy_task_cancel(task), DEPUTY_OK, NULL);
  status = deputy_task_wait(task, BOUND, NULL);
  CHECK(status == DEPUTY_CANCELLED || status == DEPUTY_OK);
  deputy_task_free(task);
}

/* Once: Firefox has further connections wait, longer and longer, after one that has failed. */
static void handshake_cancelled(void) {
  pthread_t thread;
  deputy_task token = own_task();
  deputy_call_options options = {.struct_size = sizeof options, .cancel = token};
  CHECK_EQ(pthread_create(&thread, NULL, cancels, &token), 0);
  deputy_ws *ws = NULL;
  CHECK_STATUS(deputy_ws_open(at("ws-never"), NULL, &options, NULL, &ws), DEPUTY_CANCELLED, NULL);
  pthread_join(thread, NULL);
  deputy_task_free(token);

}

static void abandoned(void) {
  char byte;
  size_t count;
  /* A response of which a part was read, one of which nothing was, an upload in the midst, a request that was never sent. */
  deputy_http_response *response = get("stall");
  CHECK_STATUS(deputy_http_read(response, &byte, 1, &count), DEPUTY_OK, NULL);
  deputy_http_free(response);
  deputy_http_free(get("stall"));
  deputy_http_request *made = request("POST", "never");
  deputy_http_upload *upload = NULL;
  CHECK_STATUS(deputy_http_upload_begin(made, NULL, &upload), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_upload_write(upload, "abc", 3, BOUND), DEPUTY_OK, NULL);
  deputy_http_upload_free(upload);
  deputy_http_request_free(made);
  /* One that is answered when nobody has a handle of its task any more. */
  made = request("GET", "stall");
  deputy_task task = 0;
  CHECK_STATUS(deputy_http_send_async(made, &task), DEPUTY_OK, NULL);
  deputy_http_request_free(made);
  deputy_task_free(task);
  deputy_ws *ws = opened("ws-silent");
  CHECK_EQ(deputy_ws_send(ws, "x", 1, DEPUTY_WS_TEXT, BOUND), DEPUTY_OK);
  deputy_ws_free(ws);
  deputy_task_free(digest());
}

/* What it has begun others wait for, cancel and free. */
typedef struct {
  deputy_task request, digest;
  deputy_http_response *response;
  deputy_ws *ws;
} begun;

static void *begins_and_ends(void *memory) {
  begun *of = memory;
  of->request = request_of_none();
  of->digest = digest();
  of->response = get("stall");
  of->ws = opened("ws-echo");
  CHECK_EQ(deputy_ws_send(of->ws, "after me", 8, DEPUTY_WS_TEXT, BOUND), DEPUTY_OK);
  pthread_exit(NULL);
}

static void thread_ends(void) {
  begun of = {0};
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, begins_and_ends, &of), 0);
  pthread_join(thread, NULL);
  char bytes[100];
  size_t count;
  deputy_ws_part part;
  CHECK_STATUS(deputy_ws_receive(of.ws, bytes, sizeof bytes, &part, BOUND), DEPUTY_OK, NULL);
  CHECK(part.count == 8 && memcmp(bytes, "after me", 8) == 0);
  CHECK_STATUS(deputy_http_read(of.response, bytes, 1, &count), DEPUTY_OK, NULL);
  ENDS(of.digest, DEPUTY_OK);
  CHECK_STATUS(deputy_task_cancel(of.request), DEPUTY_OK, NULL);
  ENDS(of.request, DEPUTY_CANCELLED);
  deputy_ws_free(of.ws);
  deputy_http_free(of.response);
  deputy_task_free(of.request);
  deputy_task_free(of.digest);
}

static void scenario(const char *executor) {
  (void)executor;
  cancelled();
  abandoned();
  thread_ends();
}

int main(int argc, char **argv) {
  (void)argc;
  snprintf(base, sizeof base, "%s", argv[1]);
  unsigned before = objects_now();
  ON_EACH_EXECUTOR(scenario);
  handshake_cancelled();
  objects_settle(before);
  nothing_left();
  CHECK_EQ(deputy_task_live(), 0);
  UNTIL(number_at("open") == 0);
  objects_settle(before);
  return check_result();
}
