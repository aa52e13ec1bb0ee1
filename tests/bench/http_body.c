// A body of 256 MiB from a server on this machine into native memory, by blocking reads of up to 1 MiB on the deputy. Reference: a
// JavaScript loop on the page that reads the same body from its stream and throws it away.
// UNIT: MiB/s
// ROUNDS: 5
// FLAGS: -sEXPORTED_RUNTIME_METHODS=stringToUTF8
// BAR: >= 0.9 stock
#include "network.h"

#if OURS
int main(void) {
  static char buffer[1 << 20];
  network_read_body(buffer, sizeof buffer);
  return 0;
}
#else
static _Atomic int done;
EMSCRIPTEN_KEEPALIVE void body_done(void) { done = 1; }

int main(void) {
  BENCH_JS({
    const read = async (mib) => {
      const reader = (await fetch(bench.network + 'body?mib=' + mib)).body.getReader();
      let total = 0;
      for (;;) {
        const part = await reader.read();
        if (part.done) break;
        total += part.value.length;
      }
      if (total !== mib << 20) throw new Error('wrong length');
    };
    (async () => {
      await read($1);
      const from = performance.now();
      await read($0);
      bench.report("", $0 * 1000 / (performance.now() - from));
      _body_done();
    })();
  }, BODY_MIB, WARM_MIB);
  while (!done) emscripten_thread_sleep(1);
  return 0;
}
#endif
