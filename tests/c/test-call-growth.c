// The memory grows under the calls: another thread allocates while strings that lie in new memory go in and out, and
// threads that start in new memory call and post.
// FEATURE: F10
// FLAGS: -sALLOW_MEMORY_GROWTH -sINITIAL_MEMORY=16MB -sMAXIMUM_MEMORY=512MB -Wno-pthreads-mem-growth
// TIMEOUT: 60
#include "check.h"

enum { BLOCKS = 60, BLOCK = 4 << 20, TEXT = 200000 };

static volatile int growing = 1;

static void *grows(void *unused) {
  for (int i = 0; i < BLOCKS; i++) {
    char *volatile block = malloc(BLOCK); // kept; without volatile the compiler leaves it out
    CHECK(block != NULL);
    if (!block) break;
    block[0] = block[BLOCK - 1] = 1;
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("back"), NULL, DEPUTY_ARGS(deputy_i32(i))), DEPUTY_OK, NULL);
  }
  growing = 0;
  return unused;
}

static void *one_call(void *number) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("back"), DEPUTY_ARGS(deputy_cstr("posted"))), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("later"), &out, DEPUTY_ARGS(deputy_i32((int)(intptr_t)number))), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, (intptr_t)number);
  return NULL;
}

int main(void) {
  pthread_t grower;
  CHECK_EQ(pthread_create(&grower, NULL, grows, NULL), 0);
  for (int i = 0; growing && !check_result(); i++) {
    char *text = malloc(TEXT);
    memset(text, 'a' + i % 26, TEXT);
    deputy_value out = deputy_null();
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("back"), &out, DEPUTY_ARGS(deputy_str(text, TEXT))), DEPUTY_OK, &out);
    CHECK_STR(out, text, TEXT);
    CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("back"), DEPUTY_ARGS(deputy_str(text, TEXT))), DEPUTY_OK, NULL);
    deputy_value_free(&out);
    free(text);
    if (i % 16) continue;
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, NULL, one_call, (void *)(intptr_t)i), 0);
    pthread_join(thread, NULL);
  }
  pthread_join(grower, NULL);
  return check_result();
}
