/* What the tests of HTTP share; their companions take the routes from test-http.server.mjs, and perhaps further ones. */
#ifndef HTTP_H
#define HTTP_H

#include "tasks.h"

static char base[256];

static inline const char *at(const char *path) {
  static _Thread_local char url[512];
  snprintf(url, sizeof url, "%s%s", base, path);
  return url;
}

static inline deputy_http_request *request(const char *method, const char *path) {
  deputy_http_request *made = NULL;
  CHECK_STATUS(deputy_http_request_new(method, at(path), &made), DEPUTY_OK, NULL);
  return made;
}

static inline deputy_http_response *sent(const deputy_http_request *what) {
  deputy_http_response *response = NULL;
  deputy_value error = deputy_null();
  CHECK_STATUS(deputy_http_send(what, &error, &response), DEPUTY_OK, &error);
  deputy_value_free(&error);
  return response;
}

static inline deputy_http_response *get(const char *path) {
  deputy_http_request *made = request("GET", path);
  deputy_http_response *response = sent(made);
  deputy_http_request_free(made);
  return response;
}

/* Reads up to `size` at a time to the end; returns the status, and how many bytes there were. */
static inline deputy_status read_all(deputy_http_response *response, char *to, size_t room, size_t size, size_t *total) {
  deputy_status status = DEPUTY_OK;
  *total = 0;
  for (size_t count = 1; count > 0 && *total < room;) {
    status = deputy_http_read(response, to + *total, size < room - *total ? size : room - *total, &count);
    if (status != DEPUTY_OK) return status;
    *total += count;
  }
  return status;
}

/* A number that a route answers with. */
static inline int number_at(const char *path) {
  char text[32] = {0};
  size_t total;
  deputy_http_response *response = get(path);
  CHECK_STATUS(read_all(response, text, sizeof text - 1, sizeof text, &total), DEPUTY_OK, NULL);
  deputy_http_free(response);
  return atoi(text);
}

#endif
