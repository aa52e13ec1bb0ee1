// Batches: operations that use the results of earlier ones, in one trip; what goes back; an error in the middle; promises; thousands
// of operations; asynchronous, posted, run again.
// FEATURE: F17
#include "check.h"
#include "objects.h"

static deputy_batch *new_batch(void) {
  deputy_batch *batch = NULL;
  CHECK_EQ(deputy_batch_new(DEPUTY_ANY, &batch), DEPUTY_OK);
  return batch;
}

static void chain(void) {
  deputy_batch *batch = new_batch();
  deputy_value shop = deputy_batch_construct(batch, deputy_cstr("Shop"), DEPUTY_ARGS(deputy_cstr("stall")));
  deputy_batch_set(batch, shop, "stars", deputy_i32(5));
  deputy_value text = deputy_batch_call(batch, shop, "sell", DEPUTY_ARGS(deputy_cstr("nuts"), deputy_batch_get(batch, shop, "stars")));
  deputy_value sell = deputy_batch_get(batch, deputy_batch_global(batch, "shop"), "sell");
  deputy_value applied = deputy_batch_apply(batch, sell, shop, DEPUTY_ARGS(deputy_cstr("figs"), deputy_i32(1)));
  deputy_batch_return(batch, text);
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_batch_run(batch, &out, NULL), DEPUTY_OK, &out);
  CHECK_TEXT(out, "stall sells 5 nuts");
  deputy_value_free(&out);
  /* Again, with more. */
  deputy_batch_return(batch, applied);
  deputy_batch_return_object(batch, shop);
  deputy_batch_return(batch, deputy_batch_delete(batch, shop, "stars"));
  CHECK_STATUS(deputy_batch_run(batch, &out, NULL), DEPUTY_OK, &out);
  CHECK_EQ(out.tag, DEPUTY_VALUE_ARRAY);
  CHECK_EQ(out.len, 4);
  if (out.len == 4) {
    CHECK_TEXT(out.data.array[0], "stall sells 5 nuts");
    CHECK_TEXT(out.data.array[1], "stall sells 1 figs");
    CHECK_EQ(out.data.array[2].tag, DEPUTY_VALUE_OBJECT);
    CHECK(out.data.array[3].data.boolean);
  }
  deputy_value_free(&out);
  /* Nobody wants it: what would have come back leaves nothing. */
  CHECK_STATUS(deputy_batch_run(batch, NULL, NULL), DEPUTY_OK, NULL);
  deputy_batch_free(batch);

  batch = new_batch();
  CHECK_STATUS(deputy_batch_run(batch, &out, NULL), DEPUTY_OK, &out);
  CHECK_EQ(out.tag, DEPUTY_VALUE_UNDEFINED);
  deputy_batch_free(batch);
  deputy_batch_free(NULL);
}

static void failures(void) {
  deputy_value out = deputy_null();
  deputy_object never;
  CHECK_EQ(deputy_object_reserve(DEPUTY_UI, &never), DEPUTY_OK);
  deputy_batch *batch = new_batch();
  deputy_value shop = deputy_batch_construct(batch, deputy_cstr("Shop"), DEPUTY_NO_ARGS);
  deputy_batch_call(batch, deputy_batch_global(batch, "log"), "push", DEPUTY_ARGS(deputy_cstr("before")));
  deputy_batch_call(batch, shop, "burn", DEPUTY_ARGS(deputy_i32(3)));
  deputy_batch_call(batch, deputy_batch_global(batch, "log"), "push", DEPUTY_ARGS(deputy_cstr("after")));
  deputy_batch_into(batch, shop, never);
  CHECK_STATUS(deputy_batch_run(batch, &out, NULL), DEPUTY_JS_EXCEPTION, &out);
  CHECK_CSTR(deputy_error_name(&out), "RangeError");
  CHECK_CSTR(deputy_error_message(&out), "operation 3 (call burn): 3 is too much");
  deputy_value_free(&out);
  CHECK_STATUS(deputy_object_get(never, "name", &out), DEPUTY_STALE, &out);
  CHECK(strstr(deputy_error_message(&out), "operation 3 (call burn)") != NULL);
  deputy_value_free(&out);
  deputy_object_free(never);
  deputy_batch_free(batch);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("logged"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_TEXT(out, "before");
  deputy_value_free(&out);

  batch = new_batch();
  deputy_batch_get(batch, deputy_batch_get(batch, deputy_batch_global(batch, "shop"), "nothing"), "more");
  CHECK_STATUS(deputy_batch_run(batch, &out, NULL), DEPUTY_WRONG_TYPE, &out);
  CHECK(strstr(deputy_error_message(&out), "operation 2 (get more)") != NULL);
  deputy_value_free(&out);
  deputy_batch_free(batch);

  batch = new_batch();
  deputy_batch_call(batch, deputy_batch_global(batch, "shop"), "fly", DEPUTY_NO_ARGS);
  CHECK_STATUS(deputy_batch_run(batch, &out, NULL), DEPUTY_NOT_FOUND, &out);
  CHECK(strstr(deputy_error_message(&out), "operation 1 (call fly)") != NULL);
  deputy_value_free(&out);
  deputy_batch_free(batch);

  batch = new_batch();
  deputy_batch_set(batch, deputy_batch_global(batch, "shop"), "fixed", deputy_i32(1));
  CHECK_STATUS(deputy_batch_run(batch, &out, NULL), DEPUTY_JS_EXCEPTION, &out);
  CHECK_CSTR(deputy_error_name(&out), "TypeError");
  CHECK(strstr(deputy_error_message(&out), "operation 1 (set fixed)") != NULL);
  deputy_value_free(&out);
  deputy_batch_free(batch);

  batch = new_batch();
  deputy_batch_global(batch, "not.there");
  CHECK_STATUS(deputy_batch_run(batch, &out, NULL), DEPUTY_NOT_FOUND, &out);
  CHECK(strstr(deputy_error_message(&out), "operation 0 (global not.there)") != NULL);
  deputy_value_free(&out);
  deputy_batch_free(batch);

  /* Mistakes in recording are told when it is to run. */
  deputy_batch *other = new_batch();
  deputy_value foreign = deputy_batch_global(other, "shop");
  batch = new_batch();
  deputy_batch_get(batch, foreign, "name");
  CHECK_EQ(deputy_batch_run(batch, NULL, NULL), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(deputy_batch_post(batch), DEPUTY_INVALID_ARGUMENT);
  deputy_batch_free(batch);
  batch = new_batch();
  deputy_batch_global(batch, NULL);
  CHECK_EQ(deputy_batch_run(batch, NULL, NULL), DEPUTY_INVALID_ARGUMENT);
  deputy_batch_free(batch);
  CHECK_EQ(deputy_batch_run(NULL, NULL, NULL), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(deputy_batch_new(DEPUTY_ANY, NULL), DEPUTY_INVALID_ARGUMENT);
  /* A register is nothing outside of its batch. */
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("logged"), &out, DEPUTY_ARGS(foreign)), DEPUTY_WRONG_TYPE, &out);
  deputy_value_free(&out);
  deputy_batch_free(other);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("deputy:batch"), &out, DEPUTY_ARGS(deputy_i32(1))), DEPUTY_WRONG_TYPE, &out);
  deputy_value_free(&out);
}

static void promises(void) {
  deputy_value out = deputy_null();
  deputy_batch *batch = new_batch();
  deputy_value soon = deputy_batch_apply(batch, deputy_batch_global(batch, "soon"), deputy_undefined(), DEPUTY_ARGS(deputy_i32(4)));
  deputy_value four = deputy_batch_await(batch, soon);
  deputy_value text = deputy_batch_call(batch, deputy_batch_global(batch, "shop"), "sell", DEPUTY_ARGS(deputy_cstr("eggs"), four));
  deputy_batch_return(batch, text);
  CHECK_STATUS(deputy_batch_run(batch, &out, NULL), DEPUTY_OK, &out);
  CHECK_TEXT(out, "corner sells 4 eggs");
  deputy_value_free(&out);
  deputy_task task;
  CHECK_EQ(deputy_batch_run_async(batch, &task, NULL), DEPUTY_OK);
  deputy_batch_free(batch);
  CHECK_STATUS(deputy_task_wait(task, 10000, &out), DEPUTY_OK, &out);
  CHECK_TEXT(out, "corner sells 4 eggs");
  deputy_value_free(&out);
  deputy_task_free(task);

  batch = new_batch();
  deputy_batch_await(batch, deputy_batch_apply(batch, deputy_batch_global(batch, "fails"), deputy_undefined(), DEPUTY_NO_ARGS));
  CHECK_STATUS(deputy_batch_run(batch, &out, NULL), DEPUTY_JS_EXCEPTION, &out);
  CHECK_CSTR(deputy_error_message(&out), "operation 2 (await): no luck");
  deputy_value_free(&out);
  deputy_batch_free(batch);

  /* One that goes back is awaited like the result of any call; one that nobody awaits is left alone. */
  batch = new_batch();
  deputy_batch_return(batch, deputy_batch_apply(batch, deputy_batch_global(batch, "soon"), deputy_undefined(), DEPUTY_ARGS(deputy_i32(9))));
  deputy_batch_apply(batch, deputy_batch_global(batch, "never"), deputy_undefined(), DEPUTY_NO_ARGS);
  CHECK_STATUS(deputy_batch_run(batch, &out, NULL), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 9);
  deputy_batch_free(batch);

  /* Left while it waits. */
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  options.timeout_ms = 20;
  batch = new_batch();
  deputy_value nothing = deputy_batch_apply(batch, deputy_batch_global(batch, "never"), deputy_undefined(), DEPUTY_NO_ARGS);
  deputy_batch_return(batch, deputy_batch_await(batch, nothing));
  CHECK_EQ(deputy_batch_run(batch, NULL, &options), DEPUTY_TIMED_OUT);
  deputy_batch_free(batch);
}

static void many(void) {
  enum { ROWS = 3000 };
  deputy_value out = deputy_null();
  deputy_batch *batch = new_batch();
  deputy_value log = deputy_batch_construct(batch, deputy_cstr("Array"), DEPUTY_NO_ARGS);
  for (int i = 0; i < ROWS; i++) {
    deputy_value row = deputy_batch_construct(batch, deputy_cstr("Shop"), DEPUTY_ARGS(deputy_cstr("row")));
    deputy_batch_set(batch, row, "index", deputy_i32(i));
    deputy_batch_call(batch, log, "push", DEPUTY_ARGS(deputy_batch_get(batch, row, "index")));
  }
  deputy_batch_return(batch, deputy_batch_get(batch, log, "length"));
  CHECK_STATUS(deputy_batch_run(batch, &out, NULL), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, ROWS);
  /* And posted. */
  deputy_batch_call(batch, deputy_batch_global(batch, "log"), "push", DEPUTY_ARGS(deputy_cstr("posted")));
  CHECK_EQ(deputy_batch_post(batch), DEPUTY_OK);
  deputy_batch_free(batch);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("logged"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_TEXT(out, "before,posted");
  deputy_value_free(&out);
}

/* Objects that are in it live as long as it does; what it makes is bound to handles that were there before. */
static void objects(void) {
  deputy_value shop = deputy_null(), out = deputy_null();
  CHECK_STATUS(deputy_object_global(DEPUTY_UI, "shop", &shop), DEPUTY_OK, &shop);
  deputy_object made;
  CHECK_EQ(deputy_object_reserve(DEPUTY_UI, &made), DEPUTY_OK);
  deputy_batch *batch = new_batch();
  deputy_value self = deputy_batch_call(batch, shop, "self", DEPUTY_NO_ARGS);
  deputy_batch_return(batch, deputy_batch_get(batch, self, "name"));
  deputy_batch_into(batch, deputy_batch_construct(batch, deputy_cstr("Shop"), DEPUTY_ARGS(deputy_cstr("made"))), made);
  deputy_value_free(&shop);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("logged"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_batch_run(batch, &out, NULL), DEPUTY_OK, &out);
  CHECK_TEXT(out, "corner");
  deputy_value_free(&out);
  deputy_batch_free(batch);
  CHECK_STATUS(deputy_object_get(made, "name", &out), DEPUTY_OK, &out);
  CHECK_TEXT(out, "made");
  deputy_value_free(&out);
  deputy_object_free(made);
}

int main(void) {
  const unsigned before = objects_now();
  chain();
  failures();
  promises();
  many();
  objects();
  objects_settle(before);
  return check_result();
}
