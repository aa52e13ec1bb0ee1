// Four threads make callbacks and give them to the page in posts, calls and async calls, some of which never run, while they free them; the page
// calls them and disposes of them, or does not. Each is dropped exactly once, and none stays.
// FEATURE: F27 F45
#include "exports.h"

enum { THREADS = 4, ROUNDS = 60 };
static counts counted[THREADS * ROUNDS];

/* An array of one. */
static deputy_value around(const deputy_value *value) {
  deputy_value array = deputy_null();
  array.tag = DEPUTY_VALUE_ARRAY;
  array.len = 1;
  array.data.address = value;
  return array;
}

static deputy_status adds(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  CHECK_EQ(((counts *)userdata)->dropped, 0);
  count_ran(userdata);
  if (argc > 0) *out = args[0];
  CHECK_EQ(((counts *)userdata)->dropped, 0);
  return DEPUTY_OK;
}

static void *makes(void *memory) {
  counts *mine = memory;
  for (int i = 0; i < ROUNDS; i++) {
    deputy_callback_options options = DEPUTY_CALLBACK_OPTIONS;
    options.context = i % 3 ? DEPUTY_MAIN : DEPUTY_BACKGROUND;
    deputy_callback callback = 0;
    CHECK_STATUS(deputy_callback_new(adds, &mine[i], count_dropped, &options, &callback), DEPUTY_OK, NULL);
    deputy_value value = deputy_callback_value(callback), array = around(&value);
    deputy_value out = deputy_null();
    deputy_task task = 0;
    deputy_call_options soon = DEPUTY_CALL_OPTIONS;
    soon.timeout_ms = 1;
    switch (i % 8) {
      case 0: CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("take"), &value, 1), DEPUTY_OK, NULL); break;
      case 1: CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("take"), &array, 1), DEPUTY_OK, NULL); break;
      case 2: CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("nowhere"), DEPUTY_ARGS(value, array)), DEPUTY_OK, NULL); break;
      case 3:
        /* Back as it went, owned by the result, also in an array. */
        CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("back"), &out, i % 16 == 3 ? &value : &array, 1), DEPUTY_OK, &out);
        if (i % 16 == 3) CHECK_EQ(out.data.callback, callback);
        break;
      case 4: {
        /* Cannot be read: what came before is let go of. */
        deputy_value bad = value;
        bad.tag = 99;
        CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("take"), DEPUTY_ARGS(value, array, bad)), DEPUTY_OK, NULL);
        break;
      }
      case 5:
        task = START("back", &array, 1);
        if (i % 16 == 5) ENDS(task, DEPUTY_OK);
        else deputy_task_cancel(task);
        break;
      case 6: {
        deputy_status status = deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("take"), NULL, &value, 1, &soon);
        CHECK(status == DEPUTY_OK || status == DEPUTY_TIMED_OUT);
        break;
      }
      default:
        task = own_task();
        CHECK_STATUS(deputy_task_resolve(task, &array), DEPUTY_OK, NULL);
        CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("takeLater"), DEPUTY_ARGS(deputy_task_value(task))), DEPUTY_OK, NULL);
    }
    deputy_callback_free(callback);
    deputy_callback_free(out.tag == DEPUTY_VALUE_CALLBACK ? 0 : callback);
    if (i % 16 == 3) CHECK_EQ(mine[i].dropped, 0);
    deputy_value_free(&out);
    deputy_task_free(task);
  }
  return NULL;
}

static pthread_t threads[THREADS];
static deputy_status starts(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  for (int i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, makes, &counted[i * ROUNDS]), 0);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(starts, "start(): void");

static deputy_status joins(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  int32_t ran = 0;
  for (int i = 0; i < THREADS * ROUNDS; i++) ran += counted[i].ran;
  *out = deputy_i32(ran);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(joins, "join(): i32");

static deputy_status live(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  *out = deputy_i32((int32_t)deputy_callback_live());
  return DEPUTY_OK;
}
DEPUTY_EXPORT(live, "live(): i32");

static deputy_status once(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  int32_t wrong = 0;
  for (int i = 0; i < THREADS * ROUNDS; i++) wrong += counted[i].dropped != 1;
  *out = deputy_i32(wrong);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(once, "wrong(): i32");

int main(void) { return live_on(); }
