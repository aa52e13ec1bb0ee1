// Eight threads do random things at once, a million of them in Node and 200 000 in each browser: calls, asynchronous calls that
// are waited for, cancelled, timed out and freed early, posts, promises given to JavaScript, native functions sent between
// contexts that close and threads that end, the compute pool and JS workers that come and go among them, while the page and the workers call
// exports. Everything that was sent has run, or was refused or dropped; every drop has run once; nothing is left over. The UI waits for no lock of ours meanwhile.
// FEATURE: F34 F36 F50 F66 F69 F113
// FLAGS: ${DIR}/ui-waits.c -Wl,--wrap=emscripten_futex_wait -sINITIAL_MEMORY=128MB
// NEEDS: ui-waits.c stress.h tasks.h check.h
// TIMEOUT: 180
#define _GNU_SOURCE
#include "stress.h"

/* ---- one thread's doings ------------------------------------------------------------------------------------------ */

enum { OUT = 48 };

typedef struct {
  int slot;
  dice d;
  deputy_task out[OUT]; /* tasks that are not freed; 0 is a free place */
  deputy_task token;
} life;

static _Thread_local life *me;

static deputy_task *place(life *l) {
  deputy_task *at = &l->out[roll(&l->d, OUT)];
  if (*at) deputy_task_free(*at);
  *at = 0;
  return at;
}

static void new_token(life *l) {
  if (l->token) deputy_task_free(l->token);
  l->token = own_task();
  atomic_store(&tokens[l->slot], l->token);
}

static deputy_context somewhere(life *l) {
  switch (roll(&l->d, 10)) {
    case 0: return DEPUTY_UI;
    case 1: return DEPUTY_BACKGROUND;
    case 2: return DEPUTY_MAIN;
    case 3: return DEPUTY_POOL;
    case 4: return atomic_load(&workers[roll(&l->d, WORKERS)].context);
    default: return atomic_load(&contexts[roll(&l->d, SLOTS)]);
  }
}

/* What may come of something that was sent to a context of any state. */
static bool is_refusal(deputy_status status) { return status == DEPUTY_STALE || status == DEPUTY_CLOSED; }
static void refusal(deputy_status status) {
  if (!is_refusal(status)) CHECK_STATUS(status, DEPUTY_STALE, NULL);
}

/* A synchronous call in one of its ways. `ends` is how it may end besides. */
static void call(life *l, deputy_js_fn *function, deputy_value argument, deputy_call_options *options, deputy_status expected,
                 bool may_time_out) {
  deputy_value out = deputy_null();
  bool cancel = roll(&l->d, 4) == 0;
  if (cancel) options->cancel = l->token;
  deputy_status status = deputy_js_call_with(DEPUTY_UI, function, &out, &argument, 1, options);
  add(&sync_calls, 1);
  if (cancel && status == DEPUTY_CANCELLED) {
    new_token(l);
  } else if (!(may_time_out && status == DEPUTY_TIMED_OUT)) {
    CHECK_STATUS(status, expected, &out);
    if (status == DEPUTY_OK && argument.tag == DEPUTY_VALUE_STRING) CHECK_STR(out, argument.data.string, argument.len);
    if (status == DEPUTY_OK && argument.tag == DEPUTY_VALUE_I32) CHECK_EQ(out.data.i32, argument.data.i32);
    if (status == DEPUTY_JS_EXCEPTION) CHECK_CSTR(deputy_error_message(&out), argument.data.string);
  }
  deputy_value_free(&out);
}

static void calls(life *l) {
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  static const uint32_t lengths[] = {0, 1, 40, 191, 192, 193, 2000, 20000};
  deputy_value number = deputy_i32((int32_t)roll(&l->d, 1 << 30)), text = deputy_str(letters, lengths[roll(&l->d, 8)]);
  switch (roll(&l->d, 100)) {
    case 0: call(l, DEPUTY_FN("throws"), deputy_cstr("on purpose"), &options, DEPUTY_JS_EXCEPTION, false); break;
    case 1: call(l, DEPUTY_FN("rejects"), deputy_cstr("on purpose"), &options, DEPUTY_JS_EXCEPTION, false); break;
    case 2: call(l, DEPUTY_FN("missing"), number, &options, DEPUTY_NOT_FOUND, false); break;
    case 3: call(l, DEPUTY_FN("soon"), number, &options, DEPUTY_OK, false); break;
    case 4: /* a function that is sent here runs meanwhile */
      options.flags = DEPUTY_CALL_PUMP;
      call(l, DEPUTY_FN("soon"), text, &options, DEPUTY_OK, false);
      break;
    case 5:
      options.timeout_ms = 1 + roll(&l->d, 2);
      call(l, DEPUTY_FN("soon"), number, &options, DEPUTY_OK, true);
      break;
    case 6:
      if (roll(&l->d, 10)) break;
      options.timeout_ms = 1;
      call(l, DEPUTY_FN("never"), number, &options, DEPUTY_TIMED_OUT, true);
      break;
    case 7: case 8: case 9: case 10: case 11: case 12: call(l, DEPUTY_FN("echo"), text, &options, DEPUTY_OK, false); break;
    default: call(l, DEPUTY_FN("echo"), number, &options, DEPUTY_OK, false);
  }
}

/* JavaScript of a worker's, which may be about to end. */
static void calls_worker(life *l) {
  static deputy_js_fn *const *const functions[] = {&worker_gives, &worker_soon, &worker_asks, &worker_throws};
  int which = (int)roll(&l->d, 20);
  if (which > 3) which = 0;
  deputy_context where = atomic_load(&workers[roll(&l->d, WORKERS)].context);
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  if (roll(&l->d, 8) == 0) options.timeout_ms = 1 + roll(&l->d, 20);
  if (roll(&l->d, 8) == 0) options.cancel = l->token;
  deputy_value number = deputy_i32((int32_t)roll(&l->d, 1000)), out = deputy_null();
  add(&worker_calls, 1);
  if (roll(&l->d, 4) == 0) {
    deputy_task *at = place(l);
    deputy_status status = deputy_js_call_async(where, *functions[which], at, &number, 1, &options);
    if (status != DEPUTY_OK) *at = 0;
    if (status != DEPUTY_OK && status != DEPUTY_TIMED_OUT) refusal(status);
    if (options.cancel && roll(&l->d, 8) == 0) new_token(l);
    return;
  }
  deputy_status status = deputy_js_call_with(where, *functions[which], &out, &number, 1, &options);
  if (status == DEPUTY_CANCELLED && options.cancel) new_token(l);
  else if (status == DEPUTY_OK) CHECK_EQ(deputy_to_f64(out), number.data.i32);
  else if (which == 3) CHECK(status == DEPUTY_JS_EXCEPTION || is_refusal(status) || status == DEPUTY_TIMED_OUT);
  else if (!is_refusal(status) && !(status == DEPUTY_TIMED_OUT && options.timeout_ms)) CHECK_STATUS(status, DEPUTY_CLOSED, &out);
  deputy_value_free(&out);
}

static void posts(life *l) {
  if (roll(&l->d, 500) == 0) {
    add(&bad_posts, 1);
    CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("badPost"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
    return;
  }
  static const uint32_t lengths[] = {0, 10, 100, 180, 3000};
  add(&good_posts, 1);
  deputy_status status = deputy_js_post(DEPUTY_UI, DEPUTY_FN("post"), DEPUTY_ARGS(deputy_str(letters, lengths[roll(&l->d, 5)]), deputy_i32(1)));
  CHECK_STATUS(status, DEPUTY_OK, NULL);
}

static void starts(life *l) {
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  if (roll(&l->d, 4) == 0) options.timeout_ms = 1 + roll(&l->d, 20);
  if (roll(&l->d, 4) == 0) options.flags = DEPUTY_CALL_SIGNAL;
  if (roll(&l->d, 8) == 0) options.cancel = l->token;
  deputy_value number = deputy_i32((int32_t)roll(&l->d, 3000)), text = deputy_cstr("on purpose");
  deputy_task *at = place(l);
  deputy_status status;
  switch (roll(&l->d, 12)) {
    case 0: status = deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("soon"), at, &number, 1, &options); break;
    case 1: status = deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("large"), at, &number, 1, &options); break;
    case 2: status = deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("largeSoon"), at, &number, 1, &options); break;
    case 3: status = deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("rejects"), at, &text, 1, &options); break;
    case 4: status = deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("throws"), at, &text, 1, &options); break;
    case 5: {
      /* Ends by a cancellation or its time only. */
      if (!options.timeout_ms) options.timeout_ms = 5 + roll(&l->d, 50);
      status = deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("never"), at, &number, 1, &options);
      break;
    }
    default: status = deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("echo"), at, &number, 1, &options); break;
  }
  if (status == DEPUTY_TIMED_OUT) {
    *at = 0; /* while 1024 others were out */
    return;
  }
  CHECK_STATUS(status, DEPUTY_OK, NULL);
  add(&async_calls, 1);
  /* With a token that was cancelled everything else would be, too. */
  if (options.cancel && roll(&l->d, 8) == 0) new_token(l);
}

static void one_of(life *l) {
  deputy_task task = l->out[roll(&l->d, OUT)];
  if (!task) return;
  deputy_value out = deputy_null();
  switch (roll(&l->d, 12)) {
    case 0: deputy_task_is_settled(task); break;
    case 1: deputy_task_cancel(task); break;
    case 2:
      if (roll(&l->d, 8)) break;
      deputy_task_wait(task, 1, &out);
      break;
    case 3: /* everything ends some time, if those who wait for each other run what they are sent */
      if (roll(&l->d, 8)) break;
      deputy_task_wait_pump(task, BOUND, &out);
      CHECK(deputy_task_is_settled(task));
      break;
    case 4: {
      deputy_context where = somewhere(l);
      uintptr_t number = parcel();
      deputy_status status = deputy_task_then(task, where, run_then, (void *)number, dropped);
      if (status == DEPUTY_OK) add(&continued, 1);
      else refusal(status), add(&refused, 1);
      break;
    }
    case 5: {
      deputy_task other = l->out[roll(&l->d, OUT)];
      if (other && other != task) CHECK_STATUS(deputy_task_attach(task, other), DEPUTY_OK, NULL);
      break;
    }
    case 6: {
      deputy_task some[4];
      size_t count = 0, index;
      for (int i = 0; i < 4; i++) if (l->out[roll(&l->d, OUT)]) some[count++] = task;
      if (count && roll(&l->d, 8) == 0) deputy_task_wait_any(some, count, 1, &index);
      break;
    }
    default: deputy_task_wait(task, 0, &out);
  }
  deputy_value_free(&out);
}

/* A task of the program's that JavaScript follows, and that ends in one of its ways. */
static void gives_task(life *l) {
  deputy_task task = own_task();
  deputy_value value = deputy_task_value(task);
  bool resolve_first = roll(&l->d, 4) == 0;
  if (resolve_first) deputy_task_resolve(task, NULL);
  if (roll(&l->d, 2)) {
    CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("follow"), &value, 1), DEPUTY_OK, NULL);
    add(&follow_posts, 1);
  } else {
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("follow"), NULL, &value, 1), DEPUTY_OK, NULL);
    add(&sync_calls, 1);
  }
  add(&followed, 1);
  deputy_value text = deputy_str(letters, roll(&l->d, 2) ? 10 : 1000);
  switch (roll(&l->d, 4)) {
    case 0: deputy_task_resolve(task, &text); break;
    case 1: deputy_task_reject(task, DEPUTY_OUT_OF_RANGE); break;
    case 2: deputy_task_cancel(task); break;
    default: break; /* the end of its handle is its end */
  }
  deputy_task_free(task);
}

static void sends(life *l) {
  if (in_flight() > 4000) {
    /* Contexts that are not served for a while must not gather all of it. */
    deputy_context_serve(0, NULL);
    sched_yield();
    return;
  }
  deputy_context where = somewhere(l);
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  void *data = (void *)parcel();
  deputy_status status;
  switch (roll(&l->d, 40)) {
    case 0: case 1: { /* for its result. Two that send to each other would wait for ever without a limit, or a pump. */
      deputy_value out = deputy_null();
      options.timeout_ms = 1 + roll(&l->d, 3);
      if (roll(&l->d, 2)) options.flags = DEPUTY_CALL_PUMP, options.timeout_ms = 20;
      if (roll(&l->d, 4) == 0) options.cancel = l->token;
      status = deputy_context_send(where, run_for_result, data, dropped, &out, &options);
      if (status == DEPUTY_OK) CHECK_STR(out, letters, 300);
      else if (status == DEPUTY_CANCELLED && options.cancel) new_token(l);
      else CHECK(is_refusal(status) || status == DEPUTY_TIMED_OUT);
      deputy_value_free(&out);
      add(&sent_for_result, 1);
      break;
    }
    case 2: case 3: case 4: case 5: {
      deputy_task *at = place(l);
      if (roll(&l->d, 4) == 0) options.timeout_ms = 1 + roll(&l->d, 10);
      if (roll(&l->d, 8) == 0) options.cancel = l->token;
      status = deputy_context_send_async(where, run_for_result, data, dropped, at, &options);
      if (status != DEPUTY_OK) *at = 0, refusal(status);
      add(&sent_for_result, 1);
      break;
    }
    default:
      status = deputy_context_post(where, roll(&l->d, 50) ? run : run_and_call, data, dropped);
      if (status == DEPUTY_OK) add(&sent, 1);
      else refusal(status), add(&refused, 1);
  }
}

static void opens(life *l) {
  deputy_context id = 0;
  CHECK_STATUS(deputy_context_open(&id), DEPUTY_OK, NULL);
  atomic_store(&contexts[l->slot], id);
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("context"), DEPUTY_ARGS(deputy_i32(l->slot), deputy_f64(id))), DEPUTY_OK, NULL);
  add(&good_posts, 1);
}

static void does_something(life *l) {
  uint32_t what = roll(&l->d, 1000);
  if (what < 300) DOING("posts"), posts(l);
  else if (what < 455) DOING("calls"), calls(l);
  else if (what < 480) DOING("calls a worker"), calls_worker(l);
  else if (what < 560) DOING("starts an async call"), starts(l);
  else if (what < 780) DOING("looks at a task"), one_of(l);
  else if (what < 960) DOING("sends a function"), sends(l);
  else if (what < 985) DOING("serves"), deputy_context_serve(0, NULL);
  else if (what < 995) DOING("gives a task"), gives_task(l);
  else if (what < 997) DOING("cancels a token"), deputy_task_cancel(atomic_load(&tokens[roll(&l->d, SLOTS)]));
  else if (what < 998) DOING("serves for a while"), deputy_context_serve(1, NULL);
  else if (what < 999) DOING("closes"), CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL), opens(l);
  else DOING("frees"), place(l);
  if (what % 16 == 0) deputy_context_serve(0, NULL);
}

/* ---- threads that come and go -------------------------------------------------------------------------------------- */

static void *lives(void *memory) {
  slot *s = memory;
  life l = {.slot = s->number, .d = {s->seed}};
  me = &l;
  slot_here = s;
  opens(&l);
  new_token(&l);
  for (long i = 0; i < s->length; i++) {
    does_something(&l);
    add(&s->done, 1);
  }
  DOING("ends");
  atomic_store(&tokens[s->number], 0);
  deputy_task_free(l.token);
  for (int i = 0; i < OUT; i++) deputy_task_free(l.out[i]);
  deputy_context id = deputy_context_current();
  switch (roll(&l.d, 5)) {
    case 0: CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL); break;
    case 1: pthread_exit(NULL);
    case 2: /* in a function that was posted */
      add(&sent, 1);
      CHECK_STATUS(deputy_context_post(id, run_and_end, (void *)parcel(), dropped), DEPUTY_OK, NULL);
      CHECK_STATUS(deputy_context_serve(UINT32_MAX, NULL), DEPUTY_INTERNAL, NULL);
      break;
    case 3: { /* in a function that was sent: main() looks at how that ended */
      add(&sent_for_result, 1);
      deputy_task task = 0;
      deputy_status status = deputy_context_send_async(id, run_for_result_and_end, (void *)parcel(), dropped, &task, NULL);
      CHECK_STATUS(status, DEPUTY_OK, NULL);
      s->last = task;
      CHECK_STATUS(deputy_context_serve(UINT32_MAX, NULL), DEPUTY_INTERNAL, NULL);
      break;
    }
    default: break; /* with whatever is queued */
  }
  return NULL;
}

static void begin(slot *s) {
  long left = s->all - s->begun;
  s->length = 1 + (long)roll(&s->d, 8000);
  if (s->length > left) s->length = left;
  s->begun += s->length;
  s->seed = s->d.random;
  CHECK_EQ(pthread_create(&s->thread, NULL, lives, s), 0);
  s->lives++;
  s->alive = true;
}

/* True as long as there is something to come. */
static bool goes_on(slot *s) {
  if (s->alive) {
    if (pthread_tryjoin_np(s->thread, NULL) != 0) return true;
    s->alive = false;
    if (s->last) ENDS(s->last, DEPUTY_CLOSED), deputy_task_free(s->last), s->last = 0;
  }
  if (s->begun == s->all) return false;
  begin(s);
  return true;
}

int main(int argc, char **argv) {
  long all = argc > 1 ? atol(argv[1]) : 100000;
  stress_begin();
  for (int i = 0; i < WORKERS; i++) worker_begins(&workers[i]);
  for (int i = 0; i < SLOTS; i++) slots[i].number = i, slots[i].all = all / SLOTS, slots[i].d.random = 0x9e3779b9u * (uint32_t)(i + 1);
  deputy_js_post(DEPUTY_UI, DEPUTY_FN("begin"), DEPUTY_NO_ARGS);
  add(&good_posts, 1);
  for (bool more = true; more;) {
    more = false;
    doing[SLOTS] = "serves";
    deputy_context_serve(2, NULL);
    doing[SLOTS] = "looks after the threads";
    for (int i = 0; i < SLOTS; i++) more |= goes_on(&slots[i]);
    doing[SLOTS] = "looks after the workers";
    workers_go_on();
  }
  doing[SLOTS] = "ends the workers";
  for (int i = 0; i < WORKERS; i++) worker_ends(&workers[i]);
  return stress_end();
}
