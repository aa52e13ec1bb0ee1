// What the benches of the network share: addresses of the routes of engine/routes.mjs.
#pragma once
#include "bench.h"

/** The address of a route. It stays; one at a time. */
static inline const char *network_url(const char *route) {
  static char url[256];
  BENCH_JS({ stringToUTF8(bench.network + UTF8ToString($0), $1, 256); }, route, url);
  return url;
}

enum { BODY = 256 << 20 };

#if DEPUTY
/** Reads the body, as many bytes at a time, and reports MiB a second. */
static inline void network_read_body(char *buffer, size_t size) {
  const char *url = network_url("body");
  const double from = emscripten_get_now();
  deputy_http_response *response = NULL;
  bench_ok(deputy_http_get_cstr(url, NULL, &response), "the body's headers");
  size_t total = 0;
  for (size_t count = 1; count > 0; total += count) {
    bench_ok(deputy_http_read(response, buffer, size, &count), "a read of the body");
  }
  bench_check(total == BODY, "the length of the body");
  deputy_http_free(response);
  bench_report("", (BODY >> 20) * 1000 / (emscripten_get_now() - from));
}
#endif
