// The end of the program: releases that are under way are counted, and what is left does not hold it up.
// FEATURE: F41
#include "check.h"

static void *release(void *object) {
  deputy_object_free(*(deputy_object *)object);
  return NULL;
}

int main(void) {
  for (int i = 0; i < 100; i++) {
    deputy_value shop = deputy_null();
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("new Shop"), &shop, DEPUTY_NO_ARGS), DEPUTY_OK, &shop);
    deputy_object object = deputy_to_object(shop);
    if (i % 10 == 0) {
      pthread_t thread;
      CHECK_EQ(pthread_create(&thread, NULL, release, &object), 0);
      CHECK_EQ(pthread_join(thread, NULL), 0);
    } else if (i != 99) {
      deputy_object_free(object);
    }
  }
  exit(check_result());
}
