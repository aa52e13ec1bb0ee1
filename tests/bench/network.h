// What the benches of the network share: addresses of the routes of engine/routes.mjs.
#pragma once
#include "bench.h"

/** The address of a route. It stays; one at a time. */
static inline const char *network_url(const char *route) {
  static char url[256];
  BENCH_JS({ stringToUTF8(bench.network + UTF8ToString($0), $1, 256); }, route, url);
  return url;
}

enum { BODY_MIB = 256, WARM_MIB = 32 };

#if DEPUTY
/** Reads a body, as many bytes at a time. */
static inline void network_read(int mib, char *buffer, size_t size) {
  char route[32];
  sprintf(route, "body?mib=%d", mib);
  deputy_http_response *response = NULL;
  bench_ok(deputy_http_get_cstr(network_url(route), NULL, &response), "the body's headers");
  size_t total = 0;
  for (size_t count = 1; count > 0; total += count) {
    bench_ok(deputy_http_read(response, buffer, size, &count), "a read of the body");
  }
  bench_check(total == (size_t)mib << 20, "the length of the body");
  deputy_http_free(response);
}

/** Reads the body, when one has been read before, and reports MiB a second. */
static inline void network_read_body(char *buffer, size_t size) {
  network_read(WARM_MIB, buffer, size);
  const double from = emscripten_get_now();
  network_read(BODY_MIB, buffer, size);
  bench_report("", BODY_MIB * 1000 / (emscripten_get_now() - from));
}
#endif
