// The request for a Worker's script is never answered, or the script never ends: nobody says so, and after a time the thread fails as with
// every other failure, after another try: main()'s at the start, one of deputy_thread_spawn() with a text, and a plain one with the program.
// FEATURE: F63 F03
// ERRORS: Loading Worker|was not up|JS worker could not be started
// TIMEOUT: 120
#include "tasks.h"

static void *plain(void *unused) { return unused; }
static deputy_status counted(void *memory, deputy_value *out) {
  (void)out;
  count_ran(memory);
  return DEPUTY_OK;
}

/* Alone it ends with 0; told to by the page, it starts threads that get no Worker in time. */
int main(void) {
  counts data = {0};
  deputy_task task = 0;
  deputy_value out = deputy_null();
  int what = (int)ASK("what", DEPUTY_NO_ARGS);
  if (what == 1) {
    CHECK_STATUS(deputy_thread_spawn(counted, &data, count_dropped, NULL, &task), DEPUTY_OK, NULL);
    ENDS(task, DEPUTY_OK);
    deputy_task_free(task);
    /* The thread's Worker and the I/O thread's serve this one and what is dropped: hold them. */
    CHECK_STATUS(deputy_context_post(DEPUTY_BACKGROUND, count_ran, &data, NULL), DEPUTY_OK, NULL);
    UNTIL(data.ran == 2);
    ASK("stall", DEPUTY_NO_ARGS);
    deputy_task held[8];
    int many = 0;
    while (many < 8 && ASK("idle", DEPUTY_NO_ARGS) > 0) {
      deputy_context worker = 0;
      CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, NULL, &worker, &held[many++]), DEPUTY_OK, NULL);
    }
    double from = emscripten_get_now();
    CHECK_STATUS(deputy_thread_spawn(counted, &data, count_dropped, NULL, &task), DEPUTY_OK, NULL);
    CHECK_STATUS(deputy_task_wait(task, BOUND, &out), DEPUTY_NO_THREADS, &out);
    CHECK_EQ(out.tag, DEPUTY_VALUE_ERROR);
    ASK("told", DEPUTY_ARGS(deputy_cstr(deputy_error_message(&out)), deputy_f64(emscripten_get_now() - from)));
    deputy_value_free(&out);
    deputy_task_free(task);
    UNTIL(data.dropped == 2);
    CHECK_EQ(data.ran, 2);
    for (int i = 0; i < many; i++) deputy_task_free(held[i]);
  }
  if (what == 2) {
    pthread_t thread;
    ASK("stall", DEPUTY_NO_ARGS);
    CHECK_EQ(pthread_create(&thread, NULL, plain, NULL), 0);
    pthread_join(thread, NULL); /* waits for ever: what ends it is the end of the program */
    return 1;
  }
  return check_result();
}
