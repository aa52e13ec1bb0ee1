// The examples of docs/http.md.
// FEATURE: F80 F81
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

  deputy_http_request_new("GET", url, &request);
  deputy_task task = 0;
  status = deputy_http_send_async(request, &task);
  // ... something else, then in any thread, or in a continuation of deputy_task_then():
  status = deputy_http_response_of(task, 1000, &error, &response);
  deputy_task_free(task);
  CHECK_STATUS(status, DEPUTY_OK, &error);
  deputy_http_free(response);
  deputy_http_request_free(request);

  deputy_http_request_new("PUT", url, &request);
  char piece[1000] = {0};
  deputy_http_upload *upload;
  status = deputy_http_upload_begin(request, &error, &upload);
  for (int i = 0; i < 1000 && status == DEPUTY_OK; i++) status = deputy_http_upload_write(upload, piece, sizeof piece, 5000);
  status = deputy_http_upload_end(upload, &error, &response);
  deputy_http_upload_free(upload);
  CHECK_STATUS(status, DEPUTY_OK, &error);
  total = 0;
  while ((status = deputy_http_read(response, buffer, sizeof buffer, &count)) == DEPUTY_OK && count > 0) total += count;
  CHECK_EQ(status, DEPUTY_OK);
  CHECK_EQ(total, 1000 * 1000);
  deputy_http_free(response);
  deputy_http_request_free(request);
  return check_result();
}
