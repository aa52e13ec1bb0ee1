// A Worker is killed while its thread waits in a call: the program ends in bounded time, with a reason, also if somebody joins the thread.
// (In a page nothing but the page itself can kill one, and nobody is told.)
// FEATURE: F63 F70
// ENV: node
// REJECTS: worker ended with code 1
#include "tasks.h"

static void *calls(void *unused) {
  ASK("kill", DEPUTY_NO_ARGS);
  return unused;
}

int main(void) {
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, calls, NULL), 0);
  pthread_join(thread, NULL); /* never ends */
  return 3;
}
