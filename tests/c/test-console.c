// Lines of several threads on both streams: each thread's in order, all of them, characters whole; what is written before a post is printed
// before it runs; the page may be busy and what is written more than the ring has; the beginning of a line is printed at the end.
// FEATURE: F75
#include <unistd.h>

#include "check.h"

enum { THREADS = 4, LINES = 3000, LONG = 400000 };

static void *writer(void *number) {
  for (int i = 0; i < LINES; i++) {
    printf("o %d %d\n", (int)number, i);
    if (i % 8 == 0) fprintf(stderr, "e %d %d\n", (int)number, i);
  }
  return NULL;
}

int main(void) {
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, writer, (void *)i);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);

  for (int i = 0; i < 100; i++) {
    printf("before post %d\n", i);
    CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("mark"), DEPUTY_ARGS(deputy_i32(i))), DEPUTY_OK, NULL);
  }

  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("busy"), DEPUTY_ARGS(deputy_i32(200))), DEPUTY_OK, NULL);
  char *text = malloc(LONG + 1);
  for (int i = 0; i < LONG; i++) text[i] = "\xe2\x82\xac"[i % 3]; /* the euro sign */
  text[LONG - LONG % 3] = '\n';
  CHECK_EQ(write(1, text, LONG - LONG % 3 + 1), LONG - LONG % 3 + 1);
  fprintf(stderr, "err\n");
  printf("end without a line's end");
  return check_result();
}
