// While the page waits in a synchronous call: the working directory, the console and a short wait of the function (the sample of another
// runtime that must not deadlock), files of another thread, a thread that starts, and calls of threads that are none of the call's,
// which keep their order and run afterwards.
// FEATURE: F53 F26
// FLAGS: -sPTHREAD_POOL_SIZE=16 -sINITIAL_MEMORY=64MB
// OUTPUT: in the spin: /
#include "exports.h"

#include <semaphore.h>
#include <stdatomic.h>

static atomic_int stop, files, order, threads;
static sem_t never;

static deputy_status samples(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  char directory[100] = "";
  CHECK(getcwd(directory, sizeof directory) != NULL);
  printf("in the spin: %s\n", directory);
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_nsec += 10000000;
  until.tv_sec += until.tv_nsec / 1000000000;
  until.tv_nsec %= 1000000000;
  CHECK_EQ(sem_timedwait(&never, &until), -1);
  *out = deputy_cstr(directory);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(samples, "samples(): string");

static void *writes(void *unused) {
  for (int i = 0; !atomic_load(&stop); i++) {
    char text[32] = "", back[32] = "";
    snprintf(text, sizeof text, "line %d", i);
    FILE *file = fopen("/tmp/spin", "w+");
    if (!file) break;
    fputs(text, file);
    rewind(file);
    CHECK(fgets(back, sizeof back, file) != NULL);
    CHECK_CSTR(back, text);
    fclose(file);
    atomic_fetch_add(&files, 1);
  }
  return unused;
}
/* Calls and posts of a thread that has nothing to do with it. */
static void *strangers(void *unused) {
  for (int i = 0; !atomic_load(&stop); i++) {
    CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("stranger"), DEPUTY_ARGS(deputy_i32(2 * i))), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("stranger"), NULL, DEPUTY_ARGS(deputy_i32(2 * i + 1))), DEPUTY_OK, NULL);
    atomic_fetch_add(&order, 1);
  }
  return unused;
}
static void *starts(void *unused) {
  atomic_fetch_add(&threads, 1);
  return unused;
}

/* Until others have got somewhere, which they only do if the page serves them; JavaScript of its own meanwhile. */
static deputy_status meanwhile(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  int before = atomic_load(&files), stranger = atomic_load(&order);
  UNTIL(atomic_load(&files) >= before + 5);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, starts, NULL), 0);
  pthread_join(thread, NULL);
  CHECK_EQ(atomic_load(&threads) > 0, true);
  for (int i = 0; i < 20; i++) {
    CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("own"), DEPUTY_ARGS(deputy_i32(2 * i))), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("own"), NULL, DEPUTY_ARGS(deputy_i32(2 * i + 1))), DEPUTY_OK, NULL);
  }
  deputy_value text = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("long"), &text, DEPUTY_NO_ARGS), DEPUTY_OK, &text);
  CHECK_EQ(text.len, 5000);
  deputy_value_free(&text);
  CHECK(atomic_load(&order) <= stranger + 1);
  *out = deputy_i32(7);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(meanwhile, "meanwhile(): i32");

static deputy_status quiet(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  atomic_store(&stop, 1);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(quiet, "quiet(): void");

int main(void) {
  sem_init(&never, 0, 0);
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, writes, NULL), 0);
  CHECK_EQ(pthread_create(&thread, NULL, strangers, NULL), 0);
  UNTIL(atomic_load(&files) > 0 && atomic_load(&order) > 0);
  return live_on();
}
