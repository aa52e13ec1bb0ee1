// Every executor with JavaScript of its own owns objects that every executor uses, itself included: calls go to the owner; a forced
// target that is another is refused; objects of two owners are refused; handles that are reserved are bound there.
// FEATURE: F40 F21 F42 F48
// TIMEOUT: 60
#include "tasks.h"

enum { EXECUTORS = 4 };
static const char *const names[EXECUTORS] = {"deputy", "pthread", "background", "JS worker"};
static _Atomic deputy_context contexts[EXECUTORS];
static atomic_bool stop;

DEPUTY_JS(make, (), { return Object.assign(() => deputy.context, { where: deputy.context }); });
DEPUTY_JS(where_is, (object), { return object.where; });
DEPUTY_JS(both, (a, b), { return a === b; });

typedef struct {
  int owner, caller;
  atomic_bool done;
} pair;

static void use(void *memory) {
  pair *mine = memory;
  deputy_context owner = contexts[mine->owner], other = contexts[(mine->owner + 1) % EXECUTORS];
  int before = check_failures;
  CHECK_EQ(deputy_context_current(), contexts[mine->caller]);
  deputy_value object = deputy_null(), again = deputy_null(), out = deputy_null(), page = deputy_null();
  CHECK_STATUS(deputy_js_call(owner, make, &object, DEPUTY_NO_ARGS), DEPUTY_OK, &object);
  CHECK_EQ(object.tag, DEPUTY_VALUE_OBJECT);
  CHECK_STATUS(deputy_js_call(DEPUTY_ANY, where_is, &out, DEPUTY_ARGS(object)), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(out), owner);
  CHECK_STATUS(deputy_object_apply(deputy_to_object(object), deputy_null(), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(out), owner);
  CHECK_STATUS(deputy_js_call(DEPUTY_ANY, both, &out, DEPUTY_ARGS(object, object)), DEPUTY_OK, &out);
  CHECK(out.data.boolean);
  CHECK_STATUS(deputy_js_call(other, where_is, &out, DEPUTY_ARGS(object)), DEPUTY_WRONG_CONTEXT, &out);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, where_is, &out, DEPUTY_ARGS(object)), DEPUTY_WRONG_CONTEXT, &out);
  deputy_call_options as_object = {.struct_size = sizeof as_object, .flags = DEPUTY_CALL_OBJECT};
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("Object"), &page, DEPUTY_NO_ARGS, &as_object), DEPUTY_OK, &page);
  CHECK_STATUS(deputy_js_call(DEPUTY_ANY, both, &out, DEPUTY_ARGS(object, page)), DEPUTY_WRONG_CONTEXT, &out);
  deputy_value_free(&page);

  deputy_object ahead = 0;
  CHECK_STATUS(deputy_object_reserve(owner, &ahead), DEPUTY_OK, NULL);
  deputy_call_options into = {.struct_size = sizeof into, .into = ahead};
  CHECK_STATUS(deputy_js_post_with(owner, make, DEPUTY_NO_ARGS, &into), DEPUTY_OK, NULL);
  if (mine->owner != mine->caller) {
    CHECK_STATUS(deputy_js_call(DEPUTY_ANY, where_is, &out, DEPUTY_ARGS(deputy_object_value(ahead))), DEPUTY_OK, &out);
    CHECK_EQ(deputy_to_f64(out), owner);
  }
  deputy_object_free(ahead);
  deputy_object handle = deputy_to_object(object);
  deputy_value_free(&object);
  again = deputy_object_value(handle);
  /* What was posted has its turn first. */
  if (mine->owner != mine->caller) {
    CHECK_STATUS(deputy_js_call(owner, DEPUTY_FN("Number"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
    UNTIL(deputy_js_call(DEPUTY_ANY, where_is, &out, DEPUTY_ARGS(again)) == DEPUTY_STALE);
  }
  deputy_value_free(&out);
  if (check_failures != before) fprintf(stderr, "... objects of the %s used by the %s\n", names[mine->owner], names[mine->caller]);
  atomic_store(&mine->done, true);
}

static void serve_as(int executor) {
  deputy_context id = 0;
  CHECK_STATUS(deputy_worker_open(&id), DEPUTY_OK, NULL);
  atomic_store(&contexts[executor], id);
  while (!atomic_load(&stop)) CHECK_STATUS(deputy_context_serve(2, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL);
  atomic_store(&contexts[executor], 0);
}
static void *pthread_serves(void *memory) {
  serve_as(1);
  return memory;
}
static void background_serves(void *memory) {
  (void)memory;
  serve_as(2);
}

int main(void) {
  deputy_context id = 0;
  CHECK_STATUS(deputy_worker_open(&id), DEPUTY_OK, NULL);
  contexts[0] = id;
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, pthread_serves, NULL), 0);
  CHECK_STATUS(deputy_context_post(DEPUTY_BACKGROUND, background_serves, NULL, NULL), DEPUTY_OK, NULL);
  deputy_task end = 0;
  CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, NULL, &id, &end), DEPUTY_OK, NULL);
  contexts[3] = id;
  UNTIL(contexts[1] != 0 && contexts[2] != 0);

  static pair pairs[EXECUTORS * EXECUTORS];
  for (int i = 0; i < EXECUTORS * EXECUTORS; i++) {
    pairs[i].owner = i / EXECUTORS, pairs[i].caller = i % EXECUTORS;
    CHECK_STATUS(deputy_context_post(contexts[pairs[i].caller], use, &pairs[i], NULL), DEPUTY_OK, NULL);
    double over = emscripten_get_now() + BOUND;
    while (!atomic_load(&pairs[i].done) && emscripten_get_now() < over) deputy_context_serve(1, NULL);
    CHECK(pairs[i].done);
  }

  /* They close: the ids are stale, and so is what was theirs. */
  deputy_context old = contexts[1];
  deputy_value object = deputy_null();
  CHECK_STATUS(deputy_js_call(old, make, &object, DEPUTY_NO_ARGS), DEPUTY_OK, &object);
  atomic_store(&stop, true);
  pthread_join(thread, NULL);
  UNTIL(contexts[2] == 0);
  CHECK_EQ(deputy_js_call(DEPUTY_ANY, where_is, NULL, DEPUTY_ARGS(object)), DEPUTY_STALE);
  CHECK_EQ(deputy_js_call(old, make, NULL, DEPUTY_NO_ARGS), DEPUTY_STALE);
  deputy_value_free(&object);
  deputy_worker_end(contexts[3]);
  ENDS(end, DEPUTY_OK);
  deputy_task_free(end);
  return check_result();
}
