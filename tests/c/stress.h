/* What test-stress counts, and how its end is judged. Numbers are 32 bits, as they are in JavaScript. */
#ifndef STRESS_H
#define STRESS_H

#include "tasks.h"

enum { SLOTS = 8, PARCELS = 1 << 20 };

typedef struct {
  uint32_t random;
} dice;
static uint32_t roll(dice *d, uint32_t sides) {
  d->random ^= d->random << 13, d->random ^= d->random >> 17, d->random ^= d->random << 5;
  return d->random % sides;
}

/* One of the eight places in which threads follow each other. */
typedef struct {
  int number;
  pthread_t thread;
  bool alive;
  long all, begun, length;
  int lives;
  uint32_t seed;
  dice d;
  atomic_int done;
  deputy_task last;
} slot;
static slot slots[SLOTS];
static _Thread_local slot *slot_here;

/* What each thread does now; the last is main(). */
static const char *_Atomic doing[SLOTS + 1];
#define DOING(text) ((void)(doing[slot_here->number] = (text)))

static _Atomic deputy_context contexts[SLOTS];
static _Atomic deputy_task tokens[SLOTS];
static char letters[20001];

/* What was done, by kind. */
static atomic_int sync_calls, async_calls, good_posts, bad_posts, follow_posts, followed, continued, sent, refused, sent_for_result, exports;
static atomic_int worker_calls, worker_lives;
static void add(atomic_int *counter, int number) { atomic_fetch_add_explicit(counter, number, memory_order_relaxed); }

/* Functions that are sent have a number each, and each number's runs and drops are counted. */
static atomic_uchar runs[PARCELS], drops[PARCELS];
static atomic_int parcels, parcels_dropped, on_ui;
static uintptr_t parcel(void) {
  int number = atomic_fetch_add(&parcels, 1);
  if (number >= PARCELS) fprintf(stderr, "too many functions\n"), abort();
  return (uintptr_t)number;
}
static int in_flight(void) { return atomic_load(&parcels) - atomic_load(&parcels_dropped); }

static void dropped(void *number) {
  atomic_fetch_add(&drops[(uintptr_t)number], 1);
  atomic_fetch_add(&parcels_dropped, 1);
}
static void run(void *number) {
  atomic_fetch_add(&runs[(uintptr_t)number], 1);
  if (deputy_context_current() == DEPUTY_UI) add(&on_ui, 1);
}
static void run_then(deputy_task task, void *number) {
  deputy_value out = deputy_null();
  deputy_task_wait(task, 0, &out);
  deputy_value_free(&out);
  run(number);
}
static void run_and_call(void *number) {
  run(number);
  add(&good_posts, 1);
  deputy_status status = deputy_js_post(DEPUTY_UI, DEPUTY_FN("post"), DEPUTY_ARGS(deputy_null(), deputy_i32(1)));
  if (status == DEPUTY_WOULD_BLOCK && deputy_context_current() == DEPUTY_UI) add(&good_posts, -1);
  else CHECK_STATUS(status, DEPUTY_OK, NULL);
}
static deputy_status run_for_result(void *number, deputy_value *out) {
  run(number);
  deputy_is_cancelled();
  *out = deputy_str(letters, 300);
  return DEPUTY_OK;
}
static void run_and_end(void *number) {
  run(number);
  pthread_exit(NULL);
}
static deputy_status run_for_result_and_end(void *number, deputy_value *out) {
  (void)out;
  run_and_end(number);
  return DEPUTY_OK;
}

/* ---- JS workers that follow each other ----------------------------------------------------------------------------- */

enum { WORKERS = 2 };
typedef struct {
  _Atomic deputy_context context;
  deputy_task ends;
  int turns;
} js_worker;
static js_worker workers[WORKERS];

DEPUTY_JS(worker_gives, (value), { return value; });
DEPUTY_JS(worker_soon, (value), { return new Promise((resolve) => setTimeout(() => resolve(value), 1)); });
DEPUTY_JS(worker_asks, (value), { return deputy.call('sum', value, 0, {context : 'background'}); });
DEPUTY_JS(worker_throws, (value), { throw new Error('on purpose ' + value); });

static void worker_begins(js_worker *worker) {
  deputy_context id = 0;
  CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, NULL, &id, &worker->ends), DEPUTY_OK, NULL);
  atomic_store(&worker->context, id);
  worker->turns = 0;
  add(&worker_lives, 1);
}
/* Whatever it is at. main() serves meanwhile: others may wait for it. */
static void worker_ends(js_worker *worker) {
  CHECK_STATUS(deputy_worker_end(atomic_load(&worker->context)), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_task_wait_pump(worker->ends, BOUND, NULL), DEPUTY_OK, NULL);
  deputy_task_free(worker->ends);
}
static void workers_go_on(void) {
  for (int i = 0; i < WORKERS; i++) {
    if (++workers[i].turns < 100 * (i + 1)) continue;
    worker_ends(&workers[i]);
    worker_begins(&workers[i]);
  }
}

/* ---- what the page calls ------------------------------------------------------------------------------------------- */

static deputy_status sum(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  add(&exports, 1);
  *out = deputy_f64(args[0].data.f64 + args[1].data.f64);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(sum, "sum(a: f64, b: f64): f64");

static deputy_status mirror(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  add(&exports, 1);
  *out = args[0];
  return DEPUTY_OK;
}
DEPUTY_EXPORT(mirror, "mirror(text: string): string");

static deputy_status refuse(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  add(&exports, 1);
  *out = deputy_cstr("on purpose");
  return DEPUTY_OUT_OF_RANGE;
}
DEPUTY_EXPORT(refuse, "refuse()");

/* Its outcome is that of an asynchronous call of JavaScript. */
static deputy_status around(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  add(&exports, 1);
  deputy_task task = 0;
  deputy_status status = deputy_js_call_async(DEPUTY_UI, DEPUTY_FN("soon"), &task, args, 1, NULL);
  if (status != DEPUTY_OK) return status;
  add(&async_calls, 1);
  *out = deputy_task_value(task);
  /* The handle may go once the call is on its way: a continuation holds the task. */
  static deputy_task last[256];
  static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  static unsigned next;
  pthread_mutex_lock(&lock);
  deputy_task old = last[next % 256];
  last[next++ % 256] = task;
  if (argc > 1) { /* the last one: all of them go */
    for (int i = 0; i < 256; i++) deputy_task_free(last[i]), last[i] = 0;
    *out = deputy_null();
  }
  pthread_mutex_unlock(&lock);
  deputy_task_free(old);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(around, "around(value: any, last?: bool)");

/* ---- beginning and end --------------------------------------------------------------------------------------------- */

static atomic_int ended;

/* Says who waits when nothing happens any more. */
static void *watches(void *unused) {
  int before = -1, still = 0;
  while (!atomic_load(&ended)) {
    usleep(250000);
    int now = atomic_load(&parcels_dropped);
    bool alive = false;
    for (int i = 0; i < SLOTS; i++) now += atomic_load(&slots[i].done), alive |= slots[i].alive;
    /* The page's own calls go on while all threads hang. */
    if (!alive) now += atomic_load(&exports);
    still = now == before ? still + 1 : 0;
    before = now;
    if (still < 4 * 20) continue;
    fprintf(stderr, "nothing has happened for 20 s; main() %s\n", doing[SLOTS]);
    for (int i = 0; i < SLOTS; i++) {
      fprintf(stderr, "thread %d: %s, life %d, %d of %ld done\n", i, slots[i].alive ? doing[i] : "has ended", slots[i].lives,
              atomic_load(&slots[i].done), slots[i].all);
    }
    fprintf(stderr, "%d functions sent, %d dropped; %zu tasks\n", parcels, parcels_dropped, deputy_task_live());
    deputy_thread_dump();
    sleep(1); /* until the page has logged it */
    _exit(3);
  }
  return unused;
}
static pthread_t watcher;

static void stress_begin(void) {
  for (size_t i = 0; i < sizeof letters - 1; i++) letters[i] = (char)('a' + i % 26);
  CHECK_EQ(pthread_create(&watcher, NULL, watches, NULL), 0);
}

static int stress_end(void) {
  deputy_call_options pump = DEPUTY_CALL_OPTIONS;
  pump.flags = DEPUTY_CALL_PUMP, pump.timeout_ms = 2 * BOUND;
  doing[SLOTS] = "waits for the page's calls";
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("quiet"), &out, DEPUTY_NO_ARGS, &pump), DEPUTY_OK, &out);
  add(&sync_calls, 1);
  double from_page = deputy_to_f64(out);
  doing[SLOTS] = "waits for the rest";
  SERVED_UNTIL(atomic_load(&parcels) == atomic_load(&parcels_dropped));
  SERVED_UNTIL(deputy_task_live() == 0);

  /* Everything that was sent was dropped once, and ran once at most. */
  int ran = 0, once = 0, never_dropped = 0, more = 0;
  for (int i = 0; i < parcels; i++) {
    ran += runs[i];
    once += drops[i] == 1;
    never_dropped += drops[i] == 0;
    more += runs[i] > 1 || drops[i] > 1;
  }
  CHECK_EQ(once, parcels);
  CHECK_EQ(never_dropped, 0);
  CHECK_EQ(more, 0);
  CHECK(ran <= parcels);
  CHECK_EQ(sent + continued + refused + sent_for_result, parcels);

  /* The page has seen every post. */
  int posts_before = good_posts;
  SERVED_UNTIL(ASK("seenPosts", DEPUTY_NO_ARGS) == posts_before);
  CHECK_EQ(ASK("seenFollowed", DEPUTY_NO_ARGS), followed);
  nothing_left();
  UNTIL(ASK("promises", DEPUTY_NO_ARGS) == 0);
  UNTIL(ASK("exportCallsOut", DEPUTY_NO_ARGS) == 0);

  deputy_stats stats = {.struct_size = sizeof stats};
  CHECK_STATUS(deputy_context_stats(DEPUTY_UI, &stats), DEPUTY_OK, NULL);
  CHECK_EQ(stats.posts, (uint32_t)(good_posts + bad_posts + follow_posts + on_ui));
  CHECK_EQ(stats.posts_failed, (uint32_t)bad_posts);
  CHECK(stats.left <= (uint32_t)sync_calls + 100);
  CHECK(stats.abandoned <= (uint32_t)(sync_calls + async_calls));
  CHECK_EQ(stats.tasks, 0);
  /* 1024 a thread that lives at the same time, what is in flight, and the stock. */
  CHECK(stats.frames < 24000);

  int lives = 0, done = 0;
  for (int i = 0; i < SLOTS; i++) lives += slots[i].lives, done += slots[i].done;
  printf("%d operations and %.0f of the page: %d calls, %d async, %d posts, %d functions (%d ran, %d refused), %d promises, %d exports;"
         " %d threads, %u frames, %u left, %u abandoned; %d calls of %d JS workers\n",
         done, from_page, sync_calls, async_calls, good_posts + bad_posts + follow_posts, parcels, ran, refused, followed, exports, lives,
         stats.frames, stats.left, stats.abandoned, worker_calls, worker_lives);
  atomic_store(&ended, 1);
  pthread_join(watcher, NULL);
  return check_result();
}

#endif
