// A message of 1 KiB to a server on this machine and back, one at a time, by blocking calls on the deputy. Reference: plain JavaScript on the
// page, which sends the next one when the echo comes.
// UNIT: us
// FLAGS: -sEXPORTED_RUNTIME_METHODS=stringToUTF8
// BAR: <= 1.3 stock
#include "network.h"

#if OURS
static deputy_ws *ws;

static void burst(int n) {
  static char message[1024], back[1024];
  deputy_ws_part part;
  for (int i = 0; i < n; i++) {
    bench_ok(deputy_ws_send(ws, message, sizeof message, DEPUTY_WS_BINARY, UINT32_MAX), "send");
    bench_ok(deputy_ws_receive(ws, back, sizeof back, &part, 10000), "receive");
    bench_check(part.count == sizeof back && part.last, "the length of the echo");
  }
}

int main(void) {
  bench_ok(deputy_ws_open(network_url("echo"), NULL, NULL, NULL, &ws), "open");
  bench_bursts(burst);
  deputy_ws_free(ws);
  return 0;
}
#else
static _Atomic int done;
EMSCRIPTEN_KEEPALIVE void echo_done(void) { done = 1; }

int main(void) {
  BENCH_JS({
    const ws = new WebSocket(bench.network.replace('http', 'ws') + 'echo');
    ws.binaryType = 'arraybuffer';
    let came;
    ws.onmessage = ({data}) => came(data);
    const message = new Uint8Array(1024);
    const echo = (a, b) => new Promise((resolve) => {
      came = (data) => resolve(data.byteLength === 1024 ? a + b : 0);
      ws.send(message);
    });
    ws.onopen = () => bench.awaited(echo).then(() => {
      ws.close();
      _echo_done();
    });
  });
  while (!done) emscripten_thread_sleep(1);
  return 0;
}
#endif
