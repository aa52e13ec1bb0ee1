// The examples of docs/http.md.
// FEATURE: F80
#include "check.h"

int main(int argc, char **argv) {
  (void)argc;
  char url[512];
  snprintf(url, sizeof url, "%secho", argv[1]);
  deputy_http_response *response;
  deputy_value error = deputy_null();
  deputy_status status = deputy_http_get_cstr(url, &error, &response);
  if (status != DEPUTY_OK) return deputy_report(status, &error);
  char buffer[4096];
  size_t count = 0, total = 0;
  while ((status = deputy_http_read(response, buffer, sizeof buffer, &count)) == DEPUTY_OK && count > 0) total += count;
  printf("%u, %zu bytes\n", deputy_http_status(response), total);
  deputy_http_free(response);
  CHECK_EQ(status, DEPUTY_OK);

  deputy_http_request *request;
  deputy_http_request_new("POST", url, &request);
  deputy_http_request_header(request, "Content-Type", "text/plain");
  deputy_http_request_option(request, "redirect", "error");
  deputy_http_request_body(request, "hello", 5);
  deputy_http_request_limits(request, 5000, 1000, 0);
  status = deputy_http_send(request, &error, &response);
  deputy_http_request_free(request);
  CHECK_STATUS(status, DEPUTY_OK, &error);
  CHECK_EQ(deputy_http_read(response, buffer, sizeof buffer, &count), DEPUTY_OK);
  CHECK(count == 5 && memcmp(buffer, "hello", 5) == 0);
  deputy_http_free(response);
  return check_result();
}
