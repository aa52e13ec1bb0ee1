// Where a callback runs: in its maker's context, on the deputy if the maker has none, or where its options say; on the background also
// while the deputy is blocked. It may call the page and free itself. A context that closes, or whose thread ends in a callback,
// drops its callbacks' data, once, and whoever calls them is told.
// FEATURE: F27 F28 F36
#include "exports.h"

static counts counted[8];
static deputy_callback callbacks[8];
static server servers[2];

static deputy_status tells(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc;
  count_ran(userdata);
  /* A trip to the page and back. */
  CHECK_EQ(ASK("seven", DEPUTY_NO_ARGS), 7);
  *out = deputy_i32((int32_t)deputy_context_current());
  return DEPUTY_OK;
}

static deputy_status ends(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)out;
  count_ran(userdata);
  CHECK_EQ(argc, 1);
  if (strcmp(args[0].data.string, "close") == 0) {
    CHECK_STATUS(deputy_context_close(), DEPUTY_OK, NULL);
    CHECK_EQ(((counts *)userdata)->dropped, 0); /* not while it runs */
    return DEPUTY_OK;
  }
  pthread_exit(NULL);
}

static deputy_status frees(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out;
  count_ran(userdata);
  deputy_callback_free(callbacks[(counts *)userdata - counted]);
  CHECK_EQ(((counts *)userdata)->dropped, 0);
  return DEPUTY_OK;
}

static void new_at(int index, deputy_export_fn function, deputy_context context) {
  deputy_callback_options options = DEPUTY_CALLBACK_OPTIONS;
  options.context = context;
  CHECK_STATUS(deputy_callback_new(function, &counted[index], count_dropped, &options, &callbacks[index]), DEPUTY_OK, NULL);
}

static void *without_context(void *unused) {
  new_at(2, tells, 0);
  return unused;
}

static void make_here(void *index) { new_at((int)(intptr_t)index, tells, 0); }

static void *serves(void *memory) {
  server *me = memory;
  deputy_context id = 0;
  CHECK_STATUS(deputy_context_open(&id), DEPUTY_OK, NULL);
  atomic_store(&me->context, id);
  while (!me->stop && deputy_context_serve(5, NULL) == DEPUTY_OK) continue;
  return NULL;
}

static deputy_status gives(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  *out = deputy_callback_value(callbacks[args[0].data.i32]);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(gives, "give(index: i32)");

static deputy_status context_of(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  *out = deputy_i32((int32_t)atomic_load(&servers[args[0].data.i32].context));
  return DEPUTY_OK;
}
DEPUTY_EXPORT(context_of, "contextOf(server: i32): i32");

static deputy_status dropped(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)userdata;
  *out = deputy_i32(atomic_load(&counted[args[0].data.i32].dropped));
  return DEPUTY_OK;
}
DEPUTY_EXPORT(dropped, "dropped(index: i32): i32");

/* Blocks the deputy until the callback has run on the background. */
static deputy_status blocks(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  UNTIL(counted[1].ran > 0);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(blocks, "block(): void");

static deputy_status frees_all(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  for (int i = 0; i < 8; i++) deputy_callback_free(callbacks[i]), deputy_callback_free(callbacks[i]);
  *out = deputy_i32((int32_t)deputy_callback_live());
  return DEPUTY_OK;
}
DEPUTY_EXPORT(frees_all, "freeAll(): i32");

int main(void) {
  deputy_callback none = 0;
  counts wrong = {0};
  deputy_callback_options options = DEPUTY_CALLBACK_OPTIONS;
#define WRONG(status) CHECK_STATUS(deputy_callback_new(tells, &wrong, count_dropped, &options, &none), status, NULL)
  CHECK_STATUS(deputy_callback_new(NULL, &wrong, count_dropped, NULL, &none), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_callback_new(tells, &wrong, count_dropped, NULL, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  options.struct_size = 4;
  WRONG(DEPUTY_INVALID_ARGUMENT);
  options.struct_size = sizeof options, options.flags = 0x80;
  WRONG(DEPUTY_INVALID_ARGUMENT);
  options.flags = 0, options.signature = "no signature";
  WRONG(DEPUTY_INVALID_ARGUMENT);
  options.signature = NULL, options.context = DEPUTY_UI;
  WRONG(DEPUTY_UNSUPPORTED);
  options.context = 5000;
  WRONG(DEPUTY_STALE);
  CHECK_EQ(wrong.dropped, 7);
  CHECK_EQ(none, 0);
  for (deputy_callback bad = 0; bad < 5; bad++) {
    CHECK_STATUS(deputy_callback_ref(bad), DEPUTY_STALE, NULL);
    CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("seven"), DEPUTY_ARGS(deputy_callback_value(bad))), DEPUTY_STALE, NULL);
    deputy_callback_free(bad);
  }
  for (int i = 0; i < 2; i++) {
    CHECK_EQ(pthread_create(&servers[i].thread, NULL, serves, &servers[i]), 0);
    UNTIL(servers[i].context != 0);
  }
  new_at(0, tells, 0);
  new_at(1, tells, DEPUTY_BACKGROUND);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, without_context, NULL), 0);
  pthread_join(thread, NULL);
  CHECK_STATUS(deputy_context_post(servers[0].context, make_here, (void *)3, NULL), DEPUTY_OK, NULL);
  UNTIL(callbacks[3] != 0);
  new_at(4, ends, servers[0].context);
  new_at(5, ends, servers[1].context);
  new_at(6, frees, 0);
  new_at(7, tells, servers[1].context);
  return live_on();
}
