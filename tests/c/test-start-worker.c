// The script of a thread's Worker cannot be loaded: not found, refused by the page's policy, served without its header or its type,
// with an error in it; for the first thread and for a later one. The program ends, and says which thread and why.
// FEATURE: F03
// ERRORS: Loading Worker|SyntaxError|spoilt|[Uu]nexpected
// TIMEOUT: 60
#include "tasks.h"

static void *nothing(void *unused) { return unused; }

/* Alone it ends with 0; told to by the page, it starts one thread more. */
int main(void) {
  deputy_value more = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("more"), &more, DEPUTY_NO_ARGS), DEPUTY_OK, &more);
  if (more.tag == DEPUTY_VALUE_BOOL && more.data.boolean) {
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, NULL, nothing, NULL), 0);
    pthread_join(thread, NULL); /* waits for ever: what ends it is the end of the program */
    CHECK(false);
  }
  return check_result();
}
