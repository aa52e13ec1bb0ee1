// A census: a hundred of every crossing, with every end, small and too large for a frame, from two threads; afterwards there are as many
// handles, callbacks, tasks, calls, promises, stashes and frames as before. The page counts (test-census.page.mjs) and names
// the cell that leaks.
// FEATURE: F44 F45
// TIMEOUT: 120
#include "exports.h"

enum { EACH = 50, THREADS = 2 };
enum { SYNC, POST, ASYNC, FREED, THEN, BATCH, BATCH_LATER, BATCH_POST, OBJECT, INTO, INLINE, WAYS };

static _Atomic uint32_t made, gone;
static void counts_gone(void *userdata) {
  free(userdata);
  atomic_fetch_add(&gone, 1);
}

/* Gives back what it gets, cancels the task in its data, or fails with its second argument. */
static deputy_status echoes(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  if (argc == 1 && args[0].tag == DEPUTY_VALUE_NULL) return deputy_task_cancel(*(deputy_task *)userdata), DEPUTY_OK;
  deputy_value_copy(&args[0], out);
  return argc > 1 && args[1].tag == DEPUTY_VALUE_I32 ? (deputy_status)args[1].data.i32 : DEPUTY_OK;
}
DEPUTY_EXPORT(echoes, "echo(value: any, status?: i32)");

static deputy_callback new_callback(deputy_context context, deputy_task token) {
  deputy_callback_options options = {.struct_size = sizeof options, .context = context};
  deputy_callback callback = 0;
  deputy_task *data = malloc(sizeof token);
  *data = token;
  atomic_fetch_add(&made, 1);
  CHECK_STATUS(deputy_callback_new(echoes, data, counts_gone, &options, &callback), DEPUTY_OK, NULL);
  return callback;
}

DEPUTY_JS(acts, (...args), { return globalThis.census.act(...args); });

static void settled(deputy_task task, void *memory) {
  deputy_value out = deputy_null();
  deputy_task_wait(task, 0, &out);
  deputy_value_free(&out);
  atomic_fetch_sub((atomic_int *)memory, 1);
}

static atomic_int continuing;

static void ends(deputy_task task, const char *how) {
  if (strcmp(how, "cancel") == 0) deputy_task_cancel(task);
  deputy_value out = deputy_null(), again = deputy_null();
  deputy_task_wait(task, BOUND, &out);
  /* A stash is read as often as somebody asks; one of the two is only copied. */
  deputy_task_wait(task, BOUND, &again);
  deputy_value_free(&out);
  deputy_value_copy(&again, &out);
  deputy_value_free(&again);
  deputy_value_free(&out);
  deputy_task_free(task);
}

/* One crossing from here to there, with all that can cross. `no_out`: nobody wants the outcome. */
static void cross(int way, const char *how, bool large, bool no_out) {
  deputy_task token = own_task(), promised = own_task(), task = 0;
  deputy_callback callback = new_callback(DEPUTY_BACKGROUND, token);
  deputy_value thing = deputy_null(), error = deputy_null(), out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("census.make"), &thing, DEPUTY_NO_ARGS), DEPUTY_OK, &thing);
  deputy_js_call(DEPUTY_UI, DEPUTY_FN("census.fails"), &error, DEPUTY_NO_ARGS);
  const deputy_value nested[] = {error, thing, deputy_callback_value(callback)};
  const deputy_value args[] = {deputy_cstr(how), deputy_callback_value(callback), thing, deputy_bool(large), deputy_array(nested, 3),
                               deputy_task_value(promised)};
  enum { ARGC = sizeof args / sizeof *args };
  deputy_call_options options = {.struct_size = sizeof options};
  if (strcmp(how, "timeout") == 0) options.timeout_ms = 1;
  if (strcmp(how, "cancel") == 0) options.cancel = token;
  deputy_batch *batch = NULL;
  deputy_object into = 0;
  if (way == BATCH || way == BATCH_LATER || way == BATCH_POST) {
    CHECK_STATUS(deputy_batch_new(DEPUTY_ANY, &batch), DEPUTY_OK, NULL);
    /* Tasks do not cross in batches. */
    deputy_value result = deputy_batch_await(batch, deputy_batch_call(batch, deputy_batch_global(batch, "census"), "act", args, ARGC - 1));
    deputy_batch_return(batch, result);
    deputy_batch_return_object(batch, result);
    CHECK_STATUS(deputy_object_reserve(DEPUTY_UI, &into), DEPUTY_OK, NULL);
    deputy_batch_into(batch, result, into);
  }
  deputy_value *to = no_out ? NULL : &out;
  switch (way) {
    case SYNC: deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("census.act"), to, args, ARGC, &options); break;
    case INLINE: deputy_js_call_with(DEPUTY_UI, acts, to, args, ARGC, &options); break;
    case POST: CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("census.act"), args, ARGC), DEPUTY_OK, NULL); break;
    case OBJECT: deputy_object_call(thing.data.object, "act", to, args, ARGC); break;
    case INTO:
      CHECK_STATUS(deputy_object_reserve(DEPUTY_UI, &into), DEPUTY_OK, NULL);
      options.into = into;
      deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("census.act"), to, args, ARGC, &options);
      break;
    case BATCH: deputy_batch_run(batch, to, &options); break;
    case BATCH_POST: CHECK_STATUS(deputy_batch_post(batch), DEPUTY_OK, NULL); break;
    case BATCH_LATER: CHECK_STATUS(deputy_batch_run_async(batch, &task, &options), DEPUTY_OK, NULL); break;
    default: CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("census.act"), &task, args, ARGC, &options), DEPUTY_OK, NULL);
  }
  if (way == THEN) {
    atomic_fetch_add(&continuing, 1);
    CHECK_STATUS(deputy_task_then(task, DEPUTY_BACKGROUND, settled, &continuing, NULL), DEPUTY_OK, NULL);
    deputy_task_free(task);
  } else if (way == FREED) {
    deputy_task_free(task);
  } else if (task) {
    ends(task, how);
  }
  deputy_batch_free(batch);
  deputy_object_free(into);
  if (large) {
    /* In another way: what it is settled with, or that it never is. */
    deputy_task_resolve(promised, &error);
    deputy_task_free(promised);
  } else {
    deputy_task_cancel(promised);
    deputy_task_free(promised);
  }
  deputy_value_free(&out);
  deputy_value_free(&thing);
  deputy_value_free(&error);
  deputy_callback_free(callback);
  deputy_task_free(token);
  /* Nothing that is posted piles up. */
  if (way == POST || way == BATCH_POST) ASK("census.nothing", DEPUTY_NO_ARGS);
}

typedef struct {
  int way;
  bool large, no_out;
  const char *how;
} cell;
static void *many(void *memory) {
  const cell *of = memory;
  for (int i = 0; i < EACH; i++) cross(of->way, of->how, of->large, of->no_out);
  return NULL;
}
static deputy_status crosses(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)out, (void)userdata;
  cell of = {args[0].data.i32, args[2].data.boolean, args[3].data.boolean, args[1].data.string};
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, many, &of), 0);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(crosses, "cross(way: i32, how: string, large: bool, dropped: bool): void");

static deputy_status gives_callback(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  *out = deputy_callback_into_value(new_callback(DEPUTY_MAIN, 0));
  return DEPUTY_OK;
}
DEPUTY_EXPORT(gives_callback, "callback()");

/* A task that JavaScript awaits, which is what the page's function makes of it. Freed when the next one comes. */
static _Atomic deputy_task last;
static deputy_status follows(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)userdata;
  deputy_task task = argc > 1 && args[0].tag == DEPUTY_VALUE_STRING ? START("census.act", args, argc) : 0;
  deputy_task before = atomic_exchange(&last, task);
  if (before) deputy_task_free(before);
  *out = task ? deputy_task_value(task) : deputy_null();
  return DEPUTY_OK;
}
DEPUTY_EXPORT(follows, "follow(how?: string, callback?: any, thing?: any, large?: bool)");

/* What there is now. */
static deputy_status counts_all(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  deputy_stats stats = {.struct_size = sizeof stats};
  CHECK_STATUS(deputy_context_stats(DEPUTY_UI, &stats), DEPUTY_OK, NULL);
  const deputy_value numbers[] = {deputy_i32((int32_t)deputy_task_live()),   deputy_i32((int32_t)deputy_callback_live()),
                                  deputy_i32((int32_t)(made - gone)),        deputy_i32((int32_t)stats.objects),
                                  deputy_i32(continuing),                    deputy_i32((int32_t)stats.frames)};
  const deputy_value all = deputy_array(numbers, 6);
  return deputy_value_copy(&all, out);
}
DEPUTY_EXPORT(counts_all, "count(): array");

int main(void) { return live_on(); }
