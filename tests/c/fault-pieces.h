/* What is done while something goes wrong: pieces, each of which crosses some borders, and accepts of every crossing only what is documented
 * for the fault of the moment. Their imports are in fault-pieces.mjs. */
#ifndef FAULT_PIECES_H
#define FAULT_PIECES_H

#include "exports.h"
#include "faults.h"

/* The fault of the moment. */
static int fault_now;

/* Whether it explains a failure. */
static inline bool fault_explains(deputy_status status) {
  switch (fault_now) {
    case FAULT_CANCEL: return status == DEPUTY_CANCELLED;
    case FAULT_THROW: return status == DEPUTY_JS_EXCEPTION || status == DEPUTY_NO_MEMORY;
    case FAULT_FAIL: return status == DEPUTY_OUT_OF_RANGE;
    case FAULT_END: return status == DEPUTY_CLOSED || status == DEPUTY_STALE;
    case FAULT_MEMORY: return status == DEPUTY_NO_MEMORY || status == DEPUTY_NO_THREADS;
    default: return false;
  }
}

/* True if it ended as it should; else the fault must explain why not, and what came with it is freed. */
#define CAME(actual, expected, out) came((actual), (expected), (out), #actual, __FILE__, __LINE__)
static inline bool came(deputy_status actual, deputy_status expected, deputy_value *out, const char *what, const char *file, int line) {
  if (actual == expected) return true;
  if (!fault_explains(actual)) check_status(actual, expected, out, what, file, line);
  if (out) deputy_value_free(out);
  return false;
}

static const char fault_text[] = "a text that is longer than what lies in a frame: ................................................................"
                                 "..............................................................................................................";
enum { TEXT_LENGTH = sizeof fault_text - 1 };

/* A function of the program's: may fail, or end its thread where that is one of many. */
static deputy_status fault_runs(void) {
  int what = fault_pass(POINT_RUNS);
  if (what == FAULT_FAIL) return DEPUTY_OUT_OF_RANGE;
  deputy_context here = deputy_context_current();
  if (what == FAULT_END && here != DEPUTY_UI && here != DEPUTY_MAIN) pthread_exit(NULL);
  return DEPUTY_OK;
}

static deputy_call_options with(deputy_task token) {
  return (deputy_call_options){.struct_size = sizeof(deputy_call_options), .cancel = token};
}

/* ---- calls ---------------------------------------------------------------------------------------------------------- */

static void calls(deputy_task token) {
  deputy_call_options options = with(token);
  deputy_value out = deputy_null();
  if (CAME(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("give"), &out, DEPUTY_ARGS(deputy_i32(7)), &options), DEPUTY_OK, &out)) CHECK_EQ(out.data.i32, 7);
  if (CAME(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("give"), &out, DEPUTY_ARGS(deputy_cstr(fault_text)), &options), DEPUTY_OK, &out)) {
    CHECK_STR(out, fault_text, TEXT_LENGTH);
    deputy_value_free(&out);
  }
  const deputy_value list[] = {deputy_i32(1), deputy_cstr("two")};
  if (CAME(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("give"), &out, DEPUTY_ARGS(deputy_array(list, 2)), &options), DEPUTY_OK, &out)) {
    CHECK(out.tag == DEPUTY_VALUE_ARRAY && out.len == 2);
    deputy_value_free(&out);
  }
  if (CAME(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("soon"), &out, DEPUTY_ARGS(deputy_i32(8)), &options), DEPUTY_OK, &out)) CHECK_EQ(out.data.i32, 8);
  if (CAME(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("throws"), &out, DEPUTY_ARGS(deputy_cstr(fault_text)), &options), DEPUTY_JS_EXCEPTION, &out)) {
    if (fault_now != FAULT_THROW) CHECK_CSTR(deputy_error_message(&out), fault_text);
    deputy_value_free(&out);
  }
  CAME(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("missing"), &out, DEPUTY_NO_ARGS, &options), DEPUTY_NOT_FOUND, &out);
  deputy_value_free(&out);
}

/* Calls that may be left, with memory that is another's afterwards. */
static void brief_calls(deputy_task token) {
  deputy_call_options options = with(token);
  options.timeout_ms = 2;
  static const char *const names[] = {"give", "soon", "fill"};
  for (int i = 0; i < 3; i++) {
    deputy_js_fn function = {names[i], (uint32_t)strlen(names[i]), NULL};
    char text[64];
    memset(text, 'a' + i, sizeof text);
    deputy_value argument = i == 2 ? deputy_view(deputy_bytes(text, sizeof text)) : deputy_str(text, sizeof text), out = deputy_null();
    deputy_status status = deputy_js_call_with(DEPUTY_UI, &function, &out, &argument, 1, &options);
    char after[sizeof text];
    memcpy(after, text, sizeof text);
    /* What is written now would be seen. */
    memset(text, '#', sizeof text);
    if (status != DEPUTY_TIMED_OUT && CAME(status, DEPUTY_OK, &out)) {
      if (i < 2) CHECK(out.tag == DEPUTY_VALUE_STRING && out.len == sizeof text && out.data.string[63] == 'a' + i);
      else for (size_t at = 0; at < sizeof text; at++) CHECK_EQ(after[at], '!');
    }
    deputy_value_free(&out);
    if (i == 1) CAME(deputy_js_call(DEPUTY_UI, DEPUTY_FN("give"), NULL, DEPUTY_ARGS(deputy_i32(3))), DEPUTY_OK, NULL);
    for (size_t at = 0; at < sizeof text; at++) CHECK_EQ(text[at], '#');
  }
}

static void posts(deputy_task token) {
  (void)token;
  int good = 0;
  for (int i = 0; i < 3; i++) {
    deputy_value argument = i == 1 ? deputy_cstr(fault_text) : deputy_i32(i);
    good += CAME(deputy_js_post(DEPUTY_UI, DEPUTY_FN("post"), &argument, 1), DEPUTY_OK, NULL);
  }
  CAME(deputy_js_post(DEPUTY_UI, DEPUTY_FN("badPost"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  deputy_log(DEPUTY_LOG_INFO, "a line");
  double seen = 0;
  deputy_value out = deputy_null();
  if (CAME(deputy_js_call(DEPUTY_UI, DEPUTY_FN("posted"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out)) seen = deputy_to_f64(out);
  else return;
  if (fault_now == FAULT_THROW) CHECK(seen <= good);
  else CHECK_EQ(seen, good);
}

/* ---- tasks ---------------------------------------------------------------------------------------------------------- */

static void ended(deputy_task task, deputy_status expected) {
  deputy_value out = deputy_null();
  deputy_status status = deputy_task_wait(task, BOUND, &out);
  CHECK(deputy_task_is_settled(task) || fault_now == FAULT_MEMORY);
  if (CAME(status, expected, &out)) deputy_value_free(&out);
  /* It stays how it was. */
  if (fault_now != FAULT_MEMORY) CHECK_EQ(deputy_task_wait(task, 0, NULL), status);
  deputy_task_free(task);
}

static void tasks(deputy_task token) {
  deputy_call_options options = with(token);
  static const struct { const char *name; int argument; deputy_status ends; } all[] = {
      {"give", 1, DEPUTY_OK}, {"soon", 2, DEPUTY_OK}, {"large", 3000, DEPUTY_OK}, {"largeSoon", 300, DEPUTY_OK}, {"rejects", 0, DEPUTY_JS_EXCEPTION},
  };
  for (int i = 0; i < 5; i++) {
    deputy_js_fn function = {all[i].name, (uint32_t)strlen(all[i].name), NULL};
    deputy_value argument = i == 4 ? deputy_cstr(fault_text) : deputy_i32(all[i].argument);
    deputy_task task = 0;
    if (CAME(deputy_js_call_async(DEPUTY_UI, &function, &task, &argument, 1, &options), DEPUTY_OK, NULL)) ended(task, all[i].ends);
  }
}

/* Those that nobody waits for, or that somebody gives up. */
static void left_tasks(deputy_task token) {
  deputy_call_options options = with(token);
  deputy_value key = deputy_i32(1), text = deputy_cstr(fault_text);
  deputy_task task = 0;
  options.flags = DEPUTY_CALL_SIGNAL;
  if (CAME(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("hang"), &task, &key, 1, &options), DEPUTY_OK, NULL)) {
    CHECK(deputy_task_cancel(task) == DEPUTY_OK || fault_now == FAULT_MEMORY);
    deputy_status status = deputy_task_wait(task, BOUND, NULL);
    if (fault_now != FAULT_THROW) CAME(status, DEPUTY_CANCELLED, NULL);
    deputy_task_free(task);
  }
  options.timeout_ms = 2;
  if (CAME(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("hang"), &task, &key, 1, &options), DEPUTY_OK, NULL)) {
    CAME(deputy_task_wait(task, BOUND, NULL), DEPUTY_TIMED_OUT, NULL);
    deputy_task_free(task);
  }
  options.timeout_ms = 0;
  /* Freed at once: somebody hears of the one that fails. */
  if (CAME(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("large"), &task, DEPUTY_ARGS(deputy_i32(1000)), NULL), DEPUTY_OK, NULL)) deputy_task_free(task);
  if (CAME(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("rejects"), &task, &text, 1, NULL), DEPUTY_OK, NULL)) {
    double before = ASK("told", DEPUTY_NO_ARGS);
    deputy_task_free(task);
    UNTIL(ASK("told", DEPUTY_NO_ARGS) > before);
  }
}

/* Somebody who serves. One that has ended in a function is followed by another. */
static server fault_server;
static void need_server(void) {
  if (atomic_load(&fault_server.context) && pthread_tryjoin_np(fault_server.thread, NULL) != 0) return;
  server_start(&fault_server);
}

static counts thens;
static void then_body(deputy_task task, void *memory) {
  (void)task;
  atomic_fetch_add(&((counts *)memory)->ran, 1);
  fault_runs();
}
static void continuations(deputy_task token) {
  deputy_call_options options = with(token);
  need_server();
  const deputy_context targets[] = {DEPUTY_BACKGROUND, fault_server.context, DEPUTY_POOL, DEPUTY_UI};
  atomic_store(&thens.ran, 0), atomic_store(&thens.dropped, 0);
  int given = 0;
  for (int i = 0; i < 4; i++) {
    deputy_task task = 0;
    deputy_value argument = deputy_i32(i);
    if (!CAME(deputy_js_call_async(DEPUTY_UI, i % 2 ? DEPUTY_FN("give") : DEPUTY_FN("soon"), &task, &argument, 1, &options), DEPUTY_OK, NULL)) continue;
    given++;
    CAME(deputy_task_then(task, targets[i], then_body, &thens, count_dropped), DEPUTY_OK, NULL);
    ended(task, DEPUTY_OK);
  }
  UNTIL(atomic_load(&thens.dropped) == given);
  CHECK(atomic_load(&thens.ran) <= given);
  if (fault_now != FAULT_END && fault_now != FAULT_MEMORY) CHECK_EQ(thens.ran, given);
}

/* ---- native functions ----------------------------------------------------------------------------------------------- */

static counts sent;
static deputy_status sent_body(void *memory, deputy_value *out) {
  count_ran(memory);
  *out = deputy_str(fault_text, TEXT_LENGTH);
  return fault_runs();
}
static void posted_body(void *memory) {
  count_ran(memory);
  fault_runs();
}
static void sends(deputy_task token) {
  deputy_call_options options = with(token);
  atomic_store(&sent.ran, 0), atomic_store(&sent.dropped, 0);
  int given = 0;
  for (int i = 0; i < 4; i++) {
    need_server();
    const deputy_context targets[] = {DEPUTY_BACKGROUND, fault_server.context, DEPUTY_POOL, DEPUTY_UI};
    deputy_value out = deputy_null();
    given++;
    if (CAME(deputy_context_send(targets[i], sent_body, &sent, count_dropped, &out, &options), DEPUTY_OK, &out)) {
      CHECK_STR(out, fault_text, TEXT_LENGTH);
      deputy_value_free(&out);
    }
    need_server();
    given++;
    CAME(deputy_context_post(targets[i], posted_body, &sent, count_dropped), DEPUTY_OK, NULL);
    need_server();
    deputy_task task = 0;
    given++;
    if (CAME(deputy_context_send_async(targets[i], sent_body, &sent, count_dropped, &task, &options), DEPUTY_OK, NULL)) ended(task, DEPUTY_OK);
  }
  UNTIL(atomic_load(&sent.dropped) == given);
  CHECK(atomic_load(&sent.ran) <= given);
}

static int sum_of(const atomic_int *places, int count) {
  int sum = 0;
  for (int i = 0; i < count; i++) sum += atomic_load(&places[i]);
  return sum;
}
static atomic_int chunks[8];
static deputy_status chunk(void *unused, size_t begin, size_t end) {
  (void)unused;
  for (size_t i = begin; i < end; i++) atomic_fetch_add(&chunks[i], 1);
  return fault_runs();
}
static deputy_status thread_body(void *memory, deputy_value *out) {
  count_ran(memory);
  *out = deputy_i32(11);
  return fault_runs();
}
static void threads(deputy_task token) {
  (void)token;
  for (int i = 0; i < 8; i++) atomic_store(&chunks[i], 0);
  if (CAME(deputy_pool_for(0, 8, 2, chunk, NULL), DEPUTY_OK, NULL)) CHECK_EQ(sum_of(chunks, 8), 8);
  for (int i = 0; i < 8; i++) CHECK(atomic_load(&chunks[i]) <= 1);
  counts of = {0};
  deputy_task task = 0;
  if (CAME(deputy_thread_spawn(thread_body, &of, count_dropped, NULL, &task), DEPUTY_OK, NULL)) ended(task, DEPUTY_OK);
  UNTIL(atomic_load(&of.dropped) == 1);
  if (CAME(deputy_timer_delay(1, &task), DEPUTY_OK, NULL)) ended(task, DEPUTY_OK);
}

/* ---- files, the console, objects, promises --------------------------------------------------------------------------- */

static void files(deputy_task token) {
  (void)token;
  FILE *file = fopen("/tmp/fault", "w+");
  /* What the page cannot do is an error of the call. */
  bool may_fail = fault_now == FAULT_MEMORY || fault_now == FAULT_THROW;
  CHECK(file || may_fail);
  if (!file) return;
  char text[32] = "";
  bool good = fputs("kept", file) >= 0 && fseek(file, 0, SEEK_SET) == 0 && fgets(text, sizeof text, file) != NULL;
  good &= fclose(file) == 0;
  CHECK(good || may_fail);
  if (good) CHECK_CSTR(text, "kept");
  printf("a line\n");
  fflush(stdout);
}

static void objects(deputy_task token) {
  deputy_call_options options = with(token);
  deputy_value object = deputy_null(), out = deputy_null();
  if (CAME(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("make"), &object, DEPUTY_NO_ARGS, &options), DEPUTY_OK, &object)) {
    CHECK_EQ(object.tag, DEPUTY_VALUE_OBJECT);
    if (CAME(deputy_object_call(deputy_to_object(object), "get", &out, DEPUTY_ARGS(deputy_cstr("a"))), DEPUTY_OK, &out)) CHECK_EQ(deputy_to_f64(out), 1);
    if (CAME(deputy_object_get(deputy_to_object(object), "size", &out), DEPUTY_OK, &out)) CHECK_EQ(deputy_to_f64(out), 1);
    deputy_value_free(&object);
  }
  deputy_object ahead = 0;
  if (CAME(deputy_object_reserve(DEPUTY_UI, &ahead), DEPUTY_OK, NULL)) {
    options.into = ahead;
    deputy_status status = deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("make"), NULL, DEPUTY_NO_ARGS, &options);
    CAME(status, DEPUTY_OK, NULL);
    if (status == DEPUTY_OK && CAME(deputy_object_get(ahead, "size", &out), DEPUTY_OK, &out)) CHECK_EQ(deputy_to_f64(out), 1);
    deputy_object_free(ahead);
  }
}

/* A task that JavaScript waits for, and is told how it ends. */
static void promises(deputy_task token) {
  deputy_call_options options = with(token);
  deputy_task given = 0, task = 0;
  if (!CAME(deputy_task_new(&given), DEPUTY_OK, NULL)) return;
  deputy_value value = deputy_task_value(given), text = deputy_cstr(fault_text), out = deputy_null();
  if (CAME(deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("follow"), &task, &value, 1, &options), DEPUTY_OK, NULL)) {
    bool resolved = CAME(deputy_task_resolve(given, &text), DEPUTY_OK, NULL);
    if (!resolved) deputy_task_cancel(given);
    deputy_status status = deputy_task_wait(task, BOUND, &out);
    if (!resolved && status != DEPUTY_OK) {
      CHECK(status == DEPUTY_CANCELLED || fault_explains(status));
      deputy_value_free(&out);
    } else if (CAME(status, DEPUTY_OK, &out)) {
      CHECK_STR(out, fault_text, TEXT_LENGTH);
      deputy_value_free(&out);
    }
    deputy_task_free(task);
  }
  deputy_task_free(given);
}

/* ---- what the page calls --------------------------------------------------------------------------------------------- */

static deputy_status exported(const deputy_value *args, size_t argc, deputy_value *out, void *unused) {
  (void)unused;
  deputy_status status = fault_runs();
  if (status != DEPUTY_OK) return status;
  return argc > 0 ? deputy_value_copy(&args[0], out) : DEPUTY_OK;
}
DEPUTY_EXPORT(exported, "back(value?: any)");

/* Until its caller has left. */
static deputy_status stays(const deputy_value *args, size_t argc, deputy_value *out, void *unused) {
  (void)args, (void)argc, (void)out, (void)unused;
  deputy_status status = fault_runs();
  if (status != DEPUTY_OK) return status;
  CAME(deputy_js_post(DEPUTY_UI, DEPUTY_FN("began"), DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  UNTIL(deputy_is_cancelled());
  return DEPUTY_OK;
}
DEPUTY_EXPORT(stays, "stays()");

/* Of the call before: freed when its caller has its outcome. */
static _Atomic deputy_task given_out;
static deputy_status task_exported(const deputy_value *args, size_t argc, deputy_value *out, void *unused) {
  (void)args, (void)argc, (void)unused;
  deputy_task task = 0;
  deputy_value argument = deputy_i32(5);
  deputy_status status = deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("soon"), &task, &argument, 1, NULL);
  if (status != DEPUTY_OK) return status;
  *out = deputy_task_value(task);
  atomic_store(&given_out, task);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(task_exported, "task()");

/* The page does what `how` says (fault-pieces.mjs), and has checked it. */
static void page_calls(deputy_task token, int how) {
  (void)token;
  deputy_call_options options = with(0);
  options.flags = DEPUTY_CALL_PUMP, options.timeout_ms = BOUND;
  deputy_value out = deputy_null();
  CAME(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("calls"), &out, DEPUTY_ARGS(deputy_i32(how), deputy_i32(fault_now)), &options), DEPUTY_OK, &out);
  deputy_value_free(&out);
  deputy_task_free(atomic_exchange(&given_out, 0));
}
static void exports_small(deputy_task token) { page_calls(token, 0); }
static void exports_large(deputy_task token) { page_calls(token, 1); }
static void exports_task(deputy_task token) { page_calls(token, 2); }
static void exports_left(deputy_task token) { page_calls(token, 3); }
static void exports_elsewhere(deputy_task token) { page_calls(token, 4); }

/* JavaScript that runs for a call calls back. */
static void nested(deputy_task token) {
  deputy_call_options options = with(token);
  deputy_value out = deputy_null();
  if (CAME(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("nest"), &out, DEPUTY_ARGS(deputy_i32(6)), &options), DEPUTY_OK, &out)) CHECK_EQ(deputy_to_f64(out), 6);
}

static counts callback_counts;
static deputy_status called_back(const deputy_value *args, size_t argc, deputy_value *out, void *memory) {
  count_ran(memory);
  return exported(args, argc, out, NULL);
}
static void callbacks(deputy_task token) {
  atomic_store(&callback_counts.dropped, 0);
  deputy_call_options options = with(token);
  options.flags = DEPUTY_CALL_PUMP;
  int made = 0;
  for (int i = 0; i < 2; i++) {
    deputy_callback callback = 0;
    deputy_callback_options where = {.struct_size = sizeof where, .context = i ? DEPUTY_BACKGROUND : DEPUTY_MAIN};
    made++;
    if (!CAME(deputy_callback_new(called_back, &callback_counts, count_dropped, &where, &callback), DEPUTY_OK, NULL)) continue;
    deputy_value out = deputy_null();
    deputy_status status = deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("callBack"), &out, DEPUTY_ARGS(deputy_callback_value(callback), deputy_i32(9)), &options);
    /* A callback's failure is the page's error. */
    if (fault_now == FAULT_FAIL || fault_now == FAULT_END) {
      CHECK(status == DEPUTY_OK || status == DEPUTY_OUT_OF_RANGE || status == DEPUTY_CLOSED);
      deputy_value_free(&out);
    } else if (CAME(status, DEPUTY_OK, &out)) {
      CHECK_EQ(deputy_to_f64(out), 9);
    }
    deputy_callback_free(callback);
  }
  /* The page's function of a call that was left is let go of by whoever collects it. */
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("disposeAll"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  SERVED_UNTIL(atomic_load(&callback_counts.dropped) == made);
}

/* ---- JavaScript of another thread's ---------------------------------------------------------------------------------- */

static deputy_context js_worker;
DEPUTY_JS(worker_gives, (value), { return value; });
DEPUTY_JS(worker_soon, (value), { return new Promise((resolve) => setTimeout(() => resolve(value), 1)); });
DEPUTY_JS(worker_asks, (value), { return deputy.call('back', value, {context : 'background'}); });
static void worker_calls(deputy_task token) {
  deputy_call_options options = with(token);
  deputy_js_fn *const functions[] = {worker_gives, worker_soon, worker_asks};
  deputy_value out = deputy_null(), text = deputy_cstr(fault_text);
  for (int i = 0; i < 3; i++) {
    deputy_status status = deputy_js_call_with(js_worker, functions[i], &out, &text, 1, &options);
    if (i == 2 && (fault_now == FAULT_FAIL || fault_now == FAULT_END)) CHECK(status == DEPUTY_OK || status == DEPUTY_OUT_OF_RANGE || status == DEPUTY_CLOSED);
    else if (CAME(status, DEPUTY_OK, &out)) CHECK_STR(out, fault_text, TEXT_LENGTH);
    deputy_value_free(&out);
    deputy_task task = 0;
    if (i < 2 && CAME(deputy_js_call_async(js_worker, functions[i], &task, &text, 1, &options), DEPUTY_OK, NULL)) ended(task, DEPUTY_OK);
  }
}

/* ---------------------------------------------------------------------------------------------------------------------- */

typedef struct {
  const char *name;
  void (*run)(deputy_task token);
} piece;
static const piece pieces[] = {
    {"calls", calls},
    {"calls that may be left", brief_calls},
    {"posts", posts},
    {"tasks", tasks},
    {"tasks that are left", left_tasks},
    {"continuations", continuations},
    {"native functions", sends},
    {"threads", threads},
    {"files", files},
    {"objects", objects},
    {"promises", promises},
    {"exports", exports_small},
    {"large exports", exports_large},
    {"exports that give tasks", exports_task},
    {"exports that are left", exports_left},
    {"exports elsewhere", exports_elsewhere},
    {"calls in calls", nested},
    {"callbacks", callbacks},
    {"calls of a JS worker", worker_calls},
};
enum { PIECES = sizeof pieces / sizeof *pieces };

/* What there is between two pieces. */
static unsigned objects_before;
static inline void settled_down(void) {
  fault_now = FAULT_NONE;
  for (int i = 0; i < 3; i++) CHECK_EQ(ASK("give", DEPUTY_ARGS(deputy_i32(i))), i);
  static const char *const counters[] = {"asyncCalls", "stashed", "exportCallsOut", "promises", "callbacks"};
  for (int i = 0; i < 5; i++) {
    int before = __atomic_load_n(&check_failures, __ATOMIC_RELAXED);
    SERVED_UNTIL(ASK("counter", DEPUTY_ARGS(deputy_cstr(counters[i]))) == 0);
    if (__atomic_load_n(&check_failures, __ATOMIC_RELAXED) != before) fprintf(stderr, "%s\n", counters[i]);
  }
  SERVED_UNTIL(ASK("counter", DEPUTY_ARGS(deputy_cstr("objects"))) == objects_before);
  SERVED_UNTIL(deputy_task_live() == 0);
  SERVED_UNTIL(deputy_callback_live() == 0);
}

static void run_piece(int which, int what) {
  deputy_task token = own_task();
  atomic_store(&fault_token, token);
  fault_now = what;
  pieces[which].run(token);
  atomic_store(&fault_token, 0);
  deputy_task_free(token);
}

static void pieces_begin(void) {
  deputy_task ends = 0;
  CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, NULL, &js_worker, &ends), DEPUTY_OK, NULL);
  deputy_task_free(ends);
  need_server();
}

#endif
