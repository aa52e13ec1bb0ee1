// The program ends while threads wait for standard input, which comes never: orderly, at once.
// FEATURE: F76
// EXIT: 4
#include <unistd.h>

#include "check.h"

static void *reader(void *unused) {
  (void)unused;
  char byte;
  read(0, &byte, 1);
  exit(5);
}

int main(void) {
  pthread_t threads[3];
  for (int i = 0; i < 3; i++) pthread_create(&threads[i], NULL, reader, NULL);
  usleep(100000);
  exit(4);
}
