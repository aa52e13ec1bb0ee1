// From every executor: the console prints, JavaScript's console too; a timer fires and an interval ticks while the executor waits; a sleep
// takes its time and ends early; a yield comes back to the same thread; JavaScript sees the executor's own context only where it is called
// in it; a lock, a condition variable and a file work.
// FEATURE: F60 F72 F85
// OUTPUT: (printed by (deputy|pthread|continuation|JS worker|pool)[^]*){5}
#include "executors.h"

static atomic_int ticks;
static void tick(void *data) {
  (void)data;
  atomic_fetch_add(&ticks, 1);
}
static void *wakes(void *data) {
  usleep(20 * 1000);
  deputy_task_cancel(*(deputy_task *)data);
  return NULL;
}
DEPUTY_JS(context_here, (), { return globalThis.deputy && deputy.context ? deputy.context : 1; });
static pthread_t came_back;
static void comes_back(void *data) {
  came_back = pthread_self();
  atomic_store((atomic_bool *)data, true);
}

static void body(const char *executor) {
  deputy_value out = deputy_null();
  printf("printed by %s\n", executor);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("console.log"), NULL, DEPUTY_ARGS(deputy_cstr("logged for"), deputy_cstr(executor))), DEPUTY_OK, NULL);
  pthread_t self = pthread_self();

  deputy_task delay = 0, every = 0;
  double began = emscripten_get_now();
  CHECK_STATUS(deputy_timer_delay(30, &delay), DEPUTY_OK, NULL);
  ENDS(delay, DEPUTY_OK);
  CHECK(emscripten_get_now() - began >= 25);
  deputy_task_free(delay);
  atomic_store(&ticks, 0);
  CHECK_STATUS(deputy_timer_every(2, DEPUTY_BACKGROUND, tick, NULL, NULL, &every), DEPUTY_OK, NULL);
  UNTIL(atomic_load(&ticks) >= 3);
  CHECK_STATUS(deputy_task_cancel(every), DEPUTY_OK, NULL);
  deputy_task_free(every);
  CHECK_EQ(deputy_timer_sleep(5, 0), DEPUTY_OK);
  static deputy_task token;
  token = own_task();
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, wakes, &token), 0);
  CHECK_EQ(deputy_timer_sleep(60000, token), DEPUTY_CANCELLED);
  pthread_join(thread, NULL);
  deputy_task_free(token);

  /* JavaScript of its own knows whose it is; the page's is the page's. */
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, context_here, &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(out), DEPUTY_UI);
  if (strcmp(executor, "JS worker") == 0) {
    CHECK_STATUS(deputy_js_call(DEPUTY_ANY, context_here, &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
    CHECK_EQ(deputy_to_f64(out), deputy_context_current());
  }
  /* A yield: what it sends itself runs on the same thread, when it serves. */
  if (strcmp(executor, "continuation") != 0 && strcmp(executor, "pool") != 0) {
    static atomic_bool back;
    atomic_store(&back, false);
    deputy_context own = 0;
    CHECK_STATUS(deputy_context_open(&own), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_context_post(own, comes_back, &back, NULL), DEPUTY_OK, NULL);
    CHECK(!atomic_load(&back));
    CHECK_STATUS(deputy_context_serve(0, NULL), DEPUTY_OK, NULL);
    CHECK(atomic_load(&back) && pthread_equal(came_back, self));
  }
  FILE *file = fopen("/tmp/executor", "w+");
  CHECK(file != NULL);
  if (file) {
    fputs(executor, file);
    rewind(file);
    char text[32] = "";
    CHECK(fgets(text, sizeof text, file) != NULL);
    CHECK_CSTR(text, executor);
    fclose(file);
  }
  deputy_value_free(&out);
}

int main(void) {
  ON_EACH_EXECUTOR(body);
  return check_result();
}
