// An SDL2 program with main() on the deputy: its window is a canvas of the page, drawn to by surface; keys and the mouse come as events,
// to a main loop and to a loop of its own that blocks; its threads, mutexes, conditions, semaphores, timers and delays are POSIX's.
// FEATURE: F79
// ENV: chromium firefox
// LIBRARY: sdl2
// FLAGS: -lGL -sGL_ENABLE_GET_PROC_ADDRESS=1 -sEXPORTED_RUNTIME_METHODS=createContext
// TIMEOUT: 60
#include <emscripten/emscripten.h>
#include <emscripten/threading.h>

#define SDL_MAIN_HANDLED
#include <SDL2/SDL.h>

#include "exports.h"

static SDL_Window *window;
static char typed[16];
static int clicks, frames;

static SDL_mutex *mutex;
static SDL_cond *changed;
static int shared_word;

static int other(void *memory) {
  SDL_Delay(5);
  SDL_LockMutex(mutex);
  shared_word = *(int *)memory;
  SDL_CondSignal(changed);
  SDL_UnlockMutex(mutex);
  return 17;
}
static Uint32 on_timer(Uint32 interval, void *memory) {
  (void)interval;
  SDL_SemPost(memory);
  return 0;
}

static void threads(void) {
  mutex = SDL_CreateMutex();
  changed = SDL_CreateCond();
  int word = 23, result = 0;
  SDL_Thread *thread = SDL_CreateThread(other, "other", &word);
  CHECK(thread != NULL);
  SDL_LockMutex(mutex);
  while (!shared_word) CHECK_EQ(SDL_CondWaitTimeout(changed, mutex, BOUND), 0);
  SDL_UnlockMutex(mutex);
  SDL_WaitThread(thread, &result);
  CHECK_EQ(shared_word + result, 40);
  SDL_sem *semaphore = SDL_CreateSemaphore(0);
  CHECK_EQ(SDL_SemWaitTimeout(semaphore, 10), SDL_MUTEX_TIMEDOUT);
  CHECK(SDL_AddTimer(10, on_timer, semaphore) != 0);
  CHECK_EQ(SDL_SemWaitTimeout(semaphore, BOUND), 0);
  SDL_DestroySemaphore(semaphore);
}

static void draw(Uint8 red, Uint8 green, Uint8 blue) {
  SDL_Surface *surface = SDL_GetWindowSurface(window);
  CHECK(surface != NULL);
  if (!surface) return;
  CHECK_EQ(SDL_FillRect(surface, NULL, SDL_MapRGB(surface->format, red, green, blue)), 0);
  CHECK_EQ(SDL_UpdateWindowSurface(window), 0);
}

static void take_events(void) {
  SDL_Event event;
  while (SDL_PollEvent(&event)) {
    if (event.type == SDL_KEYDOWN) {
      const char *name = SDL_GetKeyName(event.key.keysym.sym);
      strncat(typed, name, sizeof typed - strlen(typed) - 1);
    }
    if (event.type == SDL_MOUSEBUTTONDOWN) clicks += event.button.x == 12;
  }
}

static void tell(const char *what) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("reached"), &out, DEPUTY_ARGS(deputy_cstr(what))), DEPUTY_OK, &out);
}

/* The loop of a program that was not written for browsers; what emscripten sends to this thread it runs where it says so. */
static void blocking_loop(void) {
  draw(0, 0, 200);
  tell("blocking");
  double end = emscripten_get_now() + BOUND;
  while (!strstr(typed, "Z") && emscripten_get_now() < end) {
    emscripten_current_thread_process_queued_calls();
    take_events();
    SDL_Delay(5);
  }
  CHECK_CSTR(typed, "XYZ");
  CHECK_EQ(clicks, 1);
  SDL_DestroyWindow(window);
  SDL_Quit();
  exit(check_result());
}

static void frame(void) {
  if (frames++ == 0) draw(200, 0, 0), tell("looping");
  take_events();
  if (!strstr(typed, "Y")) return;
  emscripten_cancel_main_loop();
  blocking_loop();
}

int main(void) {
  SDL_SetMainReady();
  CHECK_EQ(SDL_Init(SDL_INIT_VIDEO | SDL_INIT_TIMER), 0);
  threads();
  window = SDL_CreateWindow("test", 0, 0, 64, 48, SDL_WINDOW_SHOWN);
  CHECK(window != NULL);
  if (!window) return fprintf(stderr, "%s\n", SDL_GetError()), 1;
  emscripten_set_main_loop(frame, 0, true);
}
