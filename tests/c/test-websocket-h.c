// websocket.h: sockets that the deputy opens live on the page, and their callbacks run there; the deputy sends and waits for what they
// tell it, blocked in a lock; every executor may send.
// FEATURE: F79
// FLAGS: -lwebsocket.js
#include <emscripten/threading.h>
#include <emscripten/websocket.h>

#include "executors.h"

static EMSCRIPTEN_WEBSOCKET_T ws;
static atomic_int opened, messages, closed;
static char last[64];

static bool on_open(int type, const EmscriptenWebSocketOpenEvent *event, void *memory) {
  (void)type, (void)memory;
  CHECK_EQ(event->socket, ws);
  CHECK(emscripten_is_main_runtime_thread());
  atomic_store(&opened, 1);
  return true;
}
static bool on_message(int type, const EmscriptenWebSocketMessageEvent *event, void *memory) {
  (void)type, (void)memory;
  CHECK(emscripten_is_main_runtime_thread());
  snprintf(last, sizeof last, "%.*s", (int)event->numBytes, (const char *)event->data);
  atomic_fetch_add(&messages, 1);
  return true;
}
static bool on_close(int type, const EmscriptenWebSocketCloseEvent *event, void *memory) {
  (void)type, (void)memory, (void)event;
  atomic_store(&closed, 1);
  return true;
}

static void body(const char *executor) {
  int before = atomic_load(&messages);
  CHECK_EQ(emscripten_websocket_send_utf8_text(ws, executor), EMSCRIPTEN_RESULT_SUCCESS);
  UNTIL(atomic_load(&messages) == before + 1);
  CHECK_CSTR(last, executor);
  CHECK_EQ(emscripten_websocket_send_binary(ws, "raw", 3), EMSCRIPTEN_RESULT_SUCCESS);
  UNTIL(atomic_load(&messages) == before + 2);
  CHECK(memcmp(last, "raw", 3) == 0);
}

int main(int argc, char **argv) {
  CHECK_EQ(argc, 2);
  CHECK(emscripten_websocket_is_supported());
  char url[300];
  snprintf(url, sizeof url, "%slater", argv[1]);
  EmscriptenWebSocketCreateAttributes attributes;
  emscripten_websocket_init_create_attributes(&attributes);
  attributes.url = url;
  ws = emscripten_websocket_new(&attributes);
  CHECK(ws > 0);
  CHECK_EQ(emscripten_websocket_set_onopen_callback(ws, NULL, on_open), EMSCRIPTEN_RESULT_SUCCESS);
  CHECK_EQ(emscripten_websocket_set_onmessage_callback(ws, NULL, on_message), EMSCRIPTEN_RESULT_SUCCESS);
  CHECK_EQ(emscripten_websocket_set_onclose_callback(ws, NULL, on_close), EMSCRIPTEN_RESULT_SUCCESS);
  UNTIL(atomic_load(&opened));
  ON_EACH_EXECUTOR(body);
  unsigned short state = 0;
  CHECK_EQ(emscripten_websocket_get_ready_state(ws, &state), EMSCRIPTEN_RESULT_SUCCESS);
  CHECK_EQ(state, 1);
  CHECK_EQ(emscripten_websocket_close(ws, 1000, "done"), EMSCRIPTEN_RESULT_SUCCESS);
  UNTIL(atomic_load(&closed));
  emscripten_websocket_delete(ws);
  return check_result();
}
