// exit() ends the program while threads wait for headers, for a body, and for their turn to read it.
// FEATURE: F80 F70
// EXIT: 3
#include "tasks.h"

static char never[256], stall[256];
static deputy_http_response *response;
static atomic_int there;

static void *waits_for_headers(void *unused) {
  deputy_http_response *none = NULL;
  atomic_fetch_add(&there, 1);
  deputy_http_get_cstr(never, NULL, &none);
  CHECK(false);
  return unused;
}

static void *waits_for_the_body(void *unused) {
  char byte;
  size_t count;
  atomic_fetch_add(&there, 1);
  deputy_http_read(response, &byte, 1, &count);
  CHECK(false);
  return unused;
}

int main(int argc, char **argv) {
  (void)argc;
  snprintf(never, sizeof never, "%snever", argv[1]);
  snprintf(stall, sizeof stall, "%sstall", argv[1]);
  char byte;
  size_t count;
  CHECK_STATUS(deputy_http_get_cstr(stall, NULL, &response), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_read(response, &byte, 1, &count), DEPUTY_OK, NULL);
  void *(*const waits[])(void *) = {waits_for_headers, waits_for_the_body, waits_for_the_body};
  for (int i = 0; i < 3; i++) {
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, NULL, waits[i], NULL), 0);
  }
  UNTIL(there == 3);
  usleep(50000);
  exit(check_result() ? 1 : 3);
}
