// A WebSocket that is opened and written to by one executor, received from and closed by another, for all pairs of the deputy, a
// pthread, the background, a JS worker and the compute pool; a receive that is aborted from there.
// FEATURE: F83
// TIMEOUT: 90
#include "objects.h"
#include "pairs.h"

static char base[256];

typedef struct {
  deputy_ws *ws;
  const char *path;
  atomic_bool waits;
  bool alone;
} scene;

static void opens(void *memory) {
  scene *of = memory;
  char url[512];
  snprintf(url, sizeof url, "%s%s", base, of->path);
  deputy_value error = deputy_null();
  CHECK_STATUS(deputy_ws_open(url, NULL, NULL, &error, &of->ws), DEPUTY_OK, &error);
  deputy_value_free(&error);
}
static void sends(void *memory) {
  scene *of = memory;
  opens(of);
  CHECK_STATUS(deputy_ws_send(of->ws, "hello", 5, DEPUTY_WS_TEXT, BOUND), DEPUTY_OK, NULL);
}
static void receives(void *memory) {
  scene *of = memory;
  char got[8];
  deputy_ws_part part;
  CHECK_STATUS(deputy_ws_receive(of->ws, got, sizeof got, &part, BOUND), DEPUTY_OK, NULL);
  CHECK(part.count == 5 && part.last && part.kind == DEPUTY_WS_TEXT && memcmp(got, "hello", 5) == 0);
  CHECK_STATUS(deputy_ws_close(of->ws, 1000, "bye", BOUND), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_ws_receive(of->ws, got, sizeof got, &part, BOUND), DEPUTY_CLOSED, NULL);
  deputy_ws_free(of->ws);
}
static void is_aborted(void *memory) {
  scene *of = memory;
  char got;
  deputy_ws_part part;
  atomic_store(&of->waits, true);
  CHECK_STATUS(deputy_ws_receive(of->ws, &got, 1, &part, UINT32_MAX), DEPUTY_CANCELLED, NULL);
}
static void aborts(void *memory) {
  scene *of = memory;
  if (!of->alone) UNTIL(atomic_load(&of->waits));
  usleep(2000);
  CHECK_STATUS(deputy_ws_abort(of->ws), DEPUTY_OK, NULL);
}

static void content(int a, int b) {
  scene of = {.path = "echo"};
  ON(a, 0, sends, &of);
  if (of.ws) ON(b, 1, receives, &of);
}
static void gives_up(int a, int b) {
  scene of = {.path = "silent", .alone = a == ON_DEPUTY && b == ON_DEPUTY};
  opens(&of);
  if (!of.ws) return;
  PAIR(a, b, is_aborted, aborts, &of);
  deputy_ws_free(of.ws);
}

int main(int argc, char **argv) {
  (void)argc;
  snprintf(base, sizeof base, "%s", argv[1]);
  unsigned before = objects_now();
  FOR_EACH_PAIR(content);
  FOR_EACH_PAIR(gives_up);
  objects_settle(before);
  nothing_left();
  return check_result();
}
