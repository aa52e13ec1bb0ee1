/* JavaScript that the shim calls; see emscripten-js/libdeputy.js. All but deputy_js_listen() and what says so run on the UI thread. */
#ifndef DEPUTY_JS_H
#define DEPUTY_JS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The doorbell: drain soon, in a microtask. */
extern void deputy_js_ring(void);

/* The native side is ready: make the host over this root. True if it is to run the file-system calls of other threads. NULL: there is none, for
 * the I/O thread could not be started. */
extern bool deputy_js_attach(const void *root);

/* The program ends with this code, soon, in a microtask. */
extern void deputy_js_end(int code);

/* See deputy_sys_listen(). */
extern void deputy_js_listen(const uint32_t *word, uint32_t expected);

/* On any thread: ends the program as abort() does, with a text that tells why, and where. */
extern void deputy_js_abort(const char *text, bool where);

/* On any thread, its own JavaScript: calls a function that the program exports. Gives what the result is. */
union deputy_ccall_slot {
  double f64;
  int64_t i64;
};
enum { DEPUTY_CCALL_MISFIT = -2, DEPUTY_CCALL_NONE, DEPUTY_CCALL_NOTHING, DEPUTY_CCALL_F64, DEPUTY_CCALL_I64 };
extern int deputy_js_ccall(const char *name, const union deputy_ccall_slot *args, const uint8_t *is_i64, int count, union deputy_ccall_slot *out);

/* On the UI: prints what other threads have written, and then these bytes. */
extern void deputy_js_write(bool error, const void *bytes, size_t length);

/* On any pthread, done by the UI: the program waits for input. False if the descriptor does not wait (O_NONBLOCK). */
extern int deputy_js_want_input(int fd);

/* On any thread, done by the UI: whether there is a terminal behind a descriptor that is one for the file system. */
extern int deputy_js_isatty(int fd);

/* On the UI: prints what other threads have written. */
extern void deputy_js_drain(void);

/* On the UI: so many bytes of a file were read by a small read, at that place or, if it is less than 0, where it is read next. The page may lend
 * the file (rust-core/src/ahead.rs). */
extern void deputy_js_ahead(const void *lease, int fd, double at, size_t count);

#endif
