// WebSockets from each executor: text, bytes, empty and large messages, parts, many short ones in a row; then servers that close early, drop the connection, flood,
// send fragments, stall, refuse, never answer; timeouts, cancellation, abort by another thread while one receives. Nothing of it stays.
// FEATURE: F83 F88
// TIMEOUT: 90
// ERRORS: establish a connection|WebSocket|was interrupted
#include "executors.h"
#include "objects.h"

enum { LARGE = 300000, FLOOD = 3000 };

static char base[256];

static const char *at(const char *path) {
  static _Thread_local char url[512];
  snprintf(url, sizeof url, "%s%s", base, path);
  return url;
}

static deputy_ws *opened(const char *path, const char *protocols) {
  deputy_ws *ws = NULL;
  deputy_value error = deputy_null();
  CHECK_STATUS(deputy_ws_open(at(path), protocols, NULL, &error, &ws), DEPUTY_OK, &error);
  deputy_value_free(&error);
  CHECK(ws != NULL);
  return ws;
}

/* The next message is this text. */
static void comes(deputy_ws *ws, const char *expected) {
  char buffer[100];
  deputy_ws_part part;
  CHECK_STATUS(deputy_ws_receive(ws, buffer, sizeof buffer, &part, BOUND), DEPUTY_OK, NULL);
  CHECK_EQ(part.kind, DEPUTY_WS_TEXT);
  CHECK(part.last && part.count == strlen(expected) && memcmp(buffer, expected, part.count) == 0);
}

static void echoes(const char *executor) {
  (void)executor;
  deputy_ws *ws = opened("echo", "other, chosen");
  CHECK_CSTR(deputy_ws_protocol(ws), "chosen");
  char buffer[4];
  deputy_ws_part part;
  CHECK_EQ(deputy_ws_receive(ws, buffer, sizeof buffer, &part, 20), DEPUTY_TIMED_OUT);
  CHECK_EQ(deputy_ws_send(ws, "hello w\xc3\xb6rld", 12, DEPUTY_WS_TEXT, BOUND), DEPUTY_OK);
  CHECK_EQ(deputy_ws_send(ws, NULL, 0, DEPUTY_WS_TEXT, BOUND), DEPUTY_OK);
  CHECK_EQ(deputy_ws_send(ws, "\0\xff\1", 3, DEPUTY_WS_BINARY, BOUND), DEPUTY_OK);
  char all[16];
  size_t got = 0;
  int parts = 0;
  do {
    CHECK_STATUS(deputy_ws_receive(ws, buffer, sizeof buffer, &part, BOUND), DEPUTY_OK, NULL);
    CHECK(part.count <= sizeof buffer && got + part.count <= sizeof all);
    memcpy(all + got, buffer, part.count);
    got += part.count;
    parts++;
  } while (!part.last && parts < 9);
  CHECK_EQ(parts, 3);
  CHECK(got == 12 && memcmp(all, "hello w\xc3\xb6rld", 12) == 0);
  CHECK_STATUS(deputy_ws_receive(ws, buffer, sizeof buffer, &part, BOUND), DEPUTY_OK, NULL);
  CHECK(part.count == 0 && part.last && part.kind == DEPUTY_WS_TEXT);
  CHECK_STATUS(deputy_ws_receive(ws, buffer, sizeof buffer, &part, BOUND), DEPUTY_OK, NULL);
  CHECK(part.count == 3 && part.kind == DEPUTY_WS_BINARY && memcmp(buffer, "\0\xff\1", 3) == 0);

  uint8_t *large = malloc(LARGE), *back = malloc(LARGE);
  for (int i = 0; i < LARGE; i++) large[i] = (uint8_t)(i * 7);
  CHECK_EQ(deputy_ws_send(ws, large, LARGE, DEPUTY_WS_BINARY, BOUND), DEPUTY_OK);
  CHECK_STATUS(deputy_ws_receive(ws, back, LARGE, &part, BOUND), DEPUTY_OK, NULL);
  CHECK(part.count == LARGE && part.last && memcmp(large, back, LARGE) == 0);
  /* Around what comes in one trip: whole, and in two parts. */
  for (int size = 65525; size < 65545; size++) {
    CHECK_EQ(deputy_ws_send(ws, large + size % 50, size, DEPUTY_WS_BINARY, BOUND), DEPUTY_OK);
    CHECK_EQ(deputy_ws_send(ws, "next", 4, DEPUTY_WS_TEXT, BOUND), DEPUTY_OK);
    CHECK_STATUS(deputy_ws_receive(ws, back, size - size % 2, &part, BOUND), DEPUTY_OK, NULL);
    CHECK_EQ(part.last, size % 2 == 0);
    CHECK_EQ(part.count, size - size % 2);
    if (size % 2) {
      CHECK_STATUS(deputy_ws_receive(ws, back + size - 1, LARGE - size, &part, BOUND), DEPUTY_OK, NULL);
      CHECK(part.last && part.count == 1 && part.kind == DEPUTY_WS_BINARY);
    }
    CHECK(memcmp(large + size % 50, back, size) == 0);
    comes(ws, "next");
  }
  free(large), free(back);

  /* Short ones are not waited for, and keep their order. */
  char number[12];
  for (int i = 0; i < FLOOD; i++) CHECK_EQ(deputy_ws_send(ws, number, snprintf(number, sizeof number, "%d", i), DEPUTY_WS_TEXT, BOUND), DEPUTY_OK);
  for (int i = 0; i < FLOOD; i++) {
    snprintf(number, sizeof number, "%d", i);
    comes(ws, number);
  }

  CHECK_EQ(deputy_ws_close(ws, 1000, "done", BOUND), DEPUTY_OK);
  CHECK_EQ(deputy_ws_receive(ws, buffer, sizeof buffer, &part, BOUND), DEPUTY_CLOSED);
  CHECK_EQ(deputy_ws_send(ws, "x", 1, DEPUTY_WS_TEXT, BOUND), DEPUTY_CLOSED);
  CHECK_EQ(deputy_ws_close(ws, 1000, NULL, BOUND), DEPUTY_OK);
  CHECK_EQ(deputy_ws_free(ws), DEPUTY_OK);
}

static void bad_servers(void) {
  char buffer[100];
  deputy_ws_part part;
  deputy_ws *ws = opened("early", NULL);
  CHECK_CSTR(deputy_ws_protocol(ws), "");
  usleep(100000); /* it has closed by now: what came before is still there */
  comes(ws, "one");
  comes(ws, "two");
  CHECK_EQ(deputy_ws_receive(ws, buffer, sizeof buffer, &part, BOUND), DEPUTY_CLOSED);
  deputy_ws_free(ws);

  ws = opened("drop", NULL);
  comes(ws, "last words");
  CHECK_EQ(deputy_ws_receive(ws, buffer, sizeof buffer, &part, BOUND), DEPUTY_CLOSED);
  deputy_ws_free(ws);

  /* Who only sends is told, too: by a later one. */
  ws = opened("drop", NULL);
  UNTIL(deputy_ws_send(ws, "x", 1, DEPUTY_WS_TEXT, BOUND) == DEPUTY_CLOSED);
  comes(ws, "last words");
  deputy_ws_free(ws);

  ws = opened("fragments", NULL);
  comes(ws, "in three parts");
  deputy_ws_free(ws);

  /* Many messages, few trips. */
  ws = opened("flood", NULL);
  usleep(300000);
  deputy_stats before = {.struct_size = sizeof before}, after = {.struct_size = sizeof after};
  CHECK_EQ(deputy_context_stats(DEPUTY_UI, &before), DEPUTY_OK);
  for (int i = 0; i < FLOOD; i++) {
    char expected[12];
    snprintf(expected, sizeof expected, "%d", i);
    comes(ws, expected);
  }
  CHECK_EQ(deputy_ws_receive(ws, buffer, sizeof buffer, &part, BOUND), DEPUTY_CLOSED);
  CHECK_EQ(deputy_context_stats(DEPUTY_UI, &after), DEPUTY_OK);
  CHECK(after.calls - before.calls < FLOOD / 10);
  deputy_ws_free(ws);

  /* It takes nothing: the sender waits, in vain for a while. */
  ws = opened("stall", NULL);
  static char much[1 << 20];
  memset(much, 'x', sizeof much);
  deputy_status status = DEPUTY_OK;
  int sent = 0;
  while (sent < 64 && (status = deputy_ws_send(ws, much, sizeof much, DEPUTY_WS_TEXT, 100)) == DEPUTY_OK) sent++;
  CHECK_EQ(status, DEPUTY_TIMED_OUT);
  CHECK_EQ(deputy_ws_send(ws, much, 1, DEPUTY_WS_TEXT, BOUND), DEPUTY_OK);
  deputy_ws_free(ws);

  ws = NULL;
  deputy_value error = deputy_null();
  CHECK_STATUS(deputy_ws_open(at("refuse"), NULL, NULL, &error, &ws), DEPUTY_CLOSED, &error);
  CHECK(strstr(deputy_error_message(&error), "refuse") != NULL);
  deputy_value_free(&error);
  CHECK_STATUS(deputy_ws_open("ws://127.0.0.1:1/", NULL, NULL, NULL, &ws), DEPUTY_CLOSED, NULL);
  deputy_call_options soon = {.struct_size = sizeof soon, .timeout_ms = 100};
  CHECK_STATUS(deputy_ws_open(at("never"), NULL, &soon, &error, &ws), DEPUTY_TIMED_OUT, &error);
  deputy_value_free(&error);
  CHECK(ws == NULL);
}

static void *cancels(void *task) {
  usleep(50000);
  deputy_task_cancel(*(deputy_task *)task);
  return NULL;
}
static void *aborts(void *ws) {
  usleep(50000);
  CHECK_EQ(deputy_ws_abort(ws), DEPUTY_OK);
  return NULL;
}

static void given_up(void) {
  pthread_t thread;
  deputy_ws *ws = NULL;
  deputy_task token = own_task();
  deputy_call_options options = {.struct_size = sizeof options, .cancel = token};
  CHECK_EQ(pthread_create(&thread, NULL, cancels, &token), 0);
  CHECK_STATUS(deputy_ws_open(at("never"), NULL, &options, NULL, &ws), DEPUTY_CANCELLED, NULL);
  pthread_join(thread, NULL);
  deputy_task_free(token);

  char buffer[10];
  deputy_ws_part part;
  ws = opened("silent", NULL);
  CHECK_EQ(pthread_create(&thread, NULL, aborts, ws), 0);
  CHECK_EQ(deputy_ws_receive(ws, buffer, sizeof buffer, &part, UINT32_MAX), DEPUTY_CANCELLED);
  pthread_join(thread, NULL);
  CHECK_EQ(deputy_ws_receive(ws, buffer, sizeof buffer, &part, UINT32_MAX), DEPUTY_CANCELLED);
  CHECK_EQ(deputy_ws_send(ws, "x", 1, DEPUTY_WS_TEXT, BOUND), DEPUTY_CANCELLED);
  CHECK_EQ(deputy_ws_free(ws), DEPUTY_OK);
}

/* The connection of a JS worker: used from here, and by the worker itself, which does not wait for itself. */
static atomic_bool looked;
static void does_not_wait(void *ws) {
  char buffer[4];
  deputy_ws_part part;
  CHECK_STATUS(deputy_ws_receive(ws, buffer, sizeof buffer, &part, UINT32_MAX), DEPUTY_DEADLOCK, NULL);
  CHECK_STATUS(deputy_ws_send(ws, "own", 3, DEPUTY_WS_TEXT, UINT32_MAX), DEPUTY_OK, NULL);
  deputy_ws *none = NULL;
  CHECK_STATUS(deputy_ws_open_in(deputy_context_current(), at("echo"), NULL, NULL, NULL, &none), DEPUTY_DEADLOCK, NULL);
  atomic_store(&looked, true);
}
static void of_a_worker(void) {
  deputy_context worker = 0;
  deputy_task end = 0;
  CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, NULL, &worker, &end), DEPUTY_OK, NULL);
  deputy_ws *ws = NULL;
  CHECK_STATUS(deputy_ws_open_in(worker, at("echo"), "chosen", NULL, NULL, &ws), DEPUTY_OK, NULL);
  CHECK_CSTR(deputy_ws_protocol(ws), "chosen");
  CHECK_STATUS(deputy_ws_send(ws, "hello", 5, DEPUTY_WS_TEXT, BOUND), DEPUTY_OK, NULL);
  comes(ws, "hello");
  CHECK_STATUS(deputy_context_post(worker, does_not_wait, ws, NULL), DEPUTY_OK, NULL);
  UNTIL(looked);
  comes(ws, "own");
  CHECK_STATUS(deputy_worker_end(worker), DEPUTY_OK, NULL);
  ENDS(end, DEPUTY_OK);
  deputy_task_free(end);
  char buffer[4];
  deputy_ws_part part;
  CHECK_STATUS(deputy_ws_receive(ws, buffer, sizeof buffer, &part, BOUND), DEPUTY_STALE, NULL);
  CHECK_EQ(deputy_ws_free(ws), DEPUTY_OK);
  CHECK_STATUS(deputy_ws_open_in(worker, at("echo"), NULL, NULL, NULL, &ws), DEPUTY_STALE, NULL);
}

static void wrong(void) {
  deputy_ws *ws = NULL;
  deputy_ws_part part;
  deputy_value error = deputy_null();
  char buffer[4];
  CHECK_EQ(deputy_ws_open(NULL, NULL, NULL, NULL, &ws), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(deputy_ws_open(at("echo"), NULL, NULL, NULL, NULL), DEPUTY_INVALID_ARGUMENT);
  CHECK_STATUS(deputy_ws_open("nonsense:there", NULL, NULL, &error, &ws), DEPUTY_INVALID_ARGUMENT, &error);
  deputy_value_free(&error);
  CHECK_STATUS(deputy_ws_open(at("echo"), "a, a", NULL, &error, &ws), DEPUTY_INVALID_ARGUMENT, &error);
  deputy_value_free(&error);
  ws = opened("echo", NULL);
  CHECK_EQ(deputy_ws_send(ws, "x", 1, 3, BOUND), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(deputy_ws_send(ws, NULL, 1, DEPUTY_WS_TEXT, BOUND), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(deputy_ws_send(NULL, "x", 1, DEPUTY_WS_TEXT, BOUND), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(deputy_ws_receive(ws, buffer, 0, &part, 0), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(deputy_ws_receive(ws, buffer, 1, NULL, 0), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(deputy_ws_close(ws, 7, NULL, BOUND), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(deputy_ws_free(ws), DEPUTY_OK);
  CHECK_EQ(deputy_ws_free(NULL), DEPUTY_OK);
  CHECK_EQ(deputy_ws_abort(NULL), DEPUTY_OK);
}

int main(int argc, char **argv) {
  (void)argc;
  snprintf(base, sizeof base, "%s", argv[1]);
  unsigned before = objects_now();
  ON_EACH_EXECUTOR(echoes);
  bad_servers();
  given_up();
  of_a_worker();
  wrong();
  objects_settle(before);
  nothing_left();
  /* One that is open does not delay the end. */
  opened("silent", NULL);
  return check_result();
}
