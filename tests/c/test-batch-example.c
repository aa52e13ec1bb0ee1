// The example of docs/batch.md.
// FEATURE: F17
// OUTPUT: 5050
#include <deputy.h>

int main(void) {
  deputy_batch *batch;
  deputy_batch_new(DEPUTY_ANY, &batch);
  deputy_value basket = deputy_batch_construct(batch, deputy_cstr("Basket"), DEPUTY_NO_ARGS);
  for (int i = 1; i <= 100; i++) {
    deputy_value item = deputy_batch_call(batch, basket, "add", DEPUTY_ARGS(deputy_cstr("plum")));
    deputy_batch_set(batch, item, "amount", deputy_i32(i));
  }
  deputy_batch_return(batch, deputy_batch_call(batch, basket, "total", DEPUTY_NO_ARGS));
  deputy_value out = deputy_null();
  deputy_status failed = deputy_batch_run(batch, &out, NULL);
  if (failed != DEPUTY_OK) return deputy_report(failed, &out);
  printf("%d\n", out.data.i32);
  deputy_batch_free(batch);
  return 0;
}
