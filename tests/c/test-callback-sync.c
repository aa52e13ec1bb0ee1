// Synchronous callbacks: the comparison of a sort, the function of a replace and a forEach run on the thread that waits for that very
// JavaScript, the deputy or any other; errors are thrown; JavaScript that runs for anybody else is refused.
// FEATURE: F24 F27
#include "exports.h"

static deputy_status compare(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc;
  CHECK(pthread_equal(pthread_self(), *(pthread_t *)userdata));
  if (args[0].data.i32 == 99) {
    *out = deputy_cstr("99 cannot be compared");
    return DEPUTY_OUT_OF_RANGE;
  }
  *out = deputy_i32(args[0].data.i32 - args[1].data.i32);
  return DEPUTY_OK;
}
static void dropped(void *userdata) { free(userdata); }

static deputy_callback make(uint32_t flags) {
  deputy_callback_options options = DEPUTY_CALLBACK_OPTIONS;
  options.flags = flags;
  options.signature = "compare(a: i32, b: i32): i32";
  pthread_t *self = malloc(sizeof *self);
  *self = pthread_self();
  deputy_callback callback = 0;
  CHECK_STATUS(deputy_callback_new(compare, self, dropped, &options, &callback), DEPUTY_OK, NULL);
  return callback;
}
static void *sorts(void *unused) {
  deputy_value out = deputy_null();
  deputy_callback callback = make(DEPUTY_CALLBACK_SYNC);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("sorts"), &out, DEPUTY_ARGS(deputy_callback_value(callback))), DEPUTY_OK, &out);
  CHECK_TEXT(out, "1,2,3,4,5,9");
  deputy_value_free(&out);
  deputy_callback_free(callback);
  return unused;
}

int main(void) {
  deputy_callback_options options = DEPUTY_CALLBACK_OPTIONS;
  options.flags = 2;
  deputy_callback callback = 0;
  CHECK_STATUS(deputy_callback_new(compare, NULL, NULL, &options, &callback), DEPUTY_INVALID_ARGUMENT, NULL);
  sorts(NULL);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, sorts, NULL), 0);
  pthread_join(thread, NULL);
  callback = make(DEPUTY_CALLBACK_SYNC);
  deputy_value value = deputy_callback_value(callback);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("fails"), NULL, DEPUTY_ARGS(value)), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("later"), NULL, DEPUTY_ARGS(value)), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("refused"), DEPUTY_ARGS(value)), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("disposes"), NULL, DEPUTY_ARGS(value)), DEPUTY_OK, NULL);
  deputy_callback_free(callback);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("done"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  return live_on();
}
