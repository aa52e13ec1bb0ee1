// What was written before _exit() is printed, line by line, to the last byte.
// FEATURE: F75
// EXIT: 6
#include <unistd.h>

#include "check.h"

static void *writer(void *unused) {
  (void)unused;
  for (int i = 0; i < 2000; i++) printf("line %d\n", i);
  write(1, "half", 4);
  return NULL;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, writer, NULL);
  pthread_join(thread, NULL);
  _exit(6);
}
