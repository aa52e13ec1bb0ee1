/* What the Rust core needs from its platform and only emscripten's macros and headers can say.
 *
 * bindgen turns this file into rust-core/src/sys/bindings.rs (`make generate`); rust-core/src/sys/emscripten.rs wraps
 * each function. Nothing here is public. */
#ifndef DEPUTY_SYS_H
#define DEPUTY_SYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- provided by the shim --------------------------------------------------------------------------------------- */

/* Whether the caller is the UI thread: emscripten's main runtime thread. Any thread, never blocks. */
bool deputy_sys_is_ui(void);

/* Asks the UI's host to drain its inbox, in a microtask after emscripten's pump has returned. Any thread, never
 * blocks; but without memory for a longer queue it waits until the UI has emptied that. */
void deputy_sys_ring_ui(void);

/* Sleeps while *word == expected, until somebody wakes the word, or for ms milliseconds (negative: without limit).
 * May return early; callers loop. True: so much time has passed. Not a cancellation point. Never called on the UI thread. */
bool deputy_sys_wait(const uint32_t *word, uint32_t expected, double ms);

/* Wakes everybody who sleeps on word. Any thread, never blocks. */
void deputy_sys_wake(const uint32_t *word);

/* Has deputy_core_turn() called by the calling thread's event loop whenever somebody bumps and wakes the word, and at first if it is not
 * `expected` any more, until deputy_core_turn() says no or the thread ends. The word must live for ever. Any pthread, never blocks. */
void deputy_sys_listen(const uint32_t *word, uint32_t expected);

/* Makes sure deputy_core_thread_exit() runs when the calling thread ends, after every other thread-specific
 * destructor. Any thread but the UI, never blocks. */
void deputy_sys_at_thread_exit(void);

/* Threads that the calling thread creates from now on are the runtime's own (or, with false, the program's): they do
 * not keep the program alive. */
void deputy_sys_mark_internal(bool internal);

/* The page finds this slot (rust-core/src/spawn.rs) by the threads that the calling thread creates from now on, until they begin. */
void deputy_sys_next_slot(const void *slot);

/* Threads that are started from now on, and do not ask for a size, have a stack of so many bytes. Any thread, never blocks. */
void deputy_sys_set_default_stack(uint32_t size);

/* Bytes that the calling thread's stack has left. Any thread, never blocks. */
uint32_t deputy_sys_stack_free(void);
/* Never called: a program that refers to it has the operations on objects (emscripten-js/host/operations.js). */
void deputy_js_operations_(void);
/* The same, of tasks (emscripten-js/host/tasks.js). */
void deputy_js_tasks_(void);
/* The same, of threads whose Worker may fail (rust-core/src/spawn.rs). */
void deputy_js_spawn_(void);
/* The same, of what is known of threads and their Workers (emscripten-js/host/threads.js). */
void deputy_js_threads_(void);
/* The calling thread's Worker is not used again. Any pthread, never blocks. */
void deputy_js_dirty(void);
/* The same, of HTTP (emscripten-js/host/http.js). */
void deputy_js_http_(void);
/* The same, of folders that outlive the page (emscripten-js/host/file.js). */
void deputy_js_file_(void);
/* The same, of WebSockets (emscripten-js/host/ws.js). */
void deputy_js_ws_(void);
/* The same, of the watchdog (emscripten-js/host/watch.js). */
void deputy_js_watch_(void);
/* Whether the engine's own stack of the calling thread goes on for a while; and a program that refers to it has native functions for
 * JavaScript (emscripten-js/host/native.js). Any thread, never blocks. */
bool deputy_js_has_room(void);

/* Has the calling thread stay in its event loop when its function has returned, or with false end after all. Any pthread. */
void deputy_sys_stay(bool on);

/* Processors, 1 at least. Any thread, never blocks. */
uint32_t deputy_sys_cores(void);

/* Has a function called before (true) and after (false) every wait of the calling thread: locks, joins, sleeps, proxied calls. It takes
 * no lock. NULL: not any more. Any pthread. */
void deputy_sys_watch_waits(void (*told)(bool begins));

/* JavaScript of the calling thread's own (emscripten-js/host/worker.js): makes the host of a context, over its record, its id and the
 * record of its frames; has it run a frame (`Run` in rust-core/src/context.rs); lets go of what was given back, true if there is
 * more; ends it. What it calls is handed over: were it named in the library, every program would have it. Any pthread, never blocks. */
void deputy_js_worker_open(const void *context, uint32_t id, const void *stock, bool (*run_here)(const void *frame),
                           void (*aside)(const void *frames),
                           void (*report)(int32_t status, const uint8_t *at, uint32_t error, uint32_t what, uint32_t thread),
                           void *(*allocate)(size_t size), void (*release)(void *memory));
void deputy_js_worker_run(const void *frame, uint32_t how);
bool deputy_js_worker_between(void);
void deputy_js_worker_close(void);

/* Has the UI print what is in the ring (rust-core/src/console.rs), even if it waits in native code. Any pthread. */
void deputy_sys_drain_console(void);

/* Prints a NUL-terminated line to the console as an error. Any thread, never blocks. */
void deputy_sys_complain(const char *text);

/* Ends the program as abort() does, with a NUL-terminated text that tells why. Any thread, does not return. Allocates nothing native. */
void deputy_sys_abort(const char *text);

/* ---- provided by the core (rust-core/src/ffi/core.rs) -------------------------------------------------------------- */

/* The root structure that is handed to the UI at start. */
const void *deputy_core_root(void);

/* The calling thread is the deputy, and main() comes next. False if what the program needs cannot be had. */
bool deputy_core_begin(void);

/* The page has chosen its options, and main() comes next. */
void deputy_core_chosen(void);

/* See deputy_sys_listen(): runs what was sent to the calling thread. Returns the number that the word must have for the
 * thread to sleep, -1 if it listens no more. */
double deputy_core_turn(void);

/* The calling thread begins. */
void deputy_core_thread_begins(void);

/* The calling thread ends and takes no part in calls any more. */
void deputy_core_thread_exit(void);

/* Names a thread; false if there is no such thread. */
bool deputy_core_set_name(uint32_t thread, const char *name);

/* The name of a thread, not NUL-terminated; NULL if there is no such thread. */
const char *deputy_core_get_name(uint32_t thread, uint32_t *out_length);

/* A native function for the UI to run, in front of what it works on. */
typedef struct deputy_sys_work {
  void (*run)(struct deputy_sys_work *);
} deputy_sys_work;

/* Has the UI run the work, and waits for that. False if the UI's host does not take it soon: it has not been run, and will not be.
 * Any thread but the UI. */
bool deputy_core_on_ui(deputy_sys_work *work);

/* For the guard (c-shim/guard.c): the calling thread sleeps at that address from now on, since then, or with 0 nowhere. Takes no lock. */
void deputy_core_sleeps_at(uint32_t futex, uint32_t since);

/* The calling thread's record, NULL if it has none. Allocates nothing. */
const void *deputy_core_record(void);

/* Makes sure that it has one. */
void deputy_core_known(void);

/* Writes to standard output or error what lies in so many parts, as writev() is given them. Waits while there is no room. Any thread but
 * the UI. */
void deputy_core_write(bool error, const void *parts, size_t count);

/* A small read of a file, into so many parts as readv() is given them, at that place or, if it is less than 0, where the file is read next.
 * True: it was served from what was read ahead. False: it is for the UI; if out_lease, NULL before, is not, the lease is to be shown to
 * deputy_js_ahead() and given to deputy_core_ahead_end(). Any thread but the UI, never blocks. */
bool deputy_core_ahead(int fd, const void *parts, size_t count, int64_t at, size_t *out_count, const void **out_lease);
void deputy_core_ahead_end(const void *lease);

/* lseek(). False: it is for the UI. Any thread but the UI, never blocks. */
bool deputy_core_ahead_seek(int fd, int64_t offset, int whence, uint64_t *out);

/* Panics: for the test of what a panic does. */
void deputy_core_panic(const char *reason);

#ifdef __cplusplus
}
#endif
#endif
