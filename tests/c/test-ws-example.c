// The example of docs/ws.md.
// FEATURE: F83
#include "check.h"

int main(int argc, char **argv) {
  (void)argc;
  char url[512];
  snprintf(url, sizeof url, "%secho", argv[1]);
  deputy_ws *ws = NULL;
  deputy_value error = deputy_null();
  deputy_status status = deputy_ws_open(url, "chat", NULL, &error, &ws);
  if (status != DEPUTY_OK) return deputy_report(status, &error);
  deputy_ws_send(ws, "hello", 5, DEPUTY_WS_TEXT, UINT32_MAX);
  char buffer[4096];
  deputy_ws_part part;
  while ((status = deputy_ws_receive(ws, buffer, sizeof buffer, &part, 5000)) == DEPUTY_OK) {
    fwrite(buffer, 1, part.count, stdout);
    if (part.last) break;
  }
  deputy_ws_close(ws, 1000, "bye", 5000);
  deputy_ws_free(ws);
  CHECK_EQ(status, DEPUTY_OK);
  CHECK_EQ(part.count, 5);
  return check_result();
}
