// Native code on the page waits for the lock of stdout, which a thread holds that waits for room in the ring: both go on.
// FEATURE: F75
// TIMEOUT: 40
#include <stdatomic.h>
#include <unistd.h>

#include "check.h"

enum { SIZE = 500000 };

static atomic_bool on_page = false;

static deputy_status print_on_ui(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  atomic_store(&on_page, true);
  printf("page\n");
  return DEPUTY_OK;
}

int main(void) {
  char *text = malloc(SIZE);
  memset(text, 'x', SIZE);
  text[SIZE - 1] = '\n';
  flockfile(stdout);
  deputy_task task = 0;
  CHECK_STATUS(deputy_context_send_async(DEPUTY_UI, print_on_ui, NULL, NULL, &task, NULL), DEPUTY_OK, NULL);
  while (!atomic_load(&on_page)) usleep(1000);
  usleep(50000);
  CHECK_EQ(fwrite(text, 1, SIZE, stdout), SIZE);
  fflush(stdout);
  funlockfile(stdout);
  CHECK_STATUS(deputy_task_wait(task, 30000, NULL), DEPUTY_OK, NULL);
  deputy_task_free(task);
  return check_result();
}
