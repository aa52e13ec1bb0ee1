/* How the program begins and ends. Linked with `--wrap` for __main_void, exit and __wasi_proc_exit.
 *
 * Every orderly end comes here: main() returned, exit() or _exit() on any thread, keepalive popped after main()
 * returned, main() left by pthread_exit(). Stock emscripten loses some of these (the code of a main() that returned
 * while the runtime was kept alive; _exit(), which then blocks its caller for ever) and runs atexit handlers on the UI
 * thread, where they must not wait. Disorderly ends (abort, trap, uncaught exceptions) never reach native code again;
 * emscripten-js/libdeputy.js sees those. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <emscripten/emscripten.h>
#include <emscripten/eventloop.h>
#include <emscripten/threading.h>

#include "deputy_js.h"
#include "deputy_sys.h"
#include "end.h"
#include "fd.h"

/* deputy.h refers to the name that its own version has: with another one, linking fails for the want of it. */
const char DEPUTY_ABI = 0;

static atomic_bool main_called = false;
static pthread_t main_thread;
static bool main_returned = false;
static int main_code = 0;

static void attach_on_ui(int root) {
  if (deputy_js_attach((const void *)root)) deputy_fd_served();
}

/* Made before anything can ask for it on two threads at once: the UI waits for nobody. */
__attribute__((constructor(101))) static void make_root(void) { deputy_core_root(); }

/* Until the UI has ended this thread. */
static _Noreturn void wait_for_the_end(void) {
  static const uint32_t never = 0;
  for (;;) deputy_sys_wait(&never, 0, -1);
}

int __real___main_void(void);

/* Runs on the deputy instead of main(). */
int __wrap___main_void(void) {
  main_thread = pthread_self();
  atomic_store(&main_called, true);
  deputy_thread_entered();
  bool begun = deputy_core_begin();
  /* The named path for what must run on the UI before there is a host. */
  emscripten_sync_run_in_main_runtime_thread(EM_FUNC_SIG_VI, attach_on_ui, begun ? (int)deputy_core_root() : 0);
  if (!begun) wait_for_the_end();
  deputy_core_chosen();
  main_code = __real___main_void();
  main_returned = true;
  return main_code;
}

bool deputy_main_called(void) { return atomic_load(&main_called); }

bool deputy_thread_is_main(void) { return deputy_main_called() && pthread_equal(pthread_self(), main_thread); }

/* ---- ending ------------------------------------------------------------------------------------------------------- */

static void end_on_ui(int code) { deputy_js_end(code); }

/* Tells the UI and never returns: the UI terminates every thread. */
static _Noreturn void end(int code) {
  if (deputy_sys_is_ui()) {
    deputy_js_end(code);
    /* Every program has this one, for its main(). What it counts up the end sets to 0. */
    emscripten_exit_with_live_runtime();
  }
  emscripten_sync_run_in_main_runtime_thread(EM_FUNC_SIG_VI, end_on_ui, code);
  wait_for_the_end();
}

/* Several threads may call exit() at once; the first decides, the others wait for the end. A handler that calls
 * exit() again has undefined behaviour by the C standard; here the second call skips the handlers that are left. */
static _Atomic(pthread_t) exiting;

void __funcs_on_exit(void);

static _Noreturn void run_handlers_and_end(int code) {
  pthread_t nobody = NULL;
  if (atomic_compare_exchange_strong(&exiting, &nobody, pthread_self())) {
    /* Here and not on the UI: handlers and static destructors may lock, join and call the UI. */
    __funcs_on_exit();
    fflush(NULL);
  } else if (nobody != pthread_self()) {
    wait_for_the_end();
  }
  end(code);
}

_Noreturn void __real_exit(int code);

_Noreturn void __wrap_exit(int code) {
  if (deputy_sys_is_ui()) {
    /* In a static constructor there is no program to end yet: emscripten's way, which rejects the factory. */
    if (!deputy_main_called()) __real_exit(code);
    end(code); /* without the handlers: here they must not wait */
  }
  run_handlers_and_end(code);
}

/* _exit(), _Exit() and quick_exit(): no handlers, no flush. */
_Noreturn void __wrap___wasi_proc_exit(int code) { end(code); }

void deputy_main_thread_ended(void) {
  if (main_returned) run_handlers_and_end(main_code);
}

void deputy_last_thread_ended(void) {
  /* Before main() was called there are only threads of static constructors; the program has not begun. */
  if (deputy_main_called()) run_handlers_and_end(0);
}
