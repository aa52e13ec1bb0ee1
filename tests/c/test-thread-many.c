// 64 threads at once, from no Worker that was kept ready, all alive together: started by main(), by a pthread, by the background
// context, by a job of the compute pool and by a JS worker, which then join them; and while the page is busy for 200 ms at a time. Each
// calls the page.
// FEATURE: F61 F60
// TIMEOUT: 180
#include "tasks.h"

enum { THREADS = 64, PATIENCE = 60000 };

static pthread_barrier_t all;
static atomic_int alive, most;

static void *one(void *number) {
  int now = atomic_fetch_add(&alive, 1) + 1;
  for (int before = atomic_load(&most); now > before && !atomic_compare_exchange_weak(&most, &before, now);) continue;
  pthread_barrier_wait(&all);
  CHECK_EQ(ASK("give", DEPUTY_ARGS(deputy_i32((int32_t)(intptr_t)number))), (intptr_t)number);
  /* Nobody leaves before all have been served. */
  pthread_barrier_wait(&all);
  atomic_fetch_sub(&alive, 1);
  return number;
}

static void start_and_join(void) {
  pthread_t threads[THREADS];
  atomic_store(&most, 0);
  CHECK_EQ(pthread_barrier_init(&all, NULL, THREADS), 0);
  for (int i = 0; i < THREADS; i++) CHECK_EQ(pthread_create(&threads[i], NULL, one, (void *)(intptr_t)i), 0);
  for (int i = 0; i < THREADS; i++) {
    void *result = NULL;
    CHECK_EQ(pthread_join(threads[i], &result), 0);
    CHECK_EQ((intptr_t)result, i);
  }
  CHECK_EQ(most, THREADS);
  CHECK_EQ(alive, 0);
  pthread_barrier_destroy(&all);
}

static void *on_a_pthread(void *done) {
  start_and_join();
  atomic_store((atomic_bool *)done, true);
  return NULL;
}

static void on_the_background(void *done) { on_a_pthread(done); }

static deputy_status on_a_worker(void *done, deputy_value *out) {
  (void)out;
  on_a_pthread(done);
  return deputy_worker_end(deputy_context_current());
}

static void *keeps_the_page_busy(void *over) {
  while (!atomic_load((atomic_bool *)over)) {
    ASK("busy", DEPUTY_ARGS(deputy_i32(200)));
    usleep(5000);
  }
  return NULL;
}

int main(void) {
  /* Every round but this one finds Workers that the one before has left. */
  start_and_join();

  static atomic_bool pthread_done, background_done, pool_done, worker_done, over;
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, on_a_pthread, &pthread_done), 0);
  UNTIL_WITHIN(PATIENCE, pthread_done);
  CHECK_EQ(pthread_join(thread, NULL), 0);

  CHECK_STATUS(deputy_context_post(DEPUTY_BACKGROUND, on_the_background, &background_done, NULL), DEPUTY_OK, NULL);
  UNTIL_WITHIN(PATIENCE, background_done);

  CHECK_STATUS(deputy_context_post(DEPUTY_POOL, on_the_background, &pool_done, NULL), DEPUTY_OK, NULL);
  UNTIL_WITHIN(PATIENCE, pool_done);

  deputy_context worker = 0;
  deputy_task end = 0;
  CHECK_STATUS(deputy_worker_spawn(on_a_worker, &worker_done, NULL, NULL, &worker, &end), DEPUTY_OK, NULL);
  UNTIL_WITHIN(PATIENCE, worker_done);
  ENDS(end, DEPUTY_OK);
  deputy_task_free(end);

  CHECK_EQ(pthread_create(&thread, NULL, keeps_the_page_busy, &over), 0);
  start_and_join();
  atomic_store(&over, true);
  CHECK_EQ(pthread_join(thread, NULL), 0);
  return check_result();
}
