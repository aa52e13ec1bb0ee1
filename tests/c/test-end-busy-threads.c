// exit() never hangs, whatever other threads are doing: waiting for a lock, a condition, a semaphore or a promise, sleeping, spinning,
// staying in their event loops, or calling and posting in tight loops.
// FEATURE: F02 F70
// EXIT: 3
#include <emscripten/emscripten.h>
#include <emscripten/eventloop.h>
#include <semaphore.h>
#include <unistd.h>

#include "check.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t never = PTHREAD_COND_INITIALIZER;
static volatile int ready;

static void here(void) { __atomic_fetch_add(&ready, 1, __ATOMIC_SEQ_CST); }

static void *locks(void *unused) { return here(), pthread_mutex_lock(&mutex), unused; }
static void *waits(void *unused) {
  static pthread_mutex_t own = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&own);
  here();
  for (;;) pthread_cond_wait(&never, &own);
  return unused;
}
static void *waits_for_post(void *unused) {
  static sem_t semaphore;
  sem_init(&semaphore, 0, 0);
  return here(), sem_wait(&semaphore), unused;
}
static void again(void *unused) { emscripten_set_timeout(again, 1, unused); }
static void *stays(void *unused) {
  emscripten_runtime_keepalive_push();
  again(NULL);
  return here(), unused;
}
static void *sleeps(void *unused) { return here(), sleep(1000), unused; }
static void *spins(void *unused) {
  here();
  for (volatile int turns = 0;; turns = turns + 1);
  return unused;
}
static void *awaits(void *unused) {
  here();
  deputy_js_call(DEPUTY_UI, DEPUTY_FN("never"), NULL, DEPUTY_NO_ARGS);
  return unused;
}
static void *calls(void *unused) {
  here();
  while (deputy_js_call(DEPUTY_UI, DEPUTY_FN("count"), NULL, DEPUTY_NO_ARGS) == DEPUTY_OK);
  return unused;
}
static void *posts(void *unused) {
  here();
  while (deputy_js_post(DEPUTY_UI, DEPUTY_FN("count"), DEPUTY_NO_ARGS) == DEPUTY_OK);
  return unused;
}
static void *prints(void *unused) {
  here();
  for (;;) fprintf(stderr, " ");
  return unused;
}

int main(void) {
  void *(*const kinds[])(void *) = {locks, waits, waits_for_post, stays, sleeps, spins, awaits, calls, calls, posts, posts, prints};
  enum { KINDS = sizeof kinds / sizeof *kinds };
  pthread_mutex_lock(&mutex);
  for (int i = 0; i < KINDS; i++) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, kinds[i], NULL)) return 1;
  }
  while (ready < KINDS) sched_yield();
  for (int i = 0; i < 100; i++) deputy_js_call(DEPUTY_UI, DEPUTY_FN("back"), NULL, DEPUTY_NO_ARGS);
  exit(3);
}
