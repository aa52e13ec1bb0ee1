// A census of JavaScript of a thread's own: a hundred of every crossing to a worker and back, with every end, small and too large for a
// frame, from two threads; afterwards there are as many handles, callbacks, tasks, objects and frames as before, while the worker lives
// and when it has ended.
// FEATURE: F45 F66
// TIMEOUT: 180
#include "exports.h"

enum { EACH = 50, THREADS = 2 };
enum { SYNC, POST, ASYNC, FREED, THEN, CLONE, BACK, WAYS };
static const char *const ways[] = {"sync", "post", "async", "async, freed", "async, then", "clone", "back"};
static const char *const hows[] = {"ok", "throw", "resolve", "reject", "cancel", "timeout"};

DEPUTY_JS(act, (how, callback, thing, large, task), {
  if (task && task.catch) task.catch(() => {});
  const value = large ? [callback, thing, 'x'.repeat(400), new Error('e')] : how === 'ok' ? thing : callback;
  const fail = () => { throw Object.assign(new RangeError(large ? 'y'.repeat(400) : 'y'), { callback, thing }); };
  const later = (then) => new Promise((resolve) => setTimeout(resolve, 2)).then(then);
  switch (how) {
    case 'ok': return value;
    case 'throw': return fail();
    case 'resolve': return later(() => value);
    case 'reject': return later(fail);
    case 'back': return Promise.allSettled([deputy.call('echo', value, { context: 'background' }), deputy.call('echo', value, -10, { context: 'background' }), callback(1)]).then(() => value);
  }
  return new Promise((resolve) => setTimeout(resolve, 4));
});
DEPUTY_JS(make, (), { return new (class Thing { constructor() { this.n = 1; } })(); });
/* What JavaScript holds of callbacks, it lets go of. */
DEPUTY_JS(forget, (...all), { for (const one of all) one.dispose(); });

static _Atomic uint32_t dropped, created;
static void counts_dropped(void *data) {
  free(data);
  atomic_fetch_add(&dropped, 1);
}
static deputy_status echoes(const deputy_value *args, size_t argc, deputy_value *out, void *data) {
  (void)data;
  deputy_value_copy(&args[0], out);
  return argc > 1 && args[1].tag == DEPUTY_VALUE_I32 ? (deputy_status)args[1].data.i32 : DEPUTY_OK;
}
DEPUTY_EXPORT(echoes, "echo(value: any, status?: i32)");

static atomic_int continuing;
static void settled(deputy_task task, void *data) {
  (void)data;
  deputy_value out = deputy_null();
  deputy_task_wait(task, 0, &out);
  deputy_value_free(&out);
  atomic_fetch_sub(&continuing, 1);
}

static _Atomic deputy_context worker;

static void cross(int way, const char *how, bool large, bool no_out) {
  deputy_context id = atomic_load(&worker);
  deputy_value thing = deputy_null(), out = deputy_null();
  deputy_callback callback = 0;
  deputy_callback_options options = {.struct_size = sizeof options, .context = DEPUTY_BACKGROUND};
  CHECK_STATUS(deputy_callback_new(echoes, calloc(1, 8), counts_dropped, &options, &callback), DEPUTY_OK, NULL);
  atomic_fetch_add(&created, 1);
  CHECK_STATUS(deputy_js_call(id, make, &thing, DEPUTY_NO_ARGS), DEPUTY_OK, &thing);
  deputy_task token = own_task(), promised = own_task(), task = 0;
  const deputy_value args[] = {deputy_cstr(way == BACK ? "back" : how), deputy_callback_value(callback), thing, deputy_bool(large), deputy_task_value(promised)};
  deputy_call_options call = {.struct_size = sizeof call};
  if (strcmp(how, "timeout") == 0) call.timeout_ms = 1;
  if (strcmp(how, "cancel") == 0) call.cancel = token;
  deputy_value *to = no_out ? NULL : &out;
  switch (way) {
    case SYNC: case BACK: {
      /* Cancelled from elsewhere meanwhile. */
      if (call.cancel) deputy_task_cancel(token);
      deputy_js_call_with(id, act, to, args, 5, &call);
      break;
    }
    case POST: deputy_js_post(id, act, args, 5); break;
    case CLONE: {
      deputy_object copy = 0;
      deputy_object_clone(deputy_to_object(thing), DEPUTY_UI, &copy, to, call.timeout_ms ? 1 : BOUND);
      deputy_object_free(copy);
      break;
    }
    default:
      CHECK_STATUS(deputy_js_call_async(id, act, &task, args, 5, &call), DEPUTY_OK, NULL);
      if (call.cancel) deputy_task_cancel(token);
      if (way == THEN) {
        atomic_fetch_add(&continuing, 1);
        CHECK_STATUS(deputy_task_then(task, DEPUTY_BACKGROUND, settled, NULL, NULL), DEPUTY_OK, NULL);
      } else if (way == ASYNC) {
        deputy_task_wait(task, BOUND, to);
      }
      deputy_task_free(task);
  }
  if (large) deputy_task_resolve(promised, NULL);
  deputy_task_free(promised);
  deputy_value_free(&out);
  deputy_value_free(&thing);
  CHECK_STATUS(deputy_js_call(id, forget, NULL, DEPUTY_ARGS(deputy_callback_value(callback))), DEPUTY_OK, NULL);
  deputy_callback_free(callback);
  deputy_task_free(token);
}

typedef struct {
  int way;
  const char *how;
  bool large, no_out;
} cell;
static void *many(void *memory) {
  const cell *of = memory;
  for (int i = 0; i < EACH; i++) cross(of->way, of->how, of->large, of->no_out);
  return NULL;
}
static void run(cell of) {
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, many, &of), 0);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
}

static bool quiet(void) {
  deputy_stats stats = {.struct_size = sizeof stats};
  CHECK_STATUS(deputy_context_stats(worker, &stats), DEPUTY_OK, NULL);
  return stats.objects == 0 && deputy_task_live() == 1 && deputy_callback_live() == 0 && created == dropped && continuing == 0;
}

int main(void) {
  deputy_task end = 0;
  deputy_context id = 0;
  CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, NULL, &id, &end), DEPUTY_OK, NULL);
  atomic_store(&worker, id);
  deputy_stats before = {.struct_size = sizeof before}, after = before;
  for (int way = 0; way < WAYS; way++) {
    for (size_t how = 0; how < sizeof hows / sizeof *hows; how++) {
      for (int large = 0; large < 2; large++) {
        int failures = check_failures;
        cell of = {way, hows[how], large, (how + (size_t)large) % 2};
        if (way == BACK && how > 0) continue;
        run(of);
        /* What was left unfinished ends by itself. */
        UNTIL(quiet());
        if (check_failures != failures) return fprintf(stderr, "%s, %s%s\n", ways[way], hows[how], large ? ", large" : ""), check_result();
      }
    }
  }
  /* Frames are used again. */
  cell again = {ASYNC, "resolve", true, false};
  run(again);
  UNTIL(quiet());
  CHECK_STATUS(deputy_context_stats(DEPUTY_UI, &before), DEPUTY_OK, NULL);
  int more = 0;
  for (int i = 0; i < 5; i++) {
    run(again);
    UNTIL(quiet());
    CHECK_STATUS(deputy_context_stats(DEPUTY_UI, &after), DEPUTY_OK, NULL);
    more += after.frames - before.frames > 50;
    before = after;
  }
  CHECK(more < 5);
  /* It ends with much of everything under way. */
  run((cell){FREED, "resolve", true, false});
  CHECK_EQ(deputy_worker_end(id), DEPUTY_OK);
  ENDS(end, DEPUTY_OK);
  deputy_task_free(end);
  UNTIL(deputy_task_live() == 0 && deputy_callback_live() == 0 && created == dropped);
  return check_result();
}
