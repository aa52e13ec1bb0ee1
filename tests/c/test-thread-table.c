// Threads have names, by deputy_thread_options, deputy_thread_set_name() and pthread_setname_np(), and kinds; C and the page list the
// same ones with what they wait for, also those that have never called the runtime; one that has ended is not there any more, and its
// number never comes back.
// FEATURE: F64
// FLAGS: -sASSERTIONS
// TIMEOUT: 60
#define _GNU_SOURCE /* pthread_setname_np() */
#include <errno.h>
#include <semaphore.h>

#include "tasks.h"

static sem_t go;
static atomic_int ready;

static deputy_status named(void *unused, deputy_value *out) {
  (void)unused, (void)out;
  atomic_fetch_add(&ready, 1);
  while (sem_wait(&go) != 0) continue;
  return DEPUTY_OK;
}
static void *renames(void *unused) {
  CHECK_STATUS(deputy_thread_set_name("painter"), DEPUTY_OK, NULL);
  atomic_fetch_add(&ready, 1);
  while (sem_wait(&go) != 0) continue;
  return unused;
}
static void *plain(void *unused) {
  atomic_fetch_add(&ready, 1);
  while (sem_wait(&go) != 0) continue;
  return unused;
}
static void *calls(void *unused) {
  CHECK_EQ(pthread_setname_np(pthread_self(), "caller"), 0);
  ASK("hang", DEPUTY_ARGS(deputy_i32(1)));
  return unused;
}

enum { ROOM = 32 };
static deputy_thread_info infos[ROOM];
static size_t count;

static void list(void) {
  CHECK_STATUS(deputy_thread_list(infos, sizeof infos[0], ROOM, &count), DEPUTY_OK, NULL);
  CHECK(count <= ROOM);
}
static const deputy_thread_info *find(const char *name) {
  list();
  for (size_t i = 0; i < count; i++) {
    if (infos[i].name_len == strlen(name) && memcmp(infos[i].name, name, infos[i].name_len) == 0) return &infos[i];
  }
  return NULL;
}
static const deputy_thread_info *by_pthread(pthread_t thread) {
  list();
  for (size_t i = 0; i < count; i++) {
    if (infos[i].pthread == (uintptr_t)thread) return &infos[i];
  }
  return NULL;
}
static bool is(const deputy_thread_info *info, deputy_thread_kind kind, const char *waits) {
  CHECK(info != NULL);
  if (!info) return false;
  CHECK_CSTR(info->waits, waits);
  return info->kind == (uint32_t)kind && info->number != 0;
}

int main(void) {
  CHECK_EQ(sem_init(&go, 0, 0), 0);
  CHECK(is(find("main"), DEPUTY_THREAD_MAIN, ""));
  CHECK_EQ(find("main")->context, DEPUTY_MAIN);
  CHECK_EQ(find("main")->pthread, (uintptr_t)pthread_self());

  deputy_thread_options options = {.struct_size = sizeof options, .name = "decoder"};
  deputy_task task = 0;
  pthread_t threads[3];
  CHECK_STATUS(deputy_thread_spawn(named, NULL, NULL, &options, &task), DEPUTY_OK, NULL);
  CHECK_EQ(pthread_create(&threads[0], NULL, renames, NULL), 0);
  CHECK_EQ(pthread_create(&threads[1], NULL, plain, NULL), 0);
  CHECK_EQ(pthread_create(&threads[2], NULL, calls, NULL), 0);
  UNTIL(ready == 3);
  UNTIL(find("caller") && strcmp(find("caller")->waits, "a call") == 0);
  CHECK(is(find("decoder"), DEPUTY_THREAD_PROGRAM, ""));
  CHECK(is(find("painter"), DEPUTY_THREAD_PROGRAM, ""));
  CHECK(is(find("I/O"), DEPUTY_THREAD_IO, ""));
  CHECK(by_pthread(threads[1]) != NULL);
  CHECK(by_pthread(threads[1])->name == NULL);

  /* libc's names are the same ones. */
  char name[32] = "?";
  CHECK_EQ(pthread_getname_np(threads[0], name, sizeof name), 0);
  CHECK_CSTR(name, "painter");
  CHECK_EQ(pthread_setname_np(threads[1], "plain"), 0);
  CHECK(is(find("plain"), DEPUTY_THREAD_PROGRAM, ""));
  CHECK_EQ(pthread_getname_np(threads[1], name, 3), ERANGE);
  CHECK_EQ(pthread_setname_np(threads[1], "more than fifteen bytes"), ERANGE);

  /* JS workers, the background, the pool. */
  deputy_context worker = 0;
  deputy_task end = 0;
  CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, NULL, &worker, &end), DEPUTY_OK, NULL);
  CHECK(is(find("worker"), DEPUTY_THREAD_WORKER, ""));
  CHECK_EQ(find("worker")->context, worker);

  /* The page knows the same. */
  list();
  CHECK_EQ(ASK("lists", DEPUTY_NO_ARGS), count);
  deputy_thread_dump();

  /* Gone. */
  uint32_t number = find("decoder")->number;
  for (int i = 0; i < 3; i++) sem_post(&go);
  ENDS(task, DEPUTY_OK);
  deputy_task_free(task);
  CHECK_EQ(ASK("settle", DEPUTY_ARGS(deputy_i32(1), deputy_null())), 1);
  for (int i = 0; i < 3; i++) CHECK_EQ(pthread_join(threads[i], NULL), 0);
  UNTIL(find("decoder") == NULL);
  CHECK(find("painter") == NULL && find("plain") == NULL && find("caller") == NULL);
  CHECK_EQ(pthread_create(&threads[0], NULL, plain, NULL), 0);
  CHECK(by_pthread(threads[0]) == NULL || by_pthread(threads[0])->number != number);
  sem_post(&go);
  CHECK_EQ(pthread_join(threads[0], NULL), 0);
  CHECK_EQ(deputy_worker_end(worker), DEPUTY_OK);
  ENDS(end, DEPUTY_OK);
  deputy_task_free(end);

  CHECK_STATUS(deputy_thread_list(NULL, sizeof infos[0], 0, &count), DEPUTY_OK, NULL);
  CHECK(count >= 2);
  CHECK_STATUS(deputy_thread_list(infos, sizeof infos[0], 1, &count), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_thread_list(NULL, sizeof infos[0], 1, &count), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_thread_list(infos, 1, ROOM, &count), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_thread_list(infos, sizeof infos[0], ROOM, NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_thread_set_name(NULL), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_thread_set_name(""), DEPUTY_INVALID_ARGUMENT, NULL);
  CHECK_STATUS(deputy_thread_set_name("\xff"), DEPUTY_INVALID_ARGUMENT, NULL);
  return check_result();
}
