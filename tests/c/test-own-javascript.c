// JavaScript of the deputy's, a pthread's and a background function's own is as good as a JS worker's: modules with their own state, canvas,
// objects, timers and promises that go on in its event loop or not, HTTP requests that its own fetch sends; what is pending when it
// closes is told, and what is stale stays so.
// FEATURE: F48 F18 F80
// TIMEOUT: 60
#include "tasks.h"

static char module_name[256], address[256];
DEPUTY_JS(counts_here, (), { return (globalThis.count = (globalThis.count || 0) + 1); });
DEPUTY_JS(paints, (), {
  if (typeof OffscreenCanvas != 'function') return 255;
  const on = new OffscreenCanvas(4, 4).getContext('2d');
  on.fillStyle = '#f00';
  on.fillRect(0, 0, 4, 4);
  return on.getImageData(1, 1, 1, 1).data[0];
});
DEPUTY_JS(where, (), { return deputy.context; });
DEPUTY_JS(holds, (), { return { of: deputy.context }; });
DEPUTY_JS(later, (value), { return new Promise((resolve) => setTimeout(() => resolve(value), 5)); });
DEPUTY_JS(never, (), { return new Promise(() => {}); });

static double number(deputy_context context, deputy_js_fn *f, const deputy_value *args, size_t argc) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(context, f, &out, args, argc), DEPUTY_OK, &out);
  double n = deputy_to_f64(out);
  deputy_value_free(&out);
  return n;
}

/* On the thread itself. */
static deputy_context opens(void) {
  deputy_context id = 0, again = 0;
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_worker_open(&id), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_worker_open(&again), DEPUTY_OK, NULL);
  CHECK_EQ(id, again);
  CHECK_EQ(number(DEPUTY_ANY, where, DEPUTY_NO_ARGS), id);
  CHECK_EQ(number(id, paints, DEPUTY_NO_ARGS), 255);
  /* Its own state. */
  CHECK_EQ(number(id, counts_here, DEPUTY_NO_ARGS), 1);
  CHECK_EQ(number(id, counts_here, DEPUTY_NO_ARGS), 2);
  /* A promise is for the event loop, which does not run while the thread waits. */
  CHECK_STATUS(deputy_js_call(id, later, &out, DEPUTY_ARGS(deputy_i32(1))), DEPUTY_DEADLOCK, &out);
  deputy_value_free(&out);
  return id;
}

/* By others, while the thread serves. */
static void used(deputy_context id) {
  deputy_value out = deputy_null(), object = deputy_null();
  CHECK_EQ(number(id, counts_here, DEPUTY_NO_ARGS), 3);
  CHECK_STATUS(deputy_js_call(id, holds, &object, DEPUTY_NO_ARGS), DEPUTY_OK, &object);
  deputy_call_options as_object = {.struct_size = sizeof as_object, .flags = DEPUTY_CALL_OBJECT};
  deputy_value_free(&object);
  CHECK_STATUS(deputy_js_call_with(id, holds, &object, DEPUTY_NO_ARGS, &as_object), DEPUTY_OK, &object);
  CHECK_STATUS(deputy_object_get(deputy_to_object(object), "of", &out), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(out), id);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("Object.keys"), &out, DEPUTY_ARGS(object)), DEPUTY_WRONG_CONTEXT, &out);
  deputy_value_free(&out);
  deputy_value_free(&object);
}

typedef struct {
  _Atomic deputy_context id;
  atomic_bool stop, closed;
} thread_of;
static void serves(void *memory) {
  thread_of *me = memory;
  atomic_store(&me->id, opens());
  while (!atomic_load(&me->stop)) CHECK_STATUS(deputy_context_serve(2, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL);
  atomic_store(&me->closed, true);
}
static void *pthread_serves(void *memory) {
  serves(memory);
  return NULL;
}

/* A pthread that is in its event loop, as a worker is: promises go on, modules are imported, its fetch sends requests. */
static void *lives(void *memory) {
  thread_of *me = memory;
  atomic_store(&me->id, opens());
  emscripten_exit_with_live_runtime();
}
static void ends_thread(void *memory) {
  (void)memory;
  pthread_exit(NULL);
}

static void in_event_loop(void) {
  static thread_of me;
  pthread_t thread;
  deputy_value out = deputy_null();
  CHECK_EQ(pthread_create(&thread, NULL, lives, &me), 0);
  UNTIL(atomic_load(&me.id) != 0);
  deputy_context id = atomic_load(&me.id);
  used(id);
  CHECK_EQ(number(id, later, DEPUTY_ARGS(deputy_i32(7))), 7);
  /* One module for each context. */
  for (int i = 1; i <= 2; i++) {
    deputy_js_fn next = {module_name, (uint32_t)strlen(module_name), NULL};
    CHECK_EQ(number(id, &next, DEPUTY_NO_ARGS), i);
  }
  deputy_js_fn next = {module_name, (uint32_t)strlen(module_name), NULL};
  CHECK_EQ(number(DEPUTY_UI, &next, DEPUTY_NO_ARGS), 1);
  /* Its own fetch. */
  deputy_http_request *request = NULL;
  deputy_http_response *response = NULL;
  CHECK_STATUS(deputy_http_request_new("GET", address, &request), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_request_context(request, id), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_http_send(request, &out, &response), DEPUTY_OK, &out);
  CHECK_EQ(deputy_http_status(response), 200);
  char buffer[16];
  size_t count = 0;
  CHECK_STATUS(deputy_http_read(response, buffer, sizeof buffer, &count), DEPUTY_OK, NULL);
  CHECK_EQ(count, 5);
  deputy_http_free(response);
  deputy_http_request_free(request);
  /* It ends while a promise is pending. */
  deputy_task task = 0;
  CHECK_STATUS(deputy_js_call_async(id, never, &task, DEPUTY_NO_ARGS, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_post(id, ends_thread, NULL, NULL), DEPUTY_OK, NULL);
  ENDS(task, DEPUTY_CLOSED);
  deputy_task_free(task);
  pthread_join(thread, NULL);
  CHECK_STATUS(deputy_js_call(id, counts_here, NULL, DEPUTY_NO_ARGS), DEPUTY_STALE, NULL);
}

static void *uses_deputy(void *done) {
  used(DEPUTY_MAIN);
  atomic_store((atomic_bool *)done, true);
  return NULL;
}

int main(int argc, char **argv) {
  (void)argc;
  snprintf(module_name, sizeof module_name, "%s#next", argv[1]);
  snprintf(address, sizeof address, "%s", argv[2]);
  static thread_of threads[2];
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, pthread_serves, &threads[0]), 0);
  CHECK_STATUS(deputy_context_post(DEPUTY_BACKGROUND, serves, &threads[1], NULL), DEPUTY_OK, NULL);
  for (int i = 0; i < 2; i++) {
    UNTIL(atomic_load(&threads[i].id) != 0);
    used(atomic_load(&threads[i].id));
    atomic_store(&threads[i].stop, true);
    UNTIL(atomic_load(&threads[i].closed));
    CHECK_STATUS(deputy_js_call(atomic_load(&threads[i].id), counts_here, NULL, DEPUTY_NO_ARGS), DEPUTY_STALE, NULL);
  }
  pthread_join(thread, NULL);
  in_event_loop();

  /* The deputy, last: what is its own is not asked for on the page from here on. */
  CHECK_EQ(opens(), DEPUTY_MAIN);
  static atomic_bool done;
  CHECK_EQ(pthread_create(&thread, NULL, uses_deputy, &done), 0);
  for (double end = emscripten_get_now() + BOUND; !atomic_load(&done) && emscripten_get_now() < end;) deputy_context_serve(2, NULL);
  CHECK(atomic_load(&done));
  pthread_join(thread, NULL);
  return check_result();
}
