// The examples of docs/context.md: a thread with a queue, and functions on the page's thread and on the background.
// FEATURE: F68
#include "tasks.h"

static _Atomic deputy_context audio;

static void *audio_main(void *unused) {
  deputy_context mine;
  if (deputy_context_open(&mine) != DEPUTY_OK) return NULL;
  audio = mine;
  deputy_context_serve(UINT32_MAX, NULL);       /* runs what is sent here, until a function closes the context */
  return unused;
}

static void play(void *sound) { printf("playing %s\n", (char *)sound); }
static void stop(void *unused) {
  (void)unused;
  deputy_context_close();
}

static int plays(void) {
  deputy_status status = deputy_context_post(audio, play, strdup("a bell"), free);   /* free() runs in any case, once */
  if (status == DEPUTY_OK) status = deputy_context_post(audio, stop, NULL, NULL);
  return status != DEPUTY_OK;
}

static deputy_status length(void *text, deputy_value *out) {
  *out = deputy_i32((int)strlen(text));
  return DEPUTY_OK;
}

static int lengths(deputy_context other) {
  deputy_value n = deputy_null();
  deputy_status status = deputy_context_send(other, length, "a text", NULL, &n, NULL);
  return status == DEPUTY_OK ? n.data.i32 : -1;
}

int main(void) {
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, audio_main, NULL), 0);
  UNTIL(audio != 0);
  CHECK_EQ(lengths(audio), 6);
  CHECK_EQ(lengths(DEPUTY_MAIN), 6);
  CHECK_EQ(lengths(DEPUTY_BACKGROUND), 6);
  CHECK_EQ(lengths(DEPUTY_UI), 6);
  CHECK_EQ(plays(), 0);
  pthread_join(thread, NULL);
  CHECK_STATUS(deputy_context_post(audio, play, strdup("nothing"), free), DEPUTY_STALE, NULL);
  return check_result();
}
