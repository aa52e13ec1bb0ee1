// Calls between two executors, for all pairs of the deputy, a pthread, the background, a JS worker and the compute pool: what begins on the one is
// waited for, cancelled, failed or gone on with on the other. A failure arrives with type and text, also after a delay of JavaScript's; what
// is cancelled elsewhere ends where it is waited for; a timer made here ends there; a continuation runs once; an object made
// by a call of the one is used by the other, on its owner; what is sent to somebody who has gone is refused. Nothing of it stays.
// FEATURE: F10 F11 F13 F32 F33 F34 F36 F68
// TIMEOUT: 90
#include "objects.h"
#include "pairs.h"

typedef struct {
  deputy_task task, token;
  deputy_value value;
  counts counted;
  atomic_bool waits;
  bool alone;
  int how;
  deputy_context gone;
} scene;

/* Nobody waits where both are the deputy: there the other one comes first. */
static void before_it_waits(scene *of) {
  if (!of->alone) UNTIL(atomic_load(&of->waits));
  usleep(1000);
}

/* ---- what begins here ends there ------------------------------------------------------------------------------------ */

enum { AT_ONCE, LATER, LARGE, THROWS, REJECTS, HOWS };
static void begins(void *memory) {
  scene *of = memory;
  static const char *const names[HOWS] = {"give", "soon", "largeSoon", "throws", "rejects"};
  deputy_js_fn function = {names[of->how], (uint32_t)strlen(names[of->how]), NULL};
  deputy_value argument = of->how >= THROWS ? deputy_cstr("on purpose") : deputy_i32(300);
  CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, &function, &of->task, &argument, 1, NULL), DEPUTY_OK, NULL);
}
static void waits(void *memory) {
  scene *of = memory;
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_task_wait(of->task, BOUND, &out), of->how >= THROWS ? DEPUTY_JS_EXCEPTION : DEPUTY_OK, &out);
  if (of->how >= THROWS) {
    CHECK_CSTR(deputy_error_name(&out), of->how == THROWS ? "RangeError" : "TypeError");
    CHECK_CSTR(deputy_error_message(&out), "on purpose");
  } else if (of->how == LARGE) {
    CHECK(out.tag == DEPUTY_VALUE_STRING && out.len == 300);
  } else {
    CHECK_EQ(deputy_to_f64(out), 300);
  }
  deputy_value_free(&out);
  deputy_task_free(of->task);
}
static void propagates(int a, int b) {
  for (int how = 0; how < HOWS; how++) {
    scene of = {.how = how};
    ON(a, 0, begins, &of);
    ON(b, 1, waits, &of);
  }
}

/* ---- who waits here is told there ------------------------------------------------------------------------------------ */

static void waits_for_promise(void *memory) {
  scene *of = memory;
  deputy_call_options options = {.struct_size = sizeof options, .cancel = of->token};
  atomic_store(&of->waits, true);
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("hang"), NULL, DEPUTY_ARGS(deputy_i32(1)), &options), DEPUTY_CANCELLED, NULL);
}
static void cancels_token(void *memory) {
  scene *of = memory;
  before_it_waits(of);
  CHECK_STATUS(deputy_task_cancel(of->token), DEPUTY_OK, NULL);
}
static void waits_for_own(void *memory) {
  scene *of = memory;
  atomic_store(&of->waits, true);
  ENDS(of->task, DEPUTY_CANCELLED);
}
static void cancels_task(void *memory) {
  scene *of = memory;
  before_it_waits(of);
  CHECK_STATUS(deputy_task_cancel(of->task), DEPUTY_OK, NULL);
}
static void waits_for_call(void *memory) {
  scene *of = memory;
  of->task = START_WITH("hang", 0, DEPUTY_CALL_SIGNAL, DEPUTY_ARGS(deputy_i32(2)));
  atomic_store(&of->waits, true);
  if (!of->alone) ENDS(of->task, DEPUTY_CANCELLED);
}
static void is_cancelled(int a, int b) {
  bool alone = a == ON_DEPUTY && b == ON_DEPUTY;
  scene of = {.alone = alone, .token = own_task()};
  PAIR(a, b, waits_for_promise, cancels_token, &of);
  deputy_task_free(of.token);

  scene own = {.alone = alone, .task = own_task()};
  PAIR(a, b, waits_for_own, cancels_task, &own);
  deputy_task_free(own.task);

  scene call = {.alone = alone};
  if (alone) {
    ON(a, 0, waits_for_call, &call);
    ON(b, 1, cancels_task, &call);
  } else {
    PAIR(a, b, waits_for_call, cancels_task, &call);
  }
  ENDS(call.task, DEPUTY_CANCELLED);
  deputy_task_free(call.task);
}

/* ---- who waits here goes on when it is settled there ------------------------------------------------------------------ */

static void waits_for_value(void *memory) {
  scene *of = memory;
  deputy_value out = deputy_null();
  atomic_store(&of->waits, true);
  CHECK_STATUS(deputy_task_wait(of->task, BOUND, &out), DEPUTY_OK, &out);
  CHECK_TEXT(out, "from there");
  deputy_value_free(&out);
}
static void resolves(void *memory) {
  scene *of = memory;
  before_it_waits(of);
  deputy_value text = deputy_cstr("from there");
  CHECK_STATUS(deputy_task_resolve(of->task, &text), DEPUTY_OK, NULL);
}
static void gives_timer(void *memory) { CHECK_STATUS(deputy_timer_delay(3, &((scene *)memory)->task), DEPUTY_OK, NULL); }
static void gives_long_timer(void *memory) { CHECK_STATUS(deputy_timer_delay(1000000, &((scene *)memory)->task), DEPUTY_OK, NULL); }
static void ends_well(void *memory) { ENDS(((scene *)memory)->task, DEPUTY_OK); }
static void ends_cancelled(void *memory) {
  scene *of = memory;
  CHECK_STATUS(deputy_task_cancel(of->task), DEPUTY_OK, NULL);
  ENDS(of->task, DEPUTY_CANCELLED);
}
static void continues(void *memory) {
  scene *of = memory;
  CHECK_STATUS(deputy_task_then(of->task, DEPUTY_BACKGROUND, count_task, &of->counted, count_dropped), DEPUTY_OK, NULL);
}
static void settles(int a, int b) {
  scene of = {.alone = a == ON_DEPUTY && b == ON_DEPUTY, .task = own_task()};
  PAIR(a, b, waits_for_value, resolves, &of);
  deputy_task_free(of.task);

  void (*const timers[])(void *) = {gives_timer, gives_long_timer}, (*const ends[])(void *) = {ends_well, ends_cancelled};
  for (int i = 0; i < 2; i++) {
    scene delay = {0};
    ON(a, 0, timers[i], &delay);
    ON(b, 1, ends[i], &delay);
    deputy_task_free(delay.task);
  }

  scene then = {.alone = true, .task = own_task()};
  ON(a, 0, continues, &then);
  ON(b, 1, resolves, &then);
  UNTIL(atomic_load(&then.counted.dropped) == 1);
  CHECK_EQ(then.counted.ran, 1);
  deputy_task_free(then.task);
}

/* ---- an object of the one's call in the other's ------------------------------------------------------------------------ */

static void makes(void *memory) {
  scene *of = memory;
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("make"), &of->value, DEPUTY_NO_ARGS), DEPUTY_OK, &of->value);
  CHECK_EQ(of->value.tag, DEPUTY_VALUE_OBJECT);
}
static void uses(void *memory) {
  scene *of = memory;
  deputy_task task = 0;
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call_async(DEPUTY_ANY, DEPUTY_FN(".get"), &task, DEPUTY_ARGS(of->value, deputy_cstr("a")), NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait(task, BOUND, &out), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(out), 1);
  deputy_task_free(task);
  deputy_value_free(&of->value);
}
static void shares(int a, int b) {
  scene of = {.value = deputy_null()};
  ON(a, 0, makes, &of);
  ON(b, 1, uses, &of);
}

/* ---- who has gone ------------------------------------------------------------------------------------------------------ */

static void *goes(void *memory) {
  deputy_context id = 0;
  CHECK_STATUS(deputy_context_open(&id), DEPUTY_OK, NULL);
  ((scene *)memory)->gone = id;
  return NULL;
}
static void ends_thread(void *memory) {
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, goes, memory), 0);
  pthread_join(thread, NULL);
}
static deputy_status never(void *memory, deputy_value *out) {
  (void)out;
  return count_ran(memory), DEPUTY_OK;
}
static void is_refused(void *memory) {
  scene *of = memory;
  CHECK_STATUS(deputy_context_post(of->gone, count_ran, &of->counted, count_dropped), DEPUTY_STALE, NULL);
  CHECK_STATUS(deputy_context_send(of->gone, never, &of->counted, count_dropped, NULL, NULL), DEPUTY_STALE, NULL);
  deputy_task task = own_task();
  CHECK_STATUS(deputy_task_then(task, of->gone, count_task, &of->counted, count_dropped), DEPUTY_STALE, NULL);
  deputy_task_free(task);
  UNTIL(atomic_load(&of->counted.dropped) == 3);
  CHECK_EQ(of->counted.ran, 0);
}
static void refuses(int a, int b) {
  scene of = {0};
  ON(a, 0, ends_thread, &of);
  ON(b, 1, is_refused, &of);
}

int main(void) {
  unsigned before = objects_now();
  FOR_EACH_PAIR(propagates);
  FOR_EACH_PAIR(is_cancelled);
  FOR_EACH_PAIR(settles);
  FOR_EACH_PAIR(shares);
  FOR_EACH_PAIR(refuses);
  objects_settle(before);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("settleAll"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  nothing_left();
  UNTIL(deputy_task_live() == 0);
  return check_result();
}
