// A thread calls JavaScript; main() gives the result as its exit code.
#include <deputy.h>
#include <pthread.h>
#include <stdio.h>

static void *ask(void *result) {
  deputy_value out = deputy_null();
  deputy_status status = deputy_js_call(DEPUTY_UI, DEPUTY_FN("Math.max"), &out, DEPUTY_ARGS(deputy_i32(42), deputy_i32(7)));
  *(int *)result = status == DEPUTY_OK && out.tag == DEPUTY_VALUE_I32 ? out.data.i32 : deputy_report(status, &out);
  return NULL;
}

int main(void) {
  pthread_t thread;
  int result = 1;
  if (pthread_create(&thread, NULL, ask, &result) != 0) return 2;
  pthread_join(thread, NULL);
  printf("the answer is %d\n", result);
  return result;
}
