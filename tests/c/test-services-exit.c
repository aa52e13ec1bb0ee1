// exit() ends the program while threads wait for headers, for a body, for a handshake, for a message and for a digest, and while all of these are
// under way as tasks, posts or handles that nobody waits for.
// FEATURE: F80 F83 F84 F70
// EXIT: 3
// ERRORS: establish a connection|WebSocket|was interrupted
#include "services.h"

static deputy_http_response *response;
static deputy_ws *ws;
static atomic_int there;

static void *waits_for_headers(void *unused) {
  atomic_fetch_add(&there, 1);
  deputy_task_wait(request_of_none(), UINT32_MAX, NULL);
  CHECK(false);
  return unused;
}
static void *waits_for_a_body(void *unused) {
  char byte;
  size_t count;
  atomic_fetch_add(&there, 1);
  while (deputy_http_read(response, &byte, 1, &count) == DEPUTY_OK) continue;
  CHECK(false);
  return unused;
}
static void *waits_for_a_handshake(void *unused) {
  deputy_ws *none = NULL;
  atomic_fetch_add(&there, 1);
  deputy_ws_open(at("ws-never"), NULL, NULL, NULL, &none);
  CHECK(false);
  return unused;
}
static void *waits_for_a_message(void *unused) {
  char byte;
  deputy_ws_part part;
  atomic_fetch_add(&there, 1);
  deputy_ws_receive(ws, &byte, 1, &part, UINT32_MAX);
  CHECK(false);
  return unused;
}
static void *waits_for_digests(void *unused) {
  atomic_fetch_add(&there, 1);
  for (;;) {
    deputy_task task = digest();
    deputy_task_wait(task, UINT32_MAX, NULL);
    deputy_task_free(task);
  }
  return unused;
}

int main(int argc, char **argv) {
  (void)argc;
  snprintf(base, sizeof base, "%s", argv[1]);
  response = get("stall");
  ws = opened("ws-silent");
  opened("ws-silent");
  get("stall?another"); /* Firefox has two of the same wait for one another */
  void *(*const waits[])(void *) = {waits_for_headers, waits_for_a_body, waits_for_a_handshake, waits_for_a_message, waits_for_digests};
  for (int i = 0; i < 5; i++) {
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, NULL, waits[i], NULL), 0);
  }
  UNTIL(there == 5);
  usleep(50000);
  request_of_none();
  deputy_task_free(digest());
  CHECK_EQ(deputy_ws_send(ws, "last", 4, DEPUTY_WS_TEXT, BOUND), DEPUTY_OK);
  exit(check_result() ? 1 : 3);
}
