// From every executor: a continuation runs where it was sent, on the background, on a thread that serves, on the page's thread or
// back at home, whether JavaScript, a delay of JavaScript's or the program's own work came to its end. What a thread sends to itself
// runs there when it serves, after what came before.
// FEATURE: F33 F68
#include "executors.h"

static server other;

typedef struct {
  pthread_t on;
  deputy_context context;
  deputy_status status;
  atomic_bool ran;
} seen;
static void look(deputy_task task, void *memory) {
  seen *s = memory;
  s->on = pthread_self();
  s->context = deputy_context_current();
  s->status = deputy_task_wait(task, 0, NULL);
  atomic_store(&s->ran, true);
}

/* Several threads serve it. */
static bool is_shared(deputy_context id) { return id == DEPUTY_BACKGROUND || id == DEPUTY_POOL; }

/* Serves the calling thread's context, if it has one of its own, until the condition holds. */
static void serve_until(deputy_context here, atomic_bool *done) {
  for (double end = emscripten_get_now() + BOUND; !atomic_load(done) && emscripten_get_now() < end;) {
    if (is_shared(here)) usleep(500);
    else CHECK_STATUS(deputy_context_serve(1, NULL), DEPUTY_OK, NULL);
  }
  CHECK(atomic_load(done));
}

static void *resolves_later(void *task) {
  usleep(2000);
  CHECK_STATUS(deputy_task_resolve(*(deputy_task *)task, NULL), DEPUTY_OK, NULL);
  return NULL;
}

enum { AT_ONCE, DELAYED, THROWN, OWN, KINDS };

/* Something that comes to its end, and how. */
static void continues(int kind, deputy_context here, deputy_context target) {
  deputy_task task = kind == AT_ONCE ? START("give", DEPUTY_ARGS(deputy_i32(1)))
                     : kind == DELAYED ? START("after", DEPUTY_ARGS(deputy_i32(2), deputy_i32(1)))
                     : kind == THROWN  ? START("rejects", DEPUTY_ARGS(deputy_cstr("on purpose")))
                                       : own_task();
  pthread_t thread;
  if (kind == OWN) CHECK_EQ(pthread_create(&thread, NULL, resolves_later, &task), 0);
  seen s = {0};
  CHECK_STATUS(deputy_task_then(task, target, look, &s, NULL), DEPUTY_OK, NULL);
  serve_until(here, &s.ran);
  CHECK_EQ(s.status, kind == THROWN ? DEPUTY_JS_EXCEPTION : DEPUTY_OK);
  CHECK_EQ(s.context, target);
  if (target == other.context) CHECK(pthread_equal(s.on, other.thread));
  else if (target == DEPUTY_UI) CHECK(pthread_equal(s.on, emscripten_main_runtime_thread_id()));
  else if (target == here && !is_shared(here)) CHECK(pthread_equal(s.on, pthread_self()));
  if (kind == OWN) pthread_join(thread, NULL);
  deputy_task_free(task);
}

typedef struct {
  pthread_t on;
  atomic_bool ran;
  bool last;
} turn;
static void yields(void *memory) {
  turn *t = memory;
  t->on = pthread_self();
  atomic_store(&t->ran, true);
}

static void body(const char *executor) {
  (void)executor;
  deputy_context here = deputy_context_current();
  bool opened = here == 0;
  if (opened) CHECK_STATUS(deputy_context_open(&here), DEPUTY_OK, NULL);
  const deputy_context targets[] = {DEPUTY_BACKGROUND, other.context, DEPUTY_UI, here};
  for (int kind = 0; kind < KINDS; kind++) {
    for (int i = 0; i < 4; i++) continues(kind, here, targets[i]);
  }
  for (int i = 0; i < 3; i++) {
    turn t = {0};
    CHECK_STATUS(deputy_context_post(here, yields, &t, NULL), DEPUTY_OK, NULL);
    if (!is_shared(here)) CHECK(!atomic_load(&t.ran)); /* never inside the call */
    serve_until(here, &t.ran);
    if (!is_shared(here)) CHECK(pthread_equal(t.on, pthread_self()));
  }
  if (opened) CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL);
}

int main(void) {
  server_start(&other);
  ON_EACH_EXECUTOR(body);
  server_stop(&other);
  nothing_left();
  return check_result();
}
