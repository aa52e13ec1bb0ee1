// A thread sends functions to its own context: they run when it serves, in order, not before; serving ends at its time, also when
// functions send themselves again and again; a function that serves in turn finds what was sent before it.
// FEATURE: F68
#include "tasks.h"

static char order[100];
static void adds(void *letter) { strncat(order, letter, 1); }

static deputy_context mine;
static atomic_int again;
static void sends_itself(void *unused) {
  atomic_fetch_add(&again, 1);
  CHECK_STATUS(deputy_context_post(mine, sends_itself, unused, NULL), DEPUTY_OK, NULL);
}

static void serves(void *unused) {
  (void)unused;
  strcat(order, "(");
  CHECK_STATUS(deputy_context_serve(0, NULL), DEPUTY_OK, NULL);
  strcat(order, ")");
}

static void sends_and_serves(void *unused) {
  CHECK_STATUS(deputy_context_post(mine, adds, "z", NULL), DEPUTY_OK, NULL);
  serves(unused);
}

static void *sends_later(void *letter) {
  usleep(20000);
  CHECK_STATUS(deputy_context_post(mine, adds, letter, NULL), DEPUTY_OK, NULL);
  return NULL;
}

static void post(deputy_fn function, void *userdata) {
  CHECK_STATUS(deputy_context_post(mine, function, userdata, NULL), DEPUTY_OK, NULL);
}

static void *owns(void *unused) {
  size_t ran = 99;
  CHECK_EQ(deputy_context_current(), 0);
  CHECK_STATUS(deputy_context_serve(0, &ran), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_context_close(), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_context_open(NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_EQ(deputy_context_current(), 0);
  CHECK_EQ(ran, 99);

  CHECK_STATUS(deputy_context_open(&mine), DEPUTY_OK, NULL);
  CHECK(mine != 0 && mine != DEPUTY_UI && mine != DEPUTY_BACKGROUND);
  CHECK_EQ(deputy_context_current(), mine);
  deputy_context same = 0;
  CHECK_STATUS(deputy_context_open(&same), DEPUTY_OK, NULL);
  CHECK_EQ(same, mine);

  /* Nothing there: at once, and after the time. */
  CHECK_STATUS(deputy_context_serve(0, &ran), DEPUTY_OK, NULL);
  CHECK_EQ(ran, 0);
  double start = emscripten_get_now();
  CHECK_STATUS(deputy_context_serve(30, &ran), DEPUTY_OK, NULL);
  CHECK_EQ(ran, 0);
  CHECK(emscripten_get_now() - start >= 29);

  /* In order, at serve. */
  for (const char *c = "abcdefgh"; *c; c++) post(adds, (void *)c);
  CHECK_CSTR(order, "");
  CHECK_STATUS(deputy_context_serve(0, &ran), DEPUTY_OK, NULL);
  CHECK_EQ(ran, 8);
  CHECK_CSTR(order, "abcdefgh");
  CHECK_STATUS(deputy_context_serve(0, NULL), DEPUTY_OK, NULL);

  /* Another thread sends while this one waits. */
  order[0] = 0;
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, sends_later, "x"), 0);
  start = emscripten_get_now();
  do CHECK_STATUS(deputy_context_serve(500, &ran), DEPUTY_OK, NULL);
  while (ran == 0 && emscripten_get_now() - start < BOUND);
  CHECK_EQ(ran, 1);
  CHECK_CSTR(order, "x");
  pthread_join(thread, NULL);

  /* A function that serves: what was sent before comes first, and comes. */
  order[0] = 0;
  post(adds, "a"), post(serves, NULL), post(adds, "b"), post(adds, "c");
  CHECK_STATUS(deputy_context_serve(0, NULL), DEPUTY_OK, NULL);
  CHECK_CSTR(order, "a(bc)");

  /* The last function of those that were there: it finds what came since. */
  order[0] = 0;
  post(sends_and_serves, NULL);
  CHECK_STATUS(deputy_context_serve(0, NULL), DEPUTY_OK, NULL);
  CHECK_CSTR(order, "(z)");

  /* Endless work: the time is kept. */
  post(sends_itself, NULL);
  start = emscripten_get_now();
  CHECK_STATUS(deputy_context_serve(0, &ran), DEPUTY_OK, NULL);
  CHECK_EQ(ran, 1);
  CHECK_STATUS(deputy_context_serve(50, &ran), DEPUTY_OK, NULL);
  CHECK(ran > 1);
  CHECK(emscripten_get_now() - start >= 49);
  CHECK(emscripten_get_now() - start < BOUND / 2);
  /* It has sent itself once more: that is there now. */
  CHECK_STATUS(deputy_context_serve(0, &ran), DEPUTY_OK, NULL);
  CHECK_EQ(ran, 1);
  CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL);
  CHECK_EQ(deputy_context_current(), 0);
  CHECK_STATUS(deputy_context_post(mine, adds, "z", NULL), DEPUTY_STALE, NULL);
  return unused;
}

int main(void) {
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, owns, NULL), 0);
  pthread_join(thread, NULL);

  /* The deputy has its own from the start. */
  CHECK_EQ(deputy_context_current(), DEPUTY_MAIN);
  CHECK_STATUS(deputy_context_open(&mine), DEPUTY_OK, NULL);
  CHECK_EQ(mine, DEPUTY_MAIN);
  order[0] = 0;
  post(adds, "m"), post(serves, NULL), post(adds, "n");
  CHECK_STATUS(deputy_context_serve(0, NULL), DEPUTY_OK, NULL);
  CHECK_CSTR(order, "m(n)");
  CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL);
  CHECK_EQ(deputy_context_current(), 0);
  CHECK_STATUS(deputy_context_post(DEPUTY_MAIN, adds, "z", NULL), DEPUTY_STALE, NULL);
  return check_result();
}
