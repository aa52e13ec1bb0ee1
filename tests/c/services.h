/* Requests, sockets and digests that are under way, for the tests of what becomes of them; their companions take the routes of both. */
#ifndef SERVICES_H
#define SERVICES_H

#include "http.h"
#include "objects.h"

static inline deputy_ws *opened(const char *path) {
  deputy_ws *ws = NULL;
  CHECK_STATUS(deputy_ws_open(at(path), NULL, NULL, NULL, &ws), DEPUTY_OK, NULL);
  return ws;
}

/* A request that is not answered. */
static inline deputy_task request_of_none(void) {
  deputy_http_request *made = request("GET", "never");
  deputy_task task = 0;
  CHECK_STATUS(deputy_http_send_async(made, &task), DEPUTY_OK, NULL);
  deputy_http_request_free(made);
  return task;
}

/* A digest that takes a while. */
static inline deputy_task digest(void) {
  enum { LENGTH = 8 << 20 };
  static char bytes[LENGTH];
  deputy_task task = 0;
  CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("crypto.subtle.digest"), &task, DEPUTY_ARGS(deputy_cstr("SHA-512"), deputy_bytes(bytes, LENGTH)), NULL),
               DEPUTY_OK, NULL);
  return task;
}

#endif
