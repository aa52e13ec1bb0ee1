/**
 * @file deputy.h
 * emdeputy: blocking multithreaded programs in a browser tab.
 *
 * Generated from rust-core/src by cbindgen and from c-shim/public; do not edit. SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Words: the UI thread is the page's main thread (Node's main thread), which never waits. The deputy is the pthread
 * on which main() runs, which may. A context is where calls and native functions are sent: DEPUTY_UI runs JavaScript,
 * DEPUTY_BACKGROUND and threads that open a context run native functions. A task is the outcome of something that
 * goes on meanwhile.
 *
 * Every function that can fail returns a deputy_status and writes its outputs on DEPUTY_OK only, except that calls of
 * JavaScript that fail in JavaScript leave an error value in `out`. Nothing here throws, unwinds or exits.
 */

#ifndef DEPUTY_H
#define DEPUTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Version of this header. \since 0.1.0 */
#define DEPUTY_VERSION_MAJOR 0
#define DEPUTY_VERSION_MINOR 1
#define DEPUTY_VERSION_PATCH 0
/** Version of what the library and its JavaScript share. \since 0.1.0 */
#define DEPUTY_PROTOCOL 5


/**
 * In `deputy_js_fn.len`: the function is one of DEPUTY_JS().
 *
 * \since 0.1.0
 */
#define DEPUTY_JS_INLINE 2147483648

/**
 * While the call is waited for, the calling thread runs what is sent to its context: functions of deputy_context_post()
 * and deputy_context_send(), and exports that JavaScript calls. For synchronous calls, in `deputy_call_options.flags`.
 *
 * \since 0.1.0
 */
#define DEPUTY_CALL_PUMP 2

/**
 * The result, if it is an object or a function, comes as a DEPUTY_VALUE_OBJECT, whatever it is: arrays, dates and plain
 * objects stay where they are, too. For `deputy_call_options.flags`, alone or with others but DEPUTY_CALL_JSON.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
#define DEPUTY_CALL_OBJECT 4

/**
 * The result comes as its JSON text, a DEPUTY_VALUE_JSON, as `JSON.stringify` makes it; what has none is DEPUTY_WRONG_TYPE.
 * For `deputy_call_options.flags`.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
#define DEPUTY_CALL_JSON 8

/**
 * JavaScript waits for the callback: the function returns what the native function returns, or throws. As `deputy.callSync()`
 * that goes by the blocking mode; in every mode if JavaScript runs right now for a synchronous call of the thread whose context
 * it is: it runs there, in that call. Without `context` that is the thread that makes it, which opens a context if it has none.
 * For what libraries call and use at once: the comparison of a sort, the function of a `replace()`. In
 * `deputy_callback_options.flags`.
 *
 * \since 0.1.0
 */
#define DEPUTY_CALLBACK_SYNC 1

/**
 * The function of an asynchronous call gets an AbortSignal after its last argument; it fires when the task is cancelled
 * or its time is up. For `deputy_call_options.flags`.
 *
 * \since 0.1.0
 */
#define DEPUTY_CALL_SIGNAL 1

/**
 * JavaScript sees the memory of bytes or a typed array itself. In `deputy_value.flags`: deputy_view() sets it.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
#define DEPUTY_VALUE_VIEW 4

/**
 * The string has a number by which JavaScript knows it. In `deputy_value.flags`: DEPUTY_STR() and deputy_string_intern() set it.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
#define DEPUTY_VALUE_INTERNED 8

/**
 * A message is text: UTF-8, without a NUL behind it.
 *
 * \since 0.1.0
 */
#define DEPUTY_WS_TEXT 1

/**
 * A message is bytes.
 *
 * \since 0.1.0
 */
#define DEPUTY_WS_BINARY 2

/**
 * The outcome of a call: `DEPUTY_OK` (0) or the reason why not (negative).
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
enum deputy_status
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * It worked.
   */
  DEPUTY_OK = 0,
  /**
   * An argument is outside what the function's comment allows.
   */
  DEPUTY_INVALID_ARGUMENT = -1,
  /**
   * No memory for the result or for the call itself.
   */
  DEPUTY_NO_MEMORY = -2,
  /**
   * The call would have to wait, and this thread must not: it is the UI thread.
   */
  DEPUTY_WOULD_BLOCK = -3,
  /**
   * The time given ran out first. A call that had started runs on; its late answer is dropped.
   */
  DEPUTY_TIMED_OUT = -4,
  /**
   * The call was cancelled.
   */
  DEPUTY_CANCELLED = -5,
  /**
   * The context or the program ended before there was an answer.
   */
  DEPUTY_CLOSED = -6,
  /**
   * There is no function of that name in the context.
   */
  DEPUTY_NOT_FOUND = -7,
  /**
   * JavaScript threw, or the promise it returned was rejected; the error value holds name, message and stack.
   */
  DEPUTY_JS_EXCEPTION = -8,
  /**
   * A value has a type that does not fit where it is used.
   */
  DEPUTY_WRONG_TYPE = -9,
  /**
   * A value has the right type but is too large or too small.
   */
  DEPUTY_OUT_OF_RANGE = -10,
  /**
   * The handle was released, or its context has ended.
   */
  DEPUTY_STALE = -11,
  /**
   * The wait could never end: it waits, in the end, for itself.
   */
  DEPUTY_DEADLOCK = -12,
  /**
   * This flavour, environment or context cannot do that.
   */
  DEPUTY_UNSUPPORTED = -13,
  /**
   * A thread could not be started.
   */
  DEPUTY_NO_THREADS = -14,
  /**
   * A bug of the library; please report it.
   */
  DEPUTY_INTERNAL = -15,
  /**
   * A native function ended with an exception of its language; the text has type and message.
   */
  DEPUTY_NATIVE_EXCEPTION = -16,
  /**
   * An object among the arguments belongs to another context than the one that is called, or two to different ones.
   */
  DEPUTY_WRONG_CONTEXT = -17,
  /**
   * There is no room on the device, or none that the browser gives.
   */
  DEPUTY_NO_SPACE = -18,
  /**
   * What has come is not what was asked for: its hash is another one.
   */
  DEPUTY_CORRUPT = -19,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum deputy_status deputy_status;
#else
typedef int32_t deputy_status;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * What synchronous calls of native functions from the page's JavaScript may do (`deputy.callSync`). The page does nothing else
 * while it waits for one.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef enum deputy_blocking {
  /**
   * They throw. Only JavaScript that runs for a call of a thread may call that thread back; waits in it are refused as with
   * DEPUTY_BLOCKING_THROW.
   */
  DEPUTY_BLOCKING_PREVENT = 0,
  /**
   * They are made; what waits in them is DEPUTY_WOULD_BLOCK.
   */
  DEPUTY_BLOCKING_THROW = 1,
  /**
   * They are made; what waits in them is logged, once for each export and function.
   */
  DEPUTY_BLOCKING_WARN = 2,
  /**
   * They are made, and may wait.
   */
  DEPUTY_BLOCKING_ALLOW = 3,
} deputy_blocking;

/**
 * What the elements of an array are; `deputy_value.kind` of a DEPUTY_VALUE_ARRAY.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
enum deputy_element
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * Any deputy_value: a JavaScript Array.
   */
  DEPUTY_ELEMENT_VALUE = 0,
  /**
   * int8_t: Int8Array.
   */
  DEPUTY_ELEMENT_I8 = 1,
  /**
   * uint8_t: Uint8Array. One that comes from JavaScript is a DEPUTY_VALUE_BYTES.
   */
  DEPUTY_ELEMENT_U8 = 2,
  /**
   * uint8_t: Uint8ClampedArray.
   */
  DEPUTY_ELEMENT_U8_CLAMPED = 3,
  /**
   * int16_t: Int16Array.
   */
  DEPUTY_ELEMENT_I16 = 4,
  /**
   * uint16_t: Uint16Array.
   */
  DEPUTY_ELEMENT_U16 = 5,
  /**
   * int32_t: Int32Array.
   */
  DEPUTY_ELEMENT_I32 = 6,
  /**
   * uint32_t: Uint32Array.
   */
  DEPUTY_ELEMENT_U32 = 7,
  /**
   * int64_t: BigInt64Array.
   */
  DEPUTY_ELEMENT_I64 = 8,
  /**
   * uint64_t: BigUint64Array.
   */
  DEPUTY_ELEMENT_U64 = 9,
  /**
   * float: Float32Array.
   */
  DEPUTY_ELEMENT_F32 = 10,
  /**
   * double: Float64Array.
   */
  DEPUTY_ELEMENT_F64 = 11,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum deputy_element deputy_element;
#else
typedef uint8_t deputy_element;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * How important a line of the log is.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef enum deputy_log_level {
  /**
   * Nothing; for options only.
   */
  DEPUTY_LOG_OFF = 0,
  /**
   * Something failed.
   */
  DEPUTY_LOG_ERROR = 1,
  /**
   * Something is wrong, but goes on.
   */
  DEPUTY_LOG_WARN = 2,
  /**
   * Something happened.
   */
  DEPUTY_LOG_INFO = 3,
  /**
   * For whoever looks for a mistake.
   */
  DEPUTY_LOG_DEBUG = 4,
  /**
   * Everything.
   */
  DEPUTY_LOG_TRACE = 5,
} deputy_log_level;

/**
 * What a thread is for.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef enum deputy_thread_kind {
  /**
   * The program's: pthread_create(), std::thread, deputy_thread_spawn().
   */
  DEPUTY_THREAD_PROGRAM = 0,
  /**
   * The page's.
   */
  DEPUTY_THREAD_UI = 1,
  /**
   * The deputy.
   */
  DEPUTY_THREAD_MAIN = 2,
  /**
   * A JS worker (deputy_worker_spawn()).
   */
  DEPUTY_THREAD_WORKER = 3,
  /**
   * The runtime's own, which settles tasks.
   */
  DEPUTY_THREAD_IO = 4,
  /**
   * One of the background's.
   */
  DEPUTY_THREAD_BACKGROUND = 5,
  /**
   * One of the compute pool's.
   */
  DEPUTY_THREAD_POOL = 6,
} deputy_thread_kind;

/**
 * What happens when a task fails, and it is freed before anybody has looked, or a posted call fails.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef enum deputy_unobserved {
  /**
   * It is reported: to `Module.deputy.onError`, or the console.
   */
  DEPUTY_UNOBSERVED_REPORT = 0,
  /**
   * It is reported, and the program ends: `exited` rejects with the reason `unobserved`.
   */
  DEPUTY_UNOBSERVED_END = 1,
} deputy_unobserved;

/**
 * The kind of a value. How each one crosses: docs/value.md.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
enum deputy_value_tag
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * JavaScript `null`. A zeroed `deputy_value` is null.
   */
  DEPUTY_VALUE_NULL = 0,
  /**
   * JavaScript `undefined`; what a function without `return` gives.
   */
  DEPUTY_VALUE_UNDEFINED = 1,
  /**
   * `data.boolean`.
   */
  DEPUTY_VALUE_BOOL = 2,
  /**
   * `data.i32`. An integral JavaScript number in range arrives as this.
   */
  DEPUTY_VALUE_I32 = 3,
  /**
   * `data.i64`. A JavaScript BigInt, in both directions.
   */
  DEPUTY_VALUE_I64 = 4,
  /**
   * `data.f64`. Every other JavaScript number (fractions, NaN, -0, large ones) arrives as this.
   */
  DEPUTY_VALUE_F64 = 5,
  /**
   * `data.string`, `len` bytes of UTF-8 that may contain NUL.
   */
  DEPUTY_VALUE_STRING = 6,
  /**
   * `data.bytes`, `len` of them. A JavaScript Uint8Array; an ArrayBuffer or DataView arrives as this, too.
   */
  DEPUTY_VALUE_BYTES = 7,
  /**
   * `data.object`: a JavaScript object or function that stays where it is.
   */
  DEPUTY_VALUE_OBJECT = 8,
  /**
   * `data.callback`: a native function; a function in JavaScript.
   */
  DEPUTY_VALUE_CALLBACK = 9,
  /**
   * `data.task`. To JavaScript as a promise; from an export, its promise follows the task.
   */
  DEPUTY_VALUE_TASK = 10,
  /**
   * What JavaScript threw; read it with deputy_error_name(), deputy_error_message() and deputy_error_stack(). Given back to
   * JavaScript it is the same object (deputy_error_object()).
   */
  DEPUTY_VALUE_ERROR = 11,
  /**
   * `data.f64`: milliseconds since 1970 began, UTC; NaN for an invalid date. A JavaScript Date.
   */
  DEPUTY_VALUE_DATE = 12,
  /**
   * `data.array`, `len` values, if `kind` is DEPUTY_ELEMENT_VALUE; else a typed array, `len` elements at `data.address`.
   */
  DEPUTY_VALUE_ARRAY = 13,
  /**
   * `data.array`, `len` pairs of a string, the key, and a value. A plain JavaScript object.
   */
  DEPUTY_VALUE_RECORD = 14,
  /**
   * `data.string`, `len` bytes: the JSON text of a value. JavaScript sees the value.
   */
  DEPUTY_VALUE_JSON = 15,
  /**
   * The result of an operation of a deputy_batch, for its later ones.
   */
  DEPUTY_VALUE_REGISTER = 16,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum deputy_value_tag deputy_value_tag;
#else
typedef uint8_t deputy_value_tag;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * A value that is freed when this is dropped.
 */
typedef struct Owned Owned;

/**
 * Operations that are recorded and then run in one trip. One thread at a time owns it.
 *
 * \threads owner only
 * \since 0.1.0
 */
typedef struct deputy_batch deputy_batch;

/**
 * A request that is being put together. One thread at a time may use it; it can be sent any number of times.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef struct deputy_http_request deputy_http_request;

/**
 * A response whose headers have come. Any thread may use it, several at once, too.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef struct deputy_http_response deputy_http_response;

/**
 * A request whose body is being written. Any thread may use it, several at once, too.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef struct deputy_http_upload deputy_http_upload;

/**
 * Jobs that somebody waits for together.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef struct deputy_pool_scope deputy_pool_scope;

/**
 * A connection. Any thread may use it, several at once, too.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef struct deputy_ws deputy_ws;

/**
 * Names a context: an index and a generation, so that an id never comes to mean another context.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef uint32_t deputy_context;

/**
 * The payload of a value; `deputy_value.tag` says which member is meant.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef union deputy_value_data {
  /**
   * For DEPUTY_VALUE_BOOL.
   */
  bool boolean;
  /**
   * For DEPUTY_VALUE_I32.
   */
  int32_t i32;
  /**
   * For DEPUTY_VALUE_I64.
   */
  int64_t i64;
  /**
   * For DEPUTY_VALUE_F64 and DEPUTY_VALUE_DATE.
   */
  double f64;
  /**
   * For DEPUTY_VALUE_STRING and DEPUTY_VALUE_JSON: `deputy_value.len` bytes; those that came from JavaScript end with a NUL
   * as well.
   */
  const char *string;
  /**
   * For DEPUTY_VALUE_BYTES: `deputy_value.len` bytes.
   */
  const uint8_t *bytes;
  /**
   * For DEPUTY_VALUE_ARRAY and DEPUTY_VALUE_RECORD: the values.
   */
  const struct deputy_value *array;
  /**
   * For DEPUTY_VALUE_TASK: a deputy_task, which stays the program's.
   */
  uint64_t task;
  /**
   * For DEPUTY_VALUE_OBJECT: a deputy_object.
   */
  uint64_t object;
  /**
   * For DEPUTY_VALUE_CALLBACK: a deputy_callback.
   */
  uint64_t callback;
  /**
   * For DEPUTY_VALUE_ERROR: opaque. For typed arrays: the elements.
   */
  const void *address;
} deputy_value_data;

/**
 * A value on its way between native code and JavaScript. Zeroed, it is null.
 *
 * Values made by deputy_str() and its like borrow: what they point to must live until the call returns. Values that
 * a call returned own their memory: give them to deputy_value_free().
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef struct deputy_value {
  /**
   * What it is: a deputy_value_tag.
   */
  uint8_t tag;
  /**
   * Internal; zero in values you make.
   */
  uint8_t flags;
  /**
   * Of an array: what its elements are, a deputy_element. Else 0.
   */
  uint16_t kind;
  /**
   * Bytes, for values that have bytes; elements of an array, entries of a record.
   */
  uint32_t len;
  /**
   * The payload.
   */
  union deputy_value_data data;
} deputy_value;

/**
 * Names a JavaScript object or function, which stays in the context that has it. 0 is none. The same object has the same
 * handle. Each time it comes to native code it brings a reference, which is given back by deputy_object_free(), or by
 * deputy_value_free() of the value it came in; without references it is DEPUTY_STALE for ever.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef uint64_t deputy_object;

/**
 * Names a task. 0 is no task. A handle is freed once, by deputy_task_free(); after that it is DEPUTY_STALE.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef uint64_t deputy_task;

/**
 * How to make a call. Zeroed but for `struct_size`, it means the defaults.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef struct deputy_call_options {
  /**
   * sizeof(deputy_call_options).
   */
  size_t struct_size;
  /**
   * Milliseconds until the call ends with DEPUTY_TIMED_OUT; 0 waits without limit.
   */
  uint32_t timeout_ms;
  /**
   * Bits of DEPUTY_CALL_*.
   */
  uint32_t flags;
  /**
   * 0, or a task: when it is cancelled, the call ends with DEPUTY_CANCELLED. One task can serve any number of calls. It
   * stays the caller's.
   */
  deputy_task cancel;
  /**
   * 0, or a handle that deputy_object_reserve() made: the result, an object or a function, is bound to it, and the call
   * itself gives null. If the call fails, the handle is DEPUTY_STALE, and the message says why.
   */
  deputy_object into;
} deputy_call_options;

/**
 * A JavaScript function by its name. Make it with DEPUTY_FN() or DEPUTY_JS(), or zeroed but for `name` and `len` in static
 * storage; the runtime keeps a number in it.
 *
 * The name is looked up on every call: first in what the page registered (`deputy.register()`, `Module.deputy.imports`),
 * then on `globalThis`. `a.b.c` runs with `this` being `a.b`; a function that is replaced is found at the next call.
 * `specifier#a.b` is `a.b` among what a module exports, which is imported at the first call.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef struct deputy_js_fn {
  /**
   * UTF-8, 1 to 1024 bytes; read at the first call only.
   */
  const char *name;
  /**
   * Bytes of the name. With DEPUTY_JS_INLINE, `name` points to two pointers: to the name, and to what DEPUTY_JS() made.
   */
  uint32_t len;
  /**
   * Internal; NULL.
   */
  void *internal;
} deputy_js_fn;

/**
 * A native function that JavaScript calls. It must return; it must not throw or unwind.
 *
 * \param args the arguments, as the signature has them; they and what they point to live until the function returns.
 *        Strings are UTF-8 with a NUL behind them.
 * \param argc their number
 * \param out receives the result, null before. What it points to is copied when the function has returned, so that it may
 *        be one of the arguments or static; a value that deputy_value_copy() made is freed then. A task makes the call end
 *        as the task does; the task stays the program's. On failure a string is the error's message.
 * \param userdata what was given to deputy_export_add()
 * \returns DEPUTY_OK, or why there is no result: the promise is rejected with a DeputyError of that status
 * \threads runs on the thread of the context that JavaScript called; may block
 * \since 0.1.0
 */
typedef deputy_status (*deputy_export_fn)(const struct deputy_value *args,
                                          size_t argc,
                                          struct deputy_value *out,
                                          void *userdata);

/**
 * A native function that is sent to a context. It must return; it must not throw or unwind.
 *
 * \param userdata what the sender gave with it
 * \threads runs on the thread of the context it was sent to; may block, except on the UI
 * \since 0.1.0
 */
typedef void (*deputy_fn)(void *userdata);

/**
 * How to make a callback. Zeroed but for `struct_size`, it means the defaults.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef struct deputy_callback_options {
  /**
   * sizeof(deputy_callback_options).
   */
  size_t struct_size;
  /**
   * Where it runs; 0: in the context of the thread that makes it, or, if that has none, on the deputy.
   */
  deputy_context context;
  /**
   * 0 or DEPUTY_CALLBACK_SYNC.
   */
  uint32_t flags;
  /**
   * NULL, or what it takes and gives, as for deputy_export_add(): "onClick(x: i32, y: i32): void". The name is for
   * messages. NULL takes and gives anything.
   */
  const char *signature;
} deputy_callback_options;

/**
 * Names a callback. 0 is none. A handle never comes to mean another callback.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef uint64_t deputy_callback;

/**
 * A native function that is sent to a context for its result. It must return; it must not throw or unwind.
 *
 * \param userdata what the sender gave with it
 * \param out receives the result, null before; what it points to is copied after the function has returned, and freed if
 *        deputy_value_copy() made it
 * \returns DEPUTY_OK, or why there is no result; the sender gets it
 * \threads runs on the thread of the context it was sent to; may block, except on the UI
 * \since 0.1.0
 */
typedef deputy_status (*deputy_send_fn)(void *userdata, struct deputy_value *out);

/**
 * What can be chosen. The page chooses the same in `Module.deputy`, when it starts the program; what the program sets later
 * counts.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef struct deputy_options {
  /**
   * sizeof(deputy_options).
   */
  size_t struct_size;
  /**
   * Microseconds the UI polls for the next call of a burst before it goes back to its event loop, at most; with one
   * processor it never does. Default 50.
   */
  uint32_t linger_us;
  /**
   * Microseconds a turn of calls may take on the UI before rendering, input and timers get theirs. Default 4000; at least
   * 1.
   */
  uint32_t budget_us;
  /**
   * Microseconds a native thread polls for an answer before it sleeps, at most; up to 50. Default 50.
   */
  uint32_t spin_us;
  /**
   * A deputy_log_level: what is less important is not logged. Default DEPUTY_LOG_INFO.
   */
  uint32_t log_level;
  /**
   * A deputy_unobserved. Default DEPUTY_UNOBSERVED_REPORT.
   */
  uint32_t unobserved;
  /**
   * A deputy_blocking. Default DEPUTY_BLOCKING_PREVENT.
   */
  uint32_t blocking;
  /**
   * Browser Workers that are kept ready for new threads. Default 10.
   */
  uint32_t pool_reserve;
  /**
   * Workers at most, those that run a thread among them; beyond it no thread can be started. Default 480; at least 1.
   */
  uint32_t pool_max;
  /**
   * Milliseconds after which a Worker ends that no thread has needed and that is not part of the reserve. Default 30000; up to
   * 2147483647.
   */
  uint32_t pool_trim_ms;
  /**
   * Milliseconds after which a wait is told by the watchdog, in programs that have it (deputy_waits_dump()); 0: never. Default 5000.
   */
  uint32_t watchdog_ms;
  /**
   * Bytes of stack of the threads that are started from now on and do not ask for a size of their own. Default: what the program was
   * linked with, 1048576 by the flags of emdeputy. 65536 to 1073741824; main()'s thread has been started by then.
   */
  uint32_t stack_size;
} deputy_options;

/**
 * What a context has done so far. Numbers wrap at 2^32.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef struct deputy_stats {
  /**
   * sizeof(deputy_stats).
   */
  size_t struct_size;
  /**
   * Calls it has taken, synchronous and asynchronous; for a native context, exports that JavaScript called.
   */
  uint32_t calls;
  /**
   * Posts it has taken: JavaScript calls and native functions.
   */
  uint32_t posts;
  /**
   * Posts of JavaScript calls that failed.
   */
  uint32_t posts_failed;
  /**
   * Synchronous calls that their callers left before there was an outcome: time up, or cancelled.
   */
  uint32_t left;
  /**
   * Of those, calls that were still queued, and did not run; and asynchronous ones that were cancelled as early.
   */
  uint32_t abandoned;
  /**
   * What was queued when the context closed, and did not run.
   */
  uint32_t dropped;
  /**
   * Frames the program has made so far, for calls of all contexts. They are used again and never freed.
   */
  uint32_t frames;
  /**
   * Task handles of the program that are not freed.
   */
  uint32_t tasks;
  /**
   * Objects of the context that native code has handles of.
   */
  uint32_t objects;
} deputy_stats;

/**
 * Part of a loop. It must return; it must not throw or unwind.
 *
 * \param userdata what deputy_pool_for() was given
 * \param begin the first index
 * \param end the one behind the last
 * \returns DEPUTY_OK, or why the loop ends: parts that have not begun do not run then
 * \threads runs on threads of the compute pool and on the one that called deputy_pool_for(), several at once; may block
 * \since 0.1.0
 */
typedef deputy_status (*deputy_pool_loop_fn)(void *userdata, size_t begin, size_t end);

/**
 * A job of a scope. It must return; it must not throw or unwind.
 *
 * \param userdata what deputy_pool_scope_submit() was given
 * \returns DEPUTY_OK, or a failure for deputy_pool_scope_wait()
 * \threads runs on a thread of the compute pool, or on the one that waits for the scope; may block, and submit more jobs
 * \since 0.1.0
 */
typedef deputy_status (*deputy_pool_job_fn)(void *userdata);

/**
 * What runs after a task has settled.
 *
 * \param task the task, settled; deputy_task_wait() with 0 gives its outcome (on the UI up to 192 bytes of it, more is
 *        DEPUTY_WOULD_BLOCK). Valid if the handle was not freed.
 * \param userdata what was given with it
 * \threads runs on the context that was named; may block, except on the UI
 * \since 0.1.0
 */
typedef void (*deputy_task_fn)(deputy_task task, void *userdata);

/**
 * How to start a thread. Zeroed but for `struct_size`, it means the defaults.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef struct deputy_thread_options {
  /**
   * sizeof(deputy_thread_options).
   */
  size_t struct_size;
  /**
   * NULL, or what the thread is called in messages and stacks: up to 1024 bytes of UTF-8, copied. Names are kept for ever: give
   * threads of one kind one name.
   */
  const char *name;
  /**
   * Bytes of its stack; 0: as many as other threads have (`-sDEFAULT_PTHREAD_STACK_SIZE`). Less than 64 KiB become 64 KiB.
   */
  size_t stack_size;
} deputy_thread_options;

/**
 * What is known of a thread. Waits in locks, joins and sleeps of C, C++ and Rust are not among it.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef struct deputy_thread_info {
  /**
   * A number that no other thread had before.
   */
  uint32_t number;
  /**
   * A deputy_thread_kind.
   */
  uint32_t kind;
  /**
   * Its name: UTF-8, of name_len bytes, without a NUL behind it; lives for ever. NULL if it has none.
   */
  const char *name;
  /**
   * Bytes of the name.
   */
  size_t name_len;
  /**
   * Its pthread_t, as a number.
   */
  size_t pthread;
  /**
   * The id of its context, 0 if it has none.
   */
  deputy_context context;
  /**
   * What it waits for in the runtime, in English; "" if it does not. Lives for ever.
   */
  const char *waits;
  /**
   * The number of the thread that is to bring what it waits for; 0 if that is not known.
   */
  uint32_t awaits;
} deputy_thread_info;

/**
 * The browser Workers that threads run on. One that is neither running nor idle is on its way.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef struct deputy_workers {
  /**
   * sizeof(deputy_workers).
   */
  size_t struct_size;
  /**
   * Workers made so far.
   */
  uint32_t made;
  /**
   * Threads that got a Worker on which another had run.
   */
  uint32_t reused;
  /**
   * Workers that were ended: too many, touched by JavaScript of the program's, or not to be loaded.
   */
  uint32_t destroyed;
  /**
   * Threads for which no Worker was up: they had to wait for one.
   */
  uint32_t depleted;
  /**
   * Workers that run a thread, or will as soon as they are up.
   */
  uint32_t running;
  /**
   * Workers that are up and wait for a thread.
   */
  uint32_t idle;
} deputy_workers;

/**
 * What a receive gave.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
typedef struct deputy_ws_part {
  /**
   * Bytes in the buffer.
   */
  size_t count;
  /**
   * DEPUTY_WS_TEXT or DEPUTY_WS_BINARY.
   */
  uint32_t kind;
  /**
   * The message ends with them; if not, the next receive goes on with it.
   */
  bool last;
} deputy_ws_part;

/**
 * The UI thread: the page's main thread, or Node's. It lives as long as the program. Runs JavaScript, and native
 * functions that are sent to it.
 *
 * \since 0.1.0
 */
#define DEPUTY_UI 1

/**
 * The background: native threads that run continuations and posted native functions, also while the deputy is
 * blocked. It grows when they block. It lives as long as the program.
 *
 * \since 0.1.0
 */
#define DEPUTY_BACKGROUND 2

/**
 * The deputy: the thread that runs `main()`. It serves what is sent to it from its event loop once `main()` has returned,
 * and before that while it waits in deputy_context_serve() or in a wait with DEPUTY_CALL_PUMP.
 *
 * \since 0.1.0
 */
#define DEPUTY_MAIN 3

/**
 * The compute pool: as many threads as there are cores, for functions that compute. One that blocks makes room for another
 * meanwhile. It lives as long as the program.
 *
 * \since 0.1.0
 */
#define DEPUTY_POOL 4

/**
 * In place of a context, for calls: the context that has the objects among the arguments; without any, the calling thread's own
 * JavaScript (deputy_worker_open()), or the UI's.
 *
 * \since 0.1.0
 */
#define DEPUTY_ANY 0



#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Makes an empty batch.
 *
 * \param context where it is to run: DEPUTY_UI, or DEPUTY_ANY for the context of the objects in it
 * \param out_batch receives the batch; free it with deputy_batch_free()
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: out_batch is NULL
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `out_batch` is NULL or writable.
 */
deputy_status deputy_batch_new(deputy_context context, struct deputy_batch **out_batch);

/**
 * Frees a batch, and the references it has to objects. One that was posted or runs goes on.
 *
 * \param batch NULL, or the batch
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `batch` is NULL or from deputy_batch_new(), and is given here once.
 */
void deputy_batch_free(struct deputy_batch *batch);

/**
 * Records: what a dotted name stands for, in what the page registered, or of globalThis.
 *
 * \param batch the batch
 * \param name NUL-terminated, such as "document.body"
 * \returns the result, as a value for later operations of the batch. What cannot be recorded is told when it is to run.
 * \threads owner only
 * \since 0.1.0
 *
 * # Safety
 * `name` is NULL or NUL-terminated; `batch` is one.
 */
struct deputy_value deputy_batch_global(struct deputy_batch *batch, const char *name);

/**
 * Records: a property.
 *
 * \param batch the batch
 * \param object a result of the batch, or an object
 * \param key NUL-terminated
 * \returns as deputy_batch_global()
 * \threads owner only
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
struct deputy_value deputy_batch_get(struct deputy_batch *batch, struct deputy_value object, const char *key);

/**
 * Records: a property is set.
 *
 * \param batch the batch
 * \param object a result of the batch, or an object
 * \param key NUL-terminated
 * \param value a result of the batch, or any value; copied
 * \threads owner only
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
void deputy_batch_set(struct deputy_batch *batch,
                      struct deputy_value object,
                      const char *key,
                      struct deputy_value value);

/**
 * Records: a property is removed.
 *
 * \param batch the batch
 * \param object a result of the batch, or an object
 * \param key NUL-terminated
 * \returns as deputy_batch_global(): whether there is none now
 * \threads owner only
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
struct deputy_value deputy_batch_delete(struct deputy_batch *batch, struct deputy_value object, const char *key);

/**
 * Records: a method is called.
 *
 * \param batch the batch
 * \param object a result of the batch, or an object
 * \param method NUL-terminated
 * \param args results of the batch, or any values; copied. NULL if argc is 0.
 * \param argc their number
 * \returns as deputy_batch_global(); a promise is a value like any other
 * \threads owner only
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
struct deputy_value deputy_batch_call(struct deputy_batch *batch,
                                      struct deputy_value object,
                                      const char *method,
                                      const struct deputy_value *args,
                                      size_t argc);

/**
 * Records: a function is called.
 *
 * \param batch the batch
 * \param function a result of the batch, or an object
 * \param this_value what `this` is
 * \param args as in deputy_batch_call()
 * \param argc their number
 * \returns as deputy_batch_call()
 * \threads owner only
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
struct deputy_value deputy_batch_apply(struct deputy_batch *batch,
                                       struct deputy_value function,
                                       struct deputy_value this_value,
                                       const struct deputy_value *args,
                                       size_t argc);

/**
 * Records: an object is made.
 *
 * \param batch the batch
 * \param constructor a result of the batch, an object, or a string: its dotted name
 * \param args as in deputy_batch_call()
 * \param argc their number
 * \returns as deputy_batch_global()
 * \threads owner only
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
struct deputy_value deputy_batch_construct(struct deputy_batch *batch,
                                           struct deputy_value constructor,
                                           const struct deputy_value *args,
                                           size_t argc);

/**
 * Records: a value, which crosses once however often it is used.
 *
 * \param batch the batch
 * \param value any value; copied
 * \returns as deputy_batch_global()
 * \threads owner only
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
struct deputy_value deputy_batch_value(struct deputy_batch *batch, struct deputy_value value);

/**
 * Records: what a promise resolves to. The batch goes on when it has settled; other calls run meanwhile.
 *
 * \param batch the batch
 * \param promise a result of the batch, or an object; what is no promise is its own result
 * \returns as deputy_batch_global()
 * \threads owner only
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
struct deputy_value deputy_batch_await(struct deputy_batch *batch, struct deputy_value promise);

/**
 * Records: a result goes back. One is the result of the batch; several are an array, in the order in which this was recorded.
 *
 * \param batch the batch
 * \param result a result of the batch
 * \threads owner only
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
void deputy_batch_return(struct deputy_batch *batch,
                         struct deputy_value result);

/**
 * Records: a result goes back as a handle, whatever object it is.
 *
 * \param batch the batch
 * \param result a result of the batch that is an object or a function
 * \threads owner only
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
void deputy_batch_return_object(struct deputy_batch *batch, struct deputy_value result);

/**
 * Records: a result is bound to a handle, also if nobody waits for the batch.
 *
 * \param batch the batch, which can be run only once then
 * \param result a result of the batch that is an object or a function
 * \param object from deputy_object_reserve(); if the batch fails before, it is DEPUTY_STALE
 * \threads owner only
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
void deputy_batch_into(struct deputy_batch *batch, struct deputy_value result, deputy_object object);

/**
 * Runs a batch and waits for the end. The first operation that fails ends it; what came before it has happened.
 *
 * \param batch the batch, which stays and can be run again
 * \param out receives what goes back, undefined if nothing does; or an error value, whose message names the operation and its
 *        number, from 0 up. NULL throws both away.
 * \param options as in deputy_js_call_with()
 * \returns as deputy_js_call_with(); the status of the operation that failed; or what was wrong in recording it:
 *          DEPUTY_INVALID_ARGUMENT: a NULL, or a result of another batch; and what values can fail with that are copied
 * \threads any thread, blocks until JavaScript has answered or the time is up, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_batch_run(struct deputy_batch *batch,
                               struct deputy_value *out,
                               const struct deputy_call_options *options);

/**
 * Runs a batch, and settles a task with its end.
 *
 * \param batch the batch, which stays, and can be freed or run again at once
 * \param out_task receives the task; free it with deputy_task_free()
 * \param options as in deputy_js_call_async()
 * \returns as deputy_js_call_async(), and what was wrong in recording it
 * \threads any thread, blocks until fewer than 1024 calls are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_batch_run_async(struct deputy_batch *batch,
                                     deputy_task *out_task,
                                     const struct deputy_call_options *options);

/**
 * Runs a batch that nobody waits for. A failure is reported like that of a posted call.
 *
 * \param batch the batch, which stays, and can be freed or run again at once
 * \returns as deputy_js_post(), and what was wrong in recording it
 * \threads any thread, blocks until fewer than 1024 posts are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_batch_post(struct deputy_batch *batch);

/**
 * Calls a JavaScript function and waits for its result; a promise it returns is awaited.
 *
 * \param context where to call it: DEPUTY_UI, a context with JavaScript (deputy_worker_open()), or DEPUTY_ANY
 * \param function from DEPUTY_FN()
 * \param out receives the result, or on DEPUTY_JS_EXCEPTION, DEPUTY_NOT_FOUND, DEPUTY_WRONG_TYPE and
 *        DEPUTY_STALE of an object an error value;
 *        give it to deputy_value_free(). NULL throws both away. Otherwise left as it was.
 * \param args the arguments; they and what they point to are read during this call only. NULL if argc is 0.
 * \param argc their number
 * \returns DEPUTY_OK; DEPUTY_JS_EXCEPTION: it threw or the promise was rejected; DEPUTY_NOT_FOUND: no such function
 *          now; DEPUTY_WRONG_TYPE: an argument or the result cannot cross, the message says which; DEPUTY_STALE: no
 *          such context, or an object that was released; DEPUTY_WRONG_CONTEXT: an object belongs to another context than the
 *          one that is called, or two to different ones; DEPUTY_UNSUPPORTED: the context runs no JavaScript; DEPUTY_INVALID_ARGUMENT: function is NULL,
 *          its name empty, too long or not UTF-8, or args
 *          is NULL with argc > 0; DEPUTY_NO_MEMORY: no room for the result; DEPUTY_WOULD_BLOCK: called on the UI
 *          thread; or in a synchronous call of the page's, and the function returned a promise; DEPUTY_DEADLOCK: the same in
 *          the blocking modes warn and allow.
 * \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says, for the time of the call.
 */
deputy_status deputy_js_call(deputy_context context,
                             struct deputy_js_fn *function,
                             struct deputy_value *out,
                             const struct deputy_value *args,
                             size_t argc);

/**
 * Calls a JavaScript function like deputy_js_call(), with options.
 *
 * A call that times out while JavaScript runs is left: it runs on, and its result is dropped.
 *
 * \param context where to call it: DEPUTY_UI, a context with JavaScript (deputy_worker_open()), or DEPUTY_ANY
 * \param function from DEPUTY_FN()
 * \param out as in deputy_js_call()
 * \param args as in deputy_js_call()
 * \param argc their number
 * \param options NULL for the defaults; read during this call only
 * \returns as deputy_js_call(), and DEPUTY_TIMED_OUT: options->timeout_ms passed first; DEPUTY_CANCELLED: options->cancel
 *          was cancelled first; DEPUTY_INVALID_ARGUMENT: also if options->struct_size or a flag is wrong; DEPUTY_STALE: also
 *          if options->cancel is no task
 * \threads any thread, blocks until JavaScript has answered or the time is up, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says, for the time of the call.
 */
deputy_status deputy_js_call_with(deputy_context context,
                                  struct deputy_js_fn *function,
                                  struct deputy_value *out,
                                  const struct deputy_value *args,
                                  size_t argc,
                                  const struct deputy_call_options *options);

/**
 * Calls a JavaScript function without waiting: returns as soon as the call is queued.
 *
 * Posts of one thread run in the order they were made, and before calls it makes later. A function that fails, or
 * does not exist, is counted and reported to the page (`Module.deputy.onError`, or the console). A thread that has
 * 1024 posts outstanding waits until one has run.
 *
 * \param context where to call it: DEPUTY_UI, a context with JavaScript (deputy_worker_open()), or DEPUTY_ANY
 * \param function from DEPUTY_FN()
 * \param args the arguments; they and what they point to are copied. NULL if argc is 0.
 * \param argc their number
 * \returns DEPUTY_OK: queued; DEPUTY_STALE: no such context; DEPUTY_WRONG_CONTEXT: as in deputy_js_call(); DEPUTY_UNSUPPORTED: the context runs no JavaScript;
 *          DEPUTY_INVALID_ARGUMENT: as in deputy_js_call(), or a
 *          string is NULL with a length; DEPUTY_NO_MEMORY: no room for the copy; DEPUTY_WOULD_BLOCK: on the UI
 *          thread, with 1024 posts outstanding
 * \threads any thread, blocks until fewer than 1024 posts are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says, for the time of the call.
 */
deputy_status deputy_js_post(deputy_context context,
                             struct deputy_js_fn *function,
                             const struct deputy_value *args,
                             size_t argc);

/**
 * Calls a JavaScript function without waiting, like deputy_js_post(), with options.
 *
 * \param context as in deputy_js_post()
 * \param function as in deputy_js_post()
 * \param args as in deputy_js_post()
 * \param argc their number
 * \param options NULL for the defaults; `into` is bound once the function has run, `timeout_ms` is for the wait until fewer than
 *        1024 posts are outstanding
 * \returns as deputy_js_post(), and DEPUTY_TIMED_OUT; DEPUTY_INVALID_ARGUMENT: also if options->struct_size is wrong, or there
 *          are flags or a token
 * \threads any thread, blocks until fewer than 1024 posts are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says, for the time of the call.
 */
deputy_status deputy_js_post_with(deputy_context context,
                                  struct deputy_js_fn *function,
                                  const struct deputy_value *args,
                                  size_t argc,
                                  const struct deputy_call_options *options);

/**
 * Makes a native function that can be given to JavaScript, as deputy_callback_value(). There it is a function that returns a
 * promise for what the native function returns.
 *
 * \param function the function
 * \param userdata passed to it, every time
 * \param drop NULL, or called with userdata exactly once: when native code has freed the callback and JavaScript has let go of
 *        it and no call of it is queued or runs; or when its context closes; or when this call fails. It runs on the thread
 *        that was the last to let go, for JavaScript on the background.
 * \param options NULL for the defaults
 * \param out_callback receives the callback; free it with deputy_callback_free()
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: function or out_callback is NULL, the signature cannot be read, or struct_size
 *          or a flag is wrong; DEPUTY_STALE: no such context; DEPUTY_UNSUPPORTED: the context is the UI; DEPUTY_NO_THREADS: the
 *          I/O thread could not be started; DEPUTY_NO_MEMORY: there are a million callbacks; DEPUTY_WOULD_BLOCK: on the UI
 * \threads any thread, blocks until the I/O thread runs, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says; `userdata` may be used on the thread of the context, and by `drop` on
 * any but the UI.
 */
deputy_status deputy_callback_new(deputy_export_fn function,
                                  void *userdata,
                                  deputy_fn drop,
                                  const struct deputy_callback_options *options,
                                  deputy_callback *out_callback);

/**
 * Native code holds a callback once more: each reference is freed with deputy_callback_free(). For callbacks that came as
 * arguments and are kept.
 *
 * \param callback the callback
 * \returns DEPUTY_OK; DEPUTY_STALE: it is gone
 * \threads any thread, never blocks
 * \since 0.1.0
 */
deputy_status deputy_callback_ref(deputy_callback callback);

/**
 * Native code lets go of a callback. JavaScript that has it can go on calling it; when that has let go as well, `drop` runs.
 * A callback may free itself. `drop` runs here if nobody else holds it, but not on the UI.
 *
 * \param callback the callback; 0, stale handles and callbacks that native code does not hold are no-ops
 * \threads any thread, never blocks
 * \since 0.1.0
 */
void deputy_callback_free(deputy_callback callback);

/**
 * The number of callbacks that native code, JavaScript or a value on its way holds.
 *
 * \returns the number now; other threads may be changing it
 * \threads any thread, never blocks
 * \since 0.1.0
 */
size_t deputy_callback_live(void);

/**
 * Opens a context for the calling thread, so that others can send native functions to it. A thread has at most one; a
 * second call tells the first one's id. It closes with deputy_context_close() or when the thread ends.
 *
 * \param out_context receives the id
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: out_context is NULL; DEPUTY_NO_MEMORY: 1016 threads have one already
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `out_context` is NULL or writable.
 */
deputy_status deputy_context_open(deputy_context *out_context);

/**
 * The context of the calling thread.
 *
 * \returns its id; DEPUTY_UI on the UI; 0 if the thread has none
 * \threads any thread, never blocks
 * \since 0.1.0
 */
deputy_context deputy_context_current(void);

/**
 * Closes the context of the calling thread. What is queued is dropped unrun (its `drop` runs here); later senders get
 * DEPUTY_STALE or DEPUTY_CLOSED.
 *
 * \returns DEPUTY_OK; DEPUTY_STALE: the thread has none
 * \threads owner only
 * \since 0.1.0
 */
deputy_status deputy_context_close(void);

/**
 * Runs what is sent to the calling thread's context until the time is up.
 *
 * \param timeout_ms milliseconds; 0 runs what is there now and returns, UINT32_MAX serves without limit
 * \param out_ran NULL, or receives how many functions ran
 * \returns DEPUTY_OK; DEPUTY_STALE: the thread has no context; DEPUTY_WOULD_BLOCK: on the UI, which is always served;
 *          or with a time in a synchronous call of the page's, if the blocking mode does not allow it to wait
 * \threads owner only
 * \since 0.1.0
 *
 * # Safety
 * `out_ran` is NULL or writable.
 */
deputy_status deputy_context_serve(uint32_t timeout_ms, size_t *out_ran);

/**
 * Sends a native function to a context and returns. The first one of a program that goes to the background waits until
 * its threads run. Functions of one sender run in the order they were sent; on the
 * background they start in that order, on any of its threads.
 *
 * \param context where it runs
 * \param function the function
 * \param userdata passed to it
 * \param drop NULL, or called with userdata exactly once: after the function has run, or instead of it when the context
 *        closes first or this call fails
 * \returns DEPUTY_OK: queued; DEPUTY_STALE: no such context; DEPUTY_CLOSED: it closed meanwhile; DEPUTY_NO_THREADS: the
 *          background's first thread could not be started; DEPUTY_INVALID_ARGUMENT: function is NULL
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `userdata` may be used on the thread of the context.
 */
deputy_status deputy_context_post(deputy_context context, deputy_fn function, void *userdata, deputy_fn drop);

/**
 * Sends a native function to a context and waits for its result. Runs it at once if the context is the calling thread's
 * own.
 *
 * \param context where it runs
 * \param function the function
 * \param userdata passed to it
 * \param drop as in deputy_context_post()
 * \param out NULL, or receives the result; give it to deputy_value_free()
 * \param options NULL for the defaults: timeout_ms and cancel end the wait, and the function does not run if it has not
 *        begun; flags may have DEPUTY_CALL_PUMP
 * \returns what the function returned; or DEPUTY_STALE: no such context or cancel task; DEPUTY_CLOSED: it closed before the
 *          function ran, or its thread ended while it did; DEPUTY_TIMED_OUT; DEPUTY_CANCELLED; DEPUTY_WOULD_BLOCK: for
 *          another context, on the UI or in a synchronous call of the page's, if the blocking mode does not allow it to wait; DEPUTY_NO_THREADS; DEPUTY_NO_MEMORY; DEPUTY_INVALID_ARGUMENT: function is NULL, or
 *          options are wrong;
 *          DEPUTY_DEADLOCK: the context's thread waits for the caller, itself or by way of others, and does not serve meanwhile
 * \threads any thread, blocks until the function has returned, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * `userdata` may be used on the thread of the context; pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_context_send(deputy_context context,
                                  deputy_send_fn function,
                                  void *userdata,
                                  deputy_fn drop,
                                  struct deputy_value *out,
                                  const struct deputy_call_options *options);

/**
 * Sends a native function to a context and returns a task for its result. It runs later, also if the context is the calling
 * thread's own.
 *
 * \param context where it runs
 * \param function the function
 * \param userdata passed to it
 * \param drop as in deputy_context_post()
 * \param out_task receives the task; free it with deputy_task_free(). Cancelled before the function begins, the function
 *        does not run.
 * \param options NULL for the defaults: timeout_ms settles the task with DEPUTY_TIMED_OUT, cancel cancels it; no flags
 * \returns DEPUTY_OK: queued; otherwise as deputy_context_send(), and there is no task
 * \threads any thread, blocks until the I/O thread runs, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * `userdata` may be used on the thread of the context; pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_context_send_async(deputy_context context,
                                        deputy_send_fn function,
                                        void *userdata,
                                        deputy_fn drop,
                                        deputy_task *out_task,
                                        const struct deputy_call_options *options);

/**
 * Whether nobody waits any more for the function that runs now on the calling thread: a function of deputy_context_send()
 * or deputy_context_send_async(), or an export; or, in a part of deputy_pool_for() or a job of a scope that is waited for, for
 * such a function that waits for the loop or the scope. Long work looks now and then and gives up.
 *
 * \returns true if the caller has cancelled it, or its time was up; false otherwise, outside of such a function, and on the
 *          UI
 * \threads any thread, never blocks
 * \since 0.1.0
 */
bool deputy_is_cancelled(void);

/**
 * Fills memory with random bytes, fit for keys.
 *
 * \param bytes the memory; NULL if size is 0
 * \param size its size, any
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: bytes is NULL; DEPUTY_UNSUPPORTED: the platform has none
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `bytes` has `size` bytes.
 */
deputy_status deputy_crypto_random(void *bytes, size_t size);

/**
 * Adds a native function that JavaScript can call by name from now on. DEPUTY_EXPORT() does it before main().
 *
 * \param signature a name, letters, digits, `_`, `$` and `.`, and what it takes and gives: "score(text: string, limit?: i32): f64".
 *        Types are any, bool, i32, i64, f64, string, bytes, date, array, record, object, error, with `| null` if null may come
 *        too, and void for a result; `?` marks parameters that may be left out. Numbers are made to fit; what does not fit is
 *        rejected before the function runs.
 *        A name alone takes and gives anything.
 * \param function the function
 * \param userdata passed to it, every time
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: signature or function is NULL, the signature cannot be read, or the name is
 *          taken; DEPUTY_NO_THREADS: the I/O thread could not be started
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `signature` is NULL or a NUL-terminated string; the function and `userdata` may be used on any thread until the program
 * ends.
 */
deputy_status deputy_export_add(const char *signature,
                                deputy_export_fn function,
                                void *userdata);

/**
 * What DEPUTY_EXPORT() does before main(): a signature that cannot be read ends the program, with a message.
 *
 * \param signature as in deputy_export_add()
 * \param function as in deputy_export_add()
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * As deputy_export_add().
 */
void deputy_export_static(const char *signature, deputy_export_fn function);

/**
 * Makes a folder whose files outlive the program, and fills it with what was saved. In browsers what is in it is kept in IndexedDB, for
 * the page's origin: it is saved by deputy_file_save(), by fsync() of any file in it, and when the program ends by exit() or by
 * returning from main(). A save is all there or, when the page dies meanwhile, not at all. In Node it is a folder of the machine.
 *
 * \param path NUL-terminated, such as "/save": it is made if it is not there; what is in it already cannot be seen any more
 * \param name NUL-terminated: in browsers what the files are kept under; in Node the machine's folder, which is made if it is not there
 * \param out_error NULL, or receives an error value where JavaScript gave one; give it to deputy_value_free()
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: something is NULL or empty, or the path names no folder, or one that was made so before;
 *          DEPUTY_UNSUPPORTED: there is no IndexedDB, or the program was linked with -sWASMFS; DEPUTY_JS_EXCEPTION: what was saved cannot be
 *          loaded; DEPUTY_NO_MEMORY; DEPUTY_WOULD_BLOCK: on the UI
 * \threads any thread, blocks until the files are there, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_file_persist(const char *path,
                                  const char *name,
                                  struct deputy_value *out_error);

/**
 * Saves what has changed in a folder of deputy_file_persist(), and waits until the device has it. In Node there is nothing to do.
 *
 * \param path NUL-terminated, as it was given to deputy_file_persist(); NULL saves all of them
 * \param out_error as in deputy_file_persist()
 * \returns DEPUTY_OK; DEPUTY_NO_SPACE: the browser gives no more room; what was saved before is still there, whole; DEPUTY_NOT_FOUND: there is no
 *          such folder; DEPUTY_JS_EXCEPTION: the database fails; DEPUTY_NO_MEMORY; DEPUTY_WOULD_BLOCK: on the UI
 * \threads any thread, blocks until it is saved, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_file_save(const char *path,
                               struct deputy_value *out_error);

/**
 * Makes a request.
 *
 * \param method NUL-terminated, such as "GET"
 * \param url NUL-terminated; on a page it may be relative to it
 * \param out_request receives the request; free it with deputy_http_request_free()
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: something is NULL
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_http_request_new(const char *method, const char *url, struct deputy_http_request **out_request);

/**
 * Adds a header.
 *
 * \param request the request
 * \param name NUL-terminated
 * \param value NUL-terminated
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: something is NULL
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_http_request_header(struct deputy_http_request *request, const char *name, const char *value);

/**
 * Sets an option: one of `fetch`, or how a body that is written in pieces goes out (deputy_http_upload_begin()).
 *
 * \param request the request
 * \param name NUL-terminated: "redirect", "credentials", "mode", "cache", "integrity" or "referrerPolicy"; or "upload"
 * \param value NUL-terminated: what fetch takes for it, such as "manual"; for "upload": "stream", "collect" or "auto"
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: something is NULL, or there is no such option
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_http_request_option(struct deputy_http_request *request, const char *name, const char *value);

/**
 * Gives the request a body, or another one.
 *
 * \param request the request
 * \param bytes copied; NULL with a length of 0 is an empty body
 * \param len their number
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: request is NULL, or bytes is, with a length; DEPUTY_NO_MEMORY
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_http_request_body(struct deputy_http_request *request, const void *bytes, size_t len);

/**
 * Says how long phases of the request may take.
 *
 * \param request the request
 * \param head_ms milliseconds until the headers have come; 0 waits without limit
 * \param read_ms milliseconds that deputy_http_read() waits for a byte; 0 waits without limit
 * \param cancel 0, or a task: when it is cancelled before the headers have come, the request is aborted. It stays the caller's.
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: request is NULL
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `request` is NULL or a request.
 */
deputy_status deputy_http_request_limits(struct deputy_http_request *request,
                                         uint32_t head_ms,
                                         uint32_t read_ms,
                                         deputy_task cancel);

/**
 * Says how long all of the request may take, from when it is sent until its body has come.
 *
 * \param request the request
 * \param total_ms milliseconds; then it is aborted, and whoever waits for it, then or later, is told DEPUTY_TIMED_OUT; 0 is without limit
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: request is NULL
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `request` is NULL or a request.
 */
deputy_status deputy_http_request_total(struct deputy_http_request *request,
                                        uint32_t total_ms);

/**
 * Says whose `fetch` sends the request. Work that comes with its bytes is that thread's then, not the page's.
 *
 * A thread does not wait for its own JavaScript: there deputy_http_send() is DEPUTY_DEADLOCK; deputy_http_send_async() and
 * deputy_http_read_async() go, and so does everything on other threads.
 *
 * \param request the request
 * \param context DEPUTY_UI, which it is if nothing says otherwise; a context with JavaScript, such as a JS worker's; or DEPUTY_ANY: the
 *        calling thread's own, if it has JavaScript when it sends the request, else the page's
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: request is NULL
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `request` is NULL or a request.
 */
deputy_status deputy_http_request_context(struct deputy_http_request *request,
                                          deputy_context context);

/**
 * Frees a request. Responses to it live on.
 *
 * \param request NULL, or the request
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `request` is NULL or a request, and is given here once.
 */
void deputy_http_request_free(struct deputy_http_request *request);

/**
 * The HTTP status of a response.
 *
 * \param response the response
 * \returns such as 200; 0 for NULL, and for one that the browser hides, as of a redirect with the option "manual"
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `response` is NULL or a response.
 */
uint32_t deputy_http_status(const struct deputy_http_response *response);

/**
 * A header of a response. One that came several times is joined with ", ".
 *
 * \param response the response
 * \param name NUL-terminated, in any case
 * \returns NUL-terminated, the response's; NULL if there is none, or the browser hides it
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
const char *deputy_http_header(const struct deputy_http_response *response, const char *name);

/**
 * The address a response came from, after redirects.
 *
 * \param response the response
 * \returns NUL-terminated, the response's; NULL for NULL
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `response` is NULL or a response.
 */
const char *deputy_http_url(const struct deputy_http_response *response);

/**
 * How long the body is, as far as the server has told.
 *
 * \param response the response
 * \returns bytes; UINT64_MAX: nobody knows, because the server did not tell, or the body is compressed, or NULL. An answer to HEAD tells how
 *          long it would have been.
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `response` is NULL or a response.
 */
uint64_t deputy_http_length(const struct deputy_http_response *response);

/**
 * How much of the body has come to native code, on whichever thread: read, or read ahead for small reads.
 *
 * \param response the response
 * \returns bytes, after decompression; 0 for NULL
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `response` is NULL or a response.
 */
uint64_t deputy_http_received(const struct deputy_http_response *response);

/**
 * Reads of the body: what has come, at least one byte, at most `size`. Large reads go straight into `buffer`, small ones are served
 * from bytes that were read ahead. Of several threads that read, each byte goes to one.
 *
 * \param response the response
 * \param buffer receives the bytes
 * \param size its room, at least 1
 * \param out_count receives how many came; 0 at the end of the body
 * \returns DEPUTY_OK; DEPUTY_TIMED_OUT: nothing came in the time that deputy_http_request_limits() gave, and the next read goes on; or the
 *          time for all of it (deputy_http_request_total()) is over; DEPUTY_CLOSED: the connection broke before the end of the body, or it
 *          could not be decompressed; DEPUTY_CANCELLED: the request was aborted; DEPUTY_DEADLOCK: nothing has come yet, and the request is
 *          the calling thread's own JavaScript's (deputy_http_read_async() goes); DEPUTY_STALE: the context that sent it has closed;
 *          DEPUTY_INVALID_ARGUMENT: something is NULL or size is 0; DEPUTY_NO_MEMORY; DEPUTY_WOULD_BLOCK: on the UI
 * \threads any thread, blocks until a byte has come, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_http_read(struct deputy_http_response *response,
                               void *buffer,
                               size_t size,
                               size_t *out_count);

/**
 * Reads of the body without waiting: a task settles with a DEPUTY_VALUE_BYTES of what has come, which is empty at the end of the body.
 *
 * Bytes go to one reader: those of a task that is cancelled or freed when they have just come are lost.
 *
 * \param response the response
 * \param size bytes at most, at least 1
 * \param out_task receives the task; free it with deputy_task_free()
 * \returns DEPUTY_OK: the task tells how it went, with the statuses of deputy_http_read(); DEPUTY_INVALID_ARGUMENT: something is NULL or size
 *          is 0; DEPUTY_STALE: the context that sent it has closed; DEPUTY_NO_MEMORY; DEPUTY_NO_THREADS; DEPUTY_WOULD_BLOCK: on the UI
 * \threads any thread, blocks until fewer than 1024 calls are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_http_read_async(struct deputy_http_response *response,
                                     size_t size,
                                     deputy_task *out_task);

/**
 * Aborts a request whose headers have come: reads that wait, and later ones, end with DEPUTY_CANCELLED once what was read ahead is
 * used up. Does nothing when the body has been read.
 *
 * \param response NULL, which is a no-op, or the response; it is still to be freed
 * \returns DEPUTY_OK; DEPUTY_WOULD_BLOCK: on the UI, with 1024 posts outstanding
 * \threads any thread, blocks until fewer than 1024 posts are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * `response` is NULL or a response.
 */
deputy_status deputy_http_abort(const struct deputy_http_response *response);

/**
 * Frees a response. What of the body has not been read is not fetched any more.
 *
 * \param response NULL, which is a no-op, or the response, which no thread uses any more
 * \returns DEPUTY_OK
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `response` is NULL or a response, and is given here once.
 */
deputy_status deputy_http_free(struct deputy_http_response *response);

/**
 * Sends a request and waits until the headers of the response have come. Any HTTP status is a response.
 *
 * \param request the request; it stays the caller's, and is not changed
 * \param out_error NULL, or receives an error value where JavaScript gave one; give it to deputy_value_free()
 * \param out_response receives the response; free it with deputy_http_free()
 * \returns DEPUTY_OK; DEPUTY_JS_EXCEPTION: the network failed, or the browser forbids the request; DEPUTY_INVALID_ARGUMENT:
 *          something is NULL, or method, address, a header or an option is none that fetch takes; DEPUTY_TIMED_OUT; DEPUTY_CANCELLED;
 *          DEPUTY_STALE: the task to cancel it is none, or the context has gone; DEPUTY_DEADLOCK: the calling thread's own JavaScript is to send
 *          it; DEPUTY_UNSUPPORTED: the context runs no JavaScript; DEPUTY_NO_MEMORY; DEPUTY_NO_THREADS; DEPUTY_WOULD_BLOCK: on the UI
 * \threads any thread, blocks until the headers have come or the time is up, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_http_send(const struct deputy_http_request *request,
                               struct deputy_value *out_error,
                               struct deputy_http_response **out_response);

/**
 * Sends a request and does not wait: a task settles when the headers of the response have come.
 *
 * Cancelling the task aborts the request, and so does deputy_task_free() before anybody has taken the response of it.
 *
 * \param request as in deputy_http_send()
 * \param out_task receives the task, for deputy_task_wait(), deputy_task_then() and deputy_http_response_of(); free it with
 *        deputy_task_free()
 * \returns DEPUTY_OK: sent; DEPUTY_INVALID_ARGUMENT: something is NULL; DEPUTY_STALE: the task to cancel it is none, or the context has
 *          gone; DEPUTY_UNSUPPORTED: the context runs no JavaScript; DEPUTY_NO_MEMORY; DEPUTY_NO_THREADS; DEPUTY_WOULD_BLOCK: on the UI. What
 *          becomes of the request the task tells, with the statuses of deputy_http_send().
 * \threads any thread, blocks until fewer than 1024 calls are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_http_send_async(const struct deputy_http_request *request,
                                     deputy_task *out_task);

/**
 * Waits for a task of deputy_http_send_async() and gives the response.
 *
 * \param task the task; it stays the caller's. As long as it lives, the response is not given up.
 * \param read_ms milliseconds that deputy_http_read() waits for a byte; 0 waits without limit
 * \param out_error as in deputy_http_send()
 * \param out_response receives the response; free it with deputy_http_free()
 * \returns as deputy_http_send(), and DEPUTY_STALE: no such task; DEPUTY_WRONG_TYPE: it is a task of something else
 * \threads any thread, blocks until the task has settled, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_http_response_of(deputy_task task,
                                      uint32_t read_ms,
                                      struct deputy_value *out_error,
                                      struct deputy_http_response **out_response);

/**
 * Gets what is at an address: a request without anything else, which is sent.
 *
 * \param url NUL-terminated; on a page it may be relative to it
 * \param out_error as in deputy_http_send()
 * \param out_response as in deputy_http_send()
 * \returns as deputy_http_send()
 * \threads any thread, blocks until the headers have come, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_http_get_cstr(const char *url,
                                   struct deputy_value *out_error,
                                   struct deputy_http_response **out_response);

/**
 * Begins a request whose body is written in pieces, with deputy_http_upload_write().
 *
 * Where the platform can, the pieces go out while they are written: in Node, and in Chromium to servers that are known to speak HTTP/2 or
 * later. Elsewhere (Firefox; HTTP/1.1) the browser collects them, on disk if it likes, and sends them when the body has ended. The option
 * "upload" of the request says "stream" (if the platform has no streams, DEPUTY_UNSUPPORTED; if the server turns out to be none for
 * them, the request fails), "collect", or "auto".
 *
 * \param request as in deputy_http_send(); it has no body of its own
 * \param out_error as in deputy_http_send()
 * \param out_upload receives the upload; free it with deputy_http_upload_free()
 * \returns DEPUTY_OK: begun; DEPUTY_INVALID_ARGUMENT: something is NULL, the request has a body, or fetch does not take its method, address, a
 *          header or an option; DEPUTY_UNSUPPORTED: a stream was asked for, or the context runs no JavaScript; DEPUTY_STALE: the context
 *          has gone; DEPUTY_NO_MEMORY; DEPUTY_WOULD_BLOCK: on the UI
 * \threads any thread, blocks until the request has begun, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_http_upload_begin(const struct deputy_http_request *request,
                                       struct deputy_value *out_error,
                                       struct deputy_http_upload **out_upload);

/**
 * Writes a piece of the body: all of it, or nothing. It waits while more than 256 KiB have not gone out, if they go out already. Pieces of
 * less than 64 KiB are put together first (deputy_http_upload_flush()). Of several threads, one writes at a time.
 *
 * \param upload the upload
 * \param bytes the piece, copied; NULL if size is 0
 * \param size its bytes
 * \param timeout_ms milliseconds to wait at most, UINT32_MAX without limit
 * \returns DEPUTY_OK: taken; DEPUTY_TIMED_OUT: nothing of it was taken in that time, or the time for all of the request is over; DEPUTY_CLOSED:
 *          the connection broke, or the server wants no more: deputy_http_upload_end() tells; DEPUTY_CANCELLED: the request was aborted, or its
 *          task was cancelled; DEPUTY_DEADLOCK: it has to wait, for the calling thread's own JavaScript; DEPUTY_STALE: the context that
 *          sends it has closed; DEPUTY_INVALID_ARGUMENT: upload is NULL, or bytes is, with a size; DEPUTY_NO_MEMORY; DEPUTY_WOULD_BLOCK: on
 *          the UI
 * \threads any thread, blocks until there is room for the piece, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_http_upload_write(struct deputy_http_upload *upload,
                                       const void *bytes,
                                       size_t size,
                                       uint32_t timeout_ms);

/**
 * Hands over what small pieces were put together. So does the end of the body.
 *
 * \param upload the upload
 * \param timeout_ms as in deputy_http_upload_write()
 * \returns as deputy_http_upload_write()
 * \threads any thread, blocks until there is room, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * `upload` is NULL or an upload.
 */
deputy_status deputy_http_upload_flush(struct deputy_http_upload *upload, uint32_t timeout_ms);

/**
 * Ends the body and waits until the headers of the response have come, as deputy_http_send() does.
 *
 * \param upload the upload; it is still to be freed
 * \param out_error as in deputy_http_send()
 * \param out_response receives the response; free it with deputy_http_free()
 * \returns as deputy_http_send()
 * \threads any thread, blocks until the headers have come or the time is up, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_http_upload_end(struct deputy_http_upload *upload,
                                     struct deputy_value *out_error,
                                     struct deputy_http_response **out_response);

/**
 * Aborts an upload: whoever writes or waits for the response, on any thread, is told DEPUTY_CANCELLED, and so is everybody later.
 *
 * \param upload NULL, which is a no-op, or the upload; it is still to be freed
 * \returns as deputy_http_abort()
 * \threads any thread, blocks until fewer than 1024 posts are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * `upload` is NULL or an upload.
 */
deputy_status deputy_http_upload_abort(const struct deputy_http_upload *upload);

/**
 * Frees an upload. One that has not been ended is aborted; a response lives on.
 *
 * \param upload NULL, which is a no-op, or the upload, which no thread uses any more
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `upload` is NULL or an upload, and is given here once.
 */
void deputy_http_upload_free(struct deputy_http_upload *upload);

/**
 * Adds a reference, for another owner.
 *
 * \param object the handle; a stale one stays stale
 * \returns the same handle
 * \threads any thread, never blocks
 * \since 0.1.0
 */
deputy_object deputy_object_ref(deputy_object object);

/**
 * Gives a reference back. Calls that anybody has queued before this still find the object.
 *
 * \param object the handle; 0 and stale handles are no-ops
 * \threads any thread, never blocks
 * \since 0.1.0
 */
void deputy_object_free(deputy_object object);

/**
 * Makes a handle that the result of a call is going to be bound to (`deputy_call_options.into`): it can be used at once as an
 * argument of later calls, before there is a result. With one reference.
 *
 * \param context the context that will have the object: DEPUTY_UI, or DEPUTY_ANY, which is the UI, too
 * \param out_object receives the handle
 * \returns DEPUTY_OK; DEPUTY_STALE: no such context; DEPUTY_UNSUPPORTED: the context runs no JavaScript;
 *          DEPUTY_INVALID_ARGUMENT: out_object is NULL
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `out_object` is NULL or writable.
 */
deputy_status deputy_object_reserve(deputy_context context,
                                    deputy_object *out_object);

/**
 * Calls a JavaScript function like deputy_js_call_with(), with two lists of arguments, one after the other.
 *
 * \param context as in deputy_js_call_with()
 * \param function as in deputy_js_call_with()
 * \param out as in deputy_js_call_with()
 * \param head the first arguments; NULL if headc is 0
 * \param headc their number
 * \param args the others; NULL if argc is 0
 * \param argc their number
 * \param options as in deputy_js_call_with()
 * \returns as deputy_js_call_with()
 * \threads any thread, blocks until JavaScript has answered or the time is up, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * As deputy_js_call_with().
 */
deputy_status deputy_js_call_parts(deputy_context context,
                                   struct deputy_js_fn *function,
                                   struct deputy_value *out,
                                   const struct deputy_value *head,
                                   size_t headc,
                                   const struct deputy_value *args,
                                   size_t argc,
                                   const struct deputy_call_options *options);

/**
 * Tells what is chosen now.
 *
 * \param out_options struct_size is set by the caller; the rest is written
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: out_options is NULL or its struct_size wrong
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `out_options` is NULL or writable.
 */
deputy_status deputy_options_get(struct deputy_options *out_options);

/**
 * Chooses. Takes effect soon.
 *
 * \param options every member counts: get them first, and change what is to change
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: options is NULL, or a member is outside its range; nothing has changed then
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `options` is NULL or readable.
 */
deputy_status deputy_options_set(const struct deputy_options *options);

/**
 * Logs a line: to `Module.deputy.onLog`, or the page's console, with the level and the thread's name. In order with the
 * calls and posts of the thread.
 *
 * \param level how important it is; DEPUTY_LOG_OFF and numbers that are no level log nothing
 * \param text UTF-8, NUL-terminated; copied. NULL logs nothing.
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `text` is NULL or NUL-terminated.
 */
void deputy_log(int32_t level, const char *text);

/**
 * Tells what a context has done so far.
 *
 * \param context DEPUTY_UI, DEPUTY_MAIN or one that a thread has opened
 * \param out_stats struct_size is set by the caller; the rest is written
 * \returns DEPUTY_OK; DEPUTY_STALE: no such context; DEPUTY_UNSUPPORTED: the background counts nothing;
 *          DEPUTY_INVALID_ARGUMENT: out_stats is NULL or its struct_size wrong; DEPUTY_WOULD_BLOCK: on the UI, where
 *          `Module.deputy.stats()` tells it
 * \threads any thread, blocks until a short lock is free, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * `out_stats` is NULL or writable.
 */
deputy_status deputy_context_stats(deputy_context context, struct deputy_stats *out_stats);

/**
 * How many functions that do not block the compute pool runs at once: the number of the machine's cores.
 *
 * \returns 1 or more
 * \threads any thread, never blocks
 * \since 0.1.0
 */
uint32_t deputy_pool_width(void);

/**
 * A loop over indices, in parts that run on the compute pool and on the calling thread; returns when all of it is done. It may be used
 * inside of itself and of jobs: the calling thread runs what nobody else has begun.
 *
 * \param begin the first index
 * \param end the one behind the last
 * \param grain indices of a part, but for the last one; 0: some parts for each core
 * \param function runs a part
 * \param userdata passed to it
 * \returns DEPUTY_OK; what the first part that failed returned; DEPUTY_CLOSED: the thread of a part ended in it;
 *          DEPUTY_INVALID_ARGUMENT: function is NULL, or end is before begin; DEPUTY_WOULD_BLOCK: on the UI
 * \threads any thread, blocks until all parts have returned, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * `userdata` may be used on several threads at once.
 */
deputy_status deputy_pool_for(size_t begin,
                              size_t end,
                              size_t grain,
                              deputy_pool_loop_fn function,
                              void *userdata);

/**
 * Makes a scope without jobs.
 *
 * \param out_scope receives it; deputy_pool_scope_wait() frees it
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: out_scope is NULL
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `out_scope` is NULL or writable.
 */
deputy_status deputy_pool_scope_new(struct deputy_pool_scope **out_scope);

/**
 * Adds a job to a scope: it runs on the compute pool, or at the latest on the thread that waits for the scope.
 *
 * \param scope from deputy_pool_scope_new(); nobody has waited for it yet, or a job of its own submits
 * \param function the job
 * \param userdata passed to it
 * \param drop NULL, or called with userdata exactly once: after the function has run, or when this call fails
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: scope or function is NULL; DEPUTY_WOULD_BLOCK: on the UI
 * \threads any thread, blocks until the pool has its first thread, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * `userdata` may be used on another thread; the scope has not been freed.
 */
deputy_status deputy_pool_scope_submit(struct deputy_pool_scope *scope,
                                       deputy_pool_job_fn function,
                                       void *userdata,
                                       deputy_fn drop);

/**
 * Waits for all jobs of a scope, those included that its jobs submit, and frees the scope. The calling thread runs jobs meanwhile.
 *
 * \param scope from deputy_pool_scope_new(); NULL is a no-op
 * \returns DEPUTY_OK; what the first job that failed returned (the others have run as well); DEPUTY_CLOSED: the thread of a job ended
 *          in it; DEPUTY_WOULD_BLOCK: on the UI, and the scope is not freed
 * \threads any thread, blocks until all jobs have returned, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * The scope has not been freed; none of its own jobs waits for it.
 */
deputy_status deputy_pool_scope_wait(struct deputy_pool_scope *scope);

/**
 * The name of a status, such as "DEPUTY_TIMED_OUT".
 *
 * \param status any number
 * \returns a string that lives as long as the program; for a number that is no status "DEPUTY_UNKNOWN". Never NULL.
 * \threads any thread, never blocks
 * \since 0.1.0
 */
const char *deputy_status_name(int32_t status);

/**
 * What a status means and what to do about it, in one sentence.
 *
 * \param status any number
 * \returns a string that lives as long as the program; for a number that is no status a fixed text. Never NULL.
 * \threads any thread, never blocks
 * \since 0.1.0
 */
const char *deputy_status_message(int32_t status);

/**
 * Starts a call of a JavaScript function and returns a task for its outcome. A promise it returns is awaited. The first
 * one of a program waits until the I/O thread runs.
 *
 * \param context where to call it: DEPUTY_UI, or DEPUTY_ANY
 * \param function from DEPUTY_FN()
 * \param out_task receives the task; free it with deputy_task_free()
 * \param args the arguments; they and what they point to are copied. NULL if argc is 0.
 * \param argc their number
 * \param options NULL for the defaults: timeout_ms settles the task with DEPUTY_TIMED_OUT, flags may have
 *        DEPUTY_CALL_SIGNAL
 * \returns DEPUTY_OK: started; otherwise as deputy_js_post(), and DEPUTY_NO_THREADS: the I/O thread could not be started;
 *          DEPUTY_TIMED_OUT: options->timeout_ms passed while 1024 calls of this thread were outstanding; then there is
 *          no task
 * \threads any thread, blocks until fewer than 1024 calls are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says, for the time of the call.
 */
deputy_status deputy_js_call_async(deputy_context context,
                                   struct deputy_js_fn *function,
                                   deputy_task *out_task,
                                   const struct deputy_value *args,
                                   size_t argc,
                                   const struct deputy_call_options *options);

/**
 * Makes a task that the program settles itself, with deputy_task_resolve(), deputy_task_reject() or
 * deputy_task_cancel(), from any thread.
 *
 * \param out_task receives the task; free it with deputy_task_free()
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: out_task is NULL; DEPUTY_NO_MEMORY
 * \threads any thread, blocks until a short lock is free, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * `out_task` is NULL or writable.
 */
deputy_status deputy_task_new(deputy_task *out_task);

/**
 * Settles a task with a value. On the UI the I/O thread does it soon, and DEPUTY_OK says only that it was asked to.
 *
 * \param task the task
 * \param value copied, with what it points to; NULL is a JavaScript null
 * \returns DEPUTY_OK; DEPUTY_CANCELLED: it has settled already; DEPUTY_STALE: no such task
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `value` is NULL or points to a value.
 */
deputy_status deputy_task_resolve(deputy_task task, const struct deputy_value *value);

/**
 * Settles a task with a failure; on the UI as deputy_task_resolve() does.
 *
 * \param task the task
 * \param status why; not DEPUTY_OK
 * \returns DEPUTY_OK; DEPUTY_CANCELLED: it has settled already; DEPUTY_STALE: no such task; DEPUTY_INVALID_ARGUMENT:
 *          status is DEPUTY_OK or no status
 * \threads any thread, never blocks
 * \since 0.1.0
 */
deputy_status deputy_task_reject(deputy_task task, int32_t status);

/**
 * Cancels a task: it settles with DEPUTY_CANCELLED, and so do the tasks that were attached to it. The JavaScript function
 * of a call is told through its AbortSignal (DEPUTY_CALL_SIGNAL); whatever it still returns is dropped.
 *
 * \param task the task
 * \returns DEPUTY_OK, also if it has settled already; DEPUTY_STALE: no such task
 * \threads any thread, never blocks
 * \since 0.1.0
 */
deputy_status deputy_task_cancel(deputy_task task);

/**
 * Has `child` cancelled when `parent` is; at once if it was.
 *
 * \param parent a task
 * \param child another
 * \returns DEPUTY_OK; DEPUTY_STALE: no such task
 * \threads any thread, never blocks
 * \since 0.1.0
 */
deputy_status deputy_task_attach(deputy_task parent, deputy_task child);

/**
 * Waits until a task has settled.
 *
 * \param task the task; it stays, and can be waited for again
 * \param timeout_ms milliseconds; 0 looks and returns, UINT32_MAX waits without limit
 * \param out NULL, or receives a copy of the value, or on DEPUTY_JS_EXCEPTION, DEPUTY_NOT_FOUND and DEPUTY_WRONG_TYPE of
 *        the error value; give it to deputy_value_free()
 * \returns how it ended: DEPUTY_OK, or why it failed; DEPUTY_TIMED_OUT: it has not settled yet (or it timed out itself:
 *          deputy_task_is_settled() tells); DEPUTY_STALE: no such task; DEPUTY_NO_MEMORY: no room for the value;
 *          in a synchronous call of the page's DEPUTY_WOULD_BLOCK: the blocking mode does not allow it to wait;
 *          DEPUTY_DEADLOCK: it is a promise of the page's, which waits for this thread; or the thread that is to settle it waits for
 *          this one, itself or by way of others
 * \threads any thread, blocks until the task has settled or the time is up, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * `out` is NULL or writable.
 */
deputy_status deputy_task_wait(deputy_task task,
                               uint32_t timeout_ms,
                               struct deputy_value *out);

/**
 * Waits until a task has settled, and meanwhile runs what is sent to the calling thread's context: functions, and exports
 * that JavaScript calls.
 *
 * \param task as in deputy_task_wait()
 * \param timeout_ms as in deputy_task_wait()
 * \param out as in deputy_task_wait()
 * \returns as deputy_task_wait()
 * \threads any thread, blocks until the task has settled or the time is up, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * `out` is NULL or writable.
 */
deputy_status deputy_task_wait_pump(deputy_task task,
                                    uint32_t timeout_ms,
                                    struct deputy_value *out);

/**
 * Whether a task has settled.
 *
 * \param task the task
 * \returns true if it has; false if not, if there is no such task, or on the UI
 * \threads any thread, never blocks
 * \since 0.1.0
 */
bool deputy_task_is_settled(deputy_task task);

/**
 * Waits until one of several tasks has settled.
 *
 * \param tasks the tasks
 * \param count their number, at least 1
 * \param timeout_ms milliseconds; UINT32_MAX waits without limit
 * \param out_index receives the index of one that has settled: the first, if several have
 * \returns DEPUTY_OK; DEPUTY_TIMED_OUT; DEPUTY_STALE: one of them is no task; DEPUTY_INVALID_ARGUMENT: tasks or out_index is
 *          NULL, or count is 0; DEPUTY_WOULD_BLOCK and DEPUTY_DEADLOCK: as deputy_task_wait()
 * \threads any thread, blocks until one has settled or the time is up, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * `tasks` points to `count` tasks, `out_index` is writable, or either is NULL.
 */
deputy_status deputy_task_wait_any(const deputy_task *tasks,
                                   size_t count,
                                   uint32_t timeout_ms,
                                   size_t *out_index);

/**
 * Waits until all of several tasks have settled.
 *
 * \param tasks the tasks
 * \param count their number, at least 1
 * \param timeout_ms milliseconds for all together; UINT32_MAX waits without limit
 * \returns DEPUTY_OK: all have settled, each in its own way; DEPUTY_TIMED_OUT; DEPUTY_STALE: one of them is no task;
 *          DEPUTY_INVALID_ARGUMENT: tasks is NULL or count is 0; DEPUTY_WOULD_BLOCK and DEPUTY_DEADLOCK: as deputy_task_wait()
 * \threads any thread, blocks until all have settled or the time is up, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * `tasks` is NULL or points to `count` tasks.
 */
deputy_status deputy_task_wait_all(const deputy_task *tasks,
                                   size_t count,
                                   uint32_t timeout_ms);

/**
 * Has a function run once a task has settled; soon if it has. The first one of a program waits until the threads it needs
 * run.
 *
 * \param task the task
 * \param context where the function runs: DEPUTY_BACKGROUND runs it also while everything else is blocked
 * \param function the function
 * \param userdata passed to it
 * \param drop NULL, or called with userdata exactly once: after the function has run, or instead of it when the context
 *        closes first or this call fails
 * \returns DEPUTY_OK; DEPUTY_STALE: no such task or context; DEPUTY_INVALID_ARGUMENT: function is NULL;
 *          DEPUTY_NO_THREADS: the I/O thread could not be started
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `userdata` may be used on the thread of the context.
 */
deputy_status deputy_task_then(deputy_task task,
                               deputy_context context,
                               deputy_task_fn function,
                               void *userdata,
                               deputy_fn drop);

/**
 * Frees the handle. The call of a pending task goes on, and its outcome is dropped; a failure that nobody has looked at
 * by then is reported.
 *
 * \param task the task; 0 and stale handles are no-ops
 * \threads any thread, never blocks
 * \since 0.1.0
 */
void deputy_task_free(deputy_task task);

/**
 * The number of task handles that are not freed.
 *
 * \returns the number now; other threads may be changing it
 * \threads any thread, never blocks
 * \since 0.1.0
 */
size_t deputy_task_live(void);

/**
 * Starts a thread and gives a task for its end. A thread that then gets no Worker (its script cannot be loaded, the page's policy
 * forbids it) does not run: the task fails with DEPUTY_NO_THREADS, and an error value that says why. To join it with or without a time, wait for the task; to detach it, free the
 * task; to ask it to end, cancel the task and have the function look at deputy_is_cancelled(). Unlike a pthread_t, the task's
 * handle never comes to mean another thread.
 *
 * \param function runs on the thread. Its status and result settle the task; DEPUTY_CLOSED does if the thread ends in it
 *        (pthread_exit()).
 * \param userdata passed to it
 * \param drop NULL, or called with userdata exactly once: on the thread after the function, before the task settles; or
 *        instead of it, when the task was cancelled first or this call fails
 * \param options NULL for the defaults
 * \param out_task receives the task; free it with deputy_task_free()
 * \returns DEPUTY_OK: it starts; DEPUTY_NO_THREADS: there is no memory for its stack (without -sALLOW_MEMORY_GROWTH emscripten
 *          ends the program instead, unless it is linked with -sABORTING_MALLOC=0), or the browser gives no more Workers;
 *          DEPUTY_INVALID_ARGUMENT: function or out_task is NULL, or struct_size or the name is wrong; DEPUTY_WOULD_BLOCK: on the UI
 * \threads any thread, blocks until the page has given it a Worker, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says; `userdata` may be used on the new thread.
 */
deputy_status deputy_thread_spawn(deputy_send_fn function,
                                  void *userdata,
                                  deputy_fn drop,
                                  const struct deputy_thread_options *options,
                                  deputy_task *out_task);

/**
 * Names the calling thread, as deputy_thread_options.name does.
 *
 * \param name NUL-terminated UTF-8, up to 1024 bytes, copied. Names are kept for ever: give threads of one kind one name.
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: name is NULL, empty, too long or no UTF-8
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `name` is NULL or NUL-terminated.
 */
deputy_status deputy_thread_set_name(const char *name);

/**
 * Tells that JavaScript of the program's own, such as EM_ASM() or EM_JS(), has left something behind on the calling thread: in its
 * global object, as a timer, as a listener. The browser's Worker is ended with the thread then, and no later thread meets that. Threads
 * with JavaScript of their own (deputy_worker_open()) need not say so. On the UI it does nothing.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
void deputy_thread_mark_dirty(void);

/**
 * Lists the threads that there are now: those of the program and of the runtime; the page's, once it has called the runtime.
 *
 * \param infos NULL, or receives what is known of them, of the newest first
 * \param info_size sizeof(deputy_thread_info)
 * \param capacity how many there is room for
 * \param out_count receives how many there are, which may be more
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: out_count is NULL, info_size wrong, or infos NULL and capacity not 0
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_thread_list(struct deputy_thread_info *infos,
                                 size_t info_size,
                                 size_t capacity,
                                 size_t *out_count);

/**
 * Logs what is known of every thread, a line each, at the level DEPUTY_LOG_INFO.
 *
 * \threads any thread, never blocks
 * \since 0.1.0
 */
void deputy_thread_dump(void);

/**
 * Waits until so many browser Workers are up and idle, beyond those that run threads: then as many threads start at once. It starts
 * what is missing. The reserve does not grow by it: Workers that nobody needs end after deputy_options.pool_trim_ms.
 *
 * \param count how many
 * \param out_error NULL, or receives an error value if it fails; free it with deputy_value_free()
 * \param options NULL for the defaults: timeout_ms, cancel
 * \returns DEPUTY_OK; DEPUTY_NO_THREADS: there cannot be so many (deputy_options.pool_max), or one does not come up; the error value
 *          says why; DEPUTY_TIMED_OUT, DEPUTY_CANCELLED: those that have been started come up later; DEPUTY_WOULD_BLOCK: on the UI
 * \threads any thread, blocks until they are up, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_thread_prepare(uint32_t count,
                                    struct deputy_value *out_error,
                                    const struct deputy_call_options *options);

/**
 * Tells how many Workers there are and have been.
 *
 * \param out_workers struct_size is set by the caller; the rest is written
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: out_workers is NULL or its struct_size wrong; DEPUTY_WOULD_BLOCK: on the UI, where
 *          `Module.deputy.stats().pool` tells it
 * \threads any thread, blocks until the page has answered, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * `out_workers` is NULL or writable.
 */
deputy_status deputy_thread_workers(struct deputy_workers *out_workers);

/**
 * A task that resolves after a time. Native code keeps the time: pages that are hidden are not late.
 *
 * \param ms milliseconds
 * \param out_task receives the task; cancel it, and it will not resolve; free it with deputy_task_free(): continuations run all
 *        the same
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: out_task is NULL; DEPUTY_NO_THREADS, DEPUTY_NO_MEMORY; DEPUTY_WOULD_BLOCK: on the UI
 * \threads any thread, blocks until the I/O thread runs, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * `out_task` is NULL or writable.
 */
deputy_status deputy_timer_delay(uint32_t ms,
                                 deputy_task *out_task);

/**
 * Calls a function in a context again and again. A call that comes while the last one has not returned is left out.
 *
 * \param ms milliseconds from one call to the next, 1 at least; the first comes after as many
 * \param context where it runs
 * \param function the function
 * \param userdata passed to it
 * \param drop NULL, or called with userdata exactly once: when the interval has ended and the function has returned; or when this
 *        call fails
 * \param out_task receives a task that ends it: cancel it; or it settles with DEPUTY_STALE or DEPUTY_CLOSED when the context has
 *        closed. Free it with deputy_task_free(), which lets the interval go on.
 * \returns DEPUTY_OK; DEPUTY_STALE: no such context; DEPUTY_INVALID_ARGUMENT: function or out_task is NULL, or ms is 0;
 *          DEPUTY_NO_THREADS, DEPUTY_NO_MEMORY; DEPUTY_WOULD_BLOCK: on the UI
 * \threads any thread, blocks until the I/O thread runs, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * `userdata` may be used on the thread of the context; `out_task` is NULL or writable.
 */
deputy_status deputy_timer_every(uint32_t ms,
                                 deputy_context context,
                                 deputy_fn function,
                                 void *userdata,
                                 deputy_fn drop,
                                 deputy_task *out_task);

/**
 * Sleeps, until the time is up or somebody cancels a task.
 *
 * \param ms milliseconds
 * \param cancel 0, or a task that ends the sleep when it settles in any way
 * \returns DEPUTY_OK: the time is up; DEPUTY_CANCELLED: the task has settled; DEPUTY_STALE: no such task; DEPUTY_WOULD_BLOCK: on the
 *          UI, or in a synchronous call of the page's, if the blocking mode does not allow it to wait
 * \threads any thread, blocks until the time is up, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 */
deputy_status deputy_timer_sleep(uint32_t ms,
                                 deputy_task cancel);

/**
 * Tells of a failure that nobody looks at, as it is done for tasks that are freed and posts that fail: once, to `Module.deputy.onError`,
 * with the calling thread's name; and the program ends if `deputy_options.unobserved` says so. For code that catches errors where
 * nobody waits for its outcome.
 *
 * \param status why it failed
 * \param error NULL, or an error value or a string that tells more; it stays the caller's
 * \param what NULL, or what failed, such as "a job"; NUL-terminated UTF-8, copied
 * \returns DEPUTY_OK: it will be told; DEPUTY_INVALID_ARGUMENT: status is DEPUTY_OK, or what is no UTF-8
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_unobserved_report(int32_t status,
                                       const struct deputy_value *error,
                                       const char *what);

/**
 * Makes a string that JavaScript decodes once, however often it crosses, and that is never copied. It stays in memory until
 * the program ends: for words that are known beforehand, not for data. DEPUTY_STR() does it for literals.
 *
 * \param bytes UTF-8, 1 to 1024 bytes
 * \param len their number
 * \param out receives the string; it needs no deputy_value_free()
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: out or bytes is NULL, the length is wrong, or it is no UTF-8
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `bytes` is NULL or points to `len` bytes; `out` is NULL or writable.
 */
deputy_status deputy_string_intern(const char *bytes,
                                   size_t len,
                                   struct deputy_value *out);

/**
 * Frees what a value owns, with everything that lies in it, and makes it null. Does nothing for values that own nothing, as
 * the ones that lie in another, and for NULL.
 *
 * \param value NULL, or a value a call returned; written
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `value` is NULL or points to a value; a value that owns memory is given here once.
 */
void deputy_value_free(struct deputy_value *value);

/**
 * Makes a value that owns a copy of all that it refers to, for deputy_value_free(), or for an export's result.
 *
 * \param value NULL, or a value; NULL makes a null
 * \param out receives the copy
 * \returns DEPUTY_OK; DEPUTY_NO_MEMORY; DEPUTY_INVALID_ARGUMENT: out is NULL, or something in the value is NULL with a length;
 *          DEPUTY_OUT_OF_RANGE: it is more than 64 levels deep, or larger than 1 GiB; DEPUTY_WRONG_TYPE: an array of an unknown
 *          kind
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `value` is NULL or points to a value; `out` is NULL or writable.
 */
deputy_status deputy_value_copy(const struct deputy_value *value,
                                struct deputy_value *out);

/**
 * The name of an error, such as "TypeError".
 *
 * \param error an error value, or any other
 * \returns a NUL-terminated string that lives as long as the value; "" if it is no error. Never NULL.
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `error` is NULL or points to a value that has not been freed.
 */
const char *deputy_error_name(const struct deputy_value *error);

/**
 * The message of an error.
 *
 * \param error an error value, or any other
 * \returns a NUL-terminated string that lives as long as the value; "" if it is no error. Never NULL.
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `error` is NULL or points to a value that has not been freed.
 */
const char *deputy_error_message(const struct deputy_value *error);

/**
 * The stack of an error: JavaScript's, as the engine writes it; at its end, of the outcome of a call, what was called, and by which
 * native thread.
 *
 * \param error an error value, or any other
 * \returns a NUL-terminated string that lives as long as the value; "" if there is none. Never NULL.
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `error` is NULL or points to a value that has not been freed.
 */
const char *deputy_error_stack(const struct deputy_value *error);

/**
 * The object that was thrown, to use it like any other: get a property, ask for its class. The handle is the error value's, and
 * released with it; deputy_object_ref() makes it yours.
 *
 * \param error an error value, or any other
 * \returns the handle; 0 if it is no error, or something was thrown that is no object
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `error` is NULL or points to a value that has not been freed.
 */
deputy_object deputy_error_object(const struct deputy_value *error);

/**
 * Has the page print who waits for whom, since when: threads by name, what they wait for and who has that, calls of the page that are
 * queued. A line each, to `Module.deputy.onLog` or the console. A program that refers to this function has the watchdog: it tells by itself
 * of each wait that takes longer than deputy_options.watchdog_ms. In programs with the guard (docs/guard.md) locks are told of, too.
 *
 * \returns DEPUTY_OK: the page will, as soon as it is free; DEPUTY_WOULD_BLOCK: on the UI, with too many posts outstanding
 * \threads any thread, blocks until fewer than 1024 posts are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 */
deputy_status deputy_waits_dump(void);

/**
 * Gives the calling thread JavaScript of its own: a context that JavaScript can be called in, with its own global object,
 * modules and objects. Calls reach it while it is in its event loop, or serves its context. It closes with
 * deputy_context_close() or when the thread ends; objects are DEPUTY_STALE then, and calls that have no outcome yet end with
 * DEPUTY_CLOSED. The browser's Worker is not used for another thread after that.
 *
 * \param out_context receives the context's id; DEPUTY_UI on the UI, DEPUTY_MAIN on the deputy
 * \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: out_context is NULL; DEPUTY_NO_MEMORY: 1016 threads have a context already
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `out_context` is NULL or writable.
 */
deputy_status deputy_worker_open(deputy_context *out_context);

/**
 * Starts a JS worker: a thread with JavaScript of its own (deputy_worker_open()), which stays in its event loop when its function
 * has returned: its timers, promises and events go on, it can be called, and functions can be sent to it. It ends when
 * deputy_worker_end() says so, when its function fails, or when its task is cancelled.
 *
 * \param function NULL, or runs on the thread first. Its status and result settle the task, when the worker has ended.
 * \param userdata passed to it
 * \param drop NULL, or called with userdata exactly once: on the thread after the function; or instead of it, when this call fails
 * \param options NULL for the defaults
 * \param out_context receives the id of the worker's context
 * \param out_task NULL, or receives a task for its end; free it with deputy_task_free(), which lets the worker live
 * \returns DEPUTY_OK: it runs; DEPUTY_NO_THREADS, DEPUTY_NO_MEMORY: there is no Worker, no memory for its stack, or 1016 threads
 *          have a context already; DEPUTY_INVALID_ARGUMENT: out_context is NULL, or struct_size or the name is wrong;
 *          DEPUTY_WOULD_BLOCK: on the UI
 * \threads any thread, blocks until the worker runs, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says; `userdata` may be used on the new thread.
 */
deputy_status deputy_worker_spawn(deputy_send_fn function,
                                  void *userdata,
                                  deputy_fn drop,
                                  const struct deputy_thread_options *options,
                                  deputy_context *out_context,
                                  deputy_task *out_task);

/**
 * Has a JS worker end: its function returns first, then what was sent to it before runs. What is queued behind that is
 * dropped; calls that have no outcome yet end with DEPUTY_CLOSED.
 *
 * \param context the worker's
 * \returns DEPUTY_OK: it will end; DEPUTY_STALE: no such context; DEPUTY_CLOSED: it ends already; DEPUTY_UNSUPPORTED: the context is
 *          not that of a JS worker
 * \threads any thread, never blocks
 * \since 0.1.0
 */
deputy_status deputy_worker_end(deputy_context context);

/**
 * Copies a JavaScript object into another context, as structuredClone() does: maps, sets, blobs, files, keys and WebAssembly modules, too.
 *
 * \param object its handle
 * \param context where the copy is to be: DEPUTY_UI, or a context with JavaScript
 * \param out_object receives the copy's handle; free it with deputy_object_free()
 * \param out NULL, or receives the error of a failure; give it to deputy_value_free()
 * \param timeout_ms milliseconds, UINT32_MAX waits without limit
 * \returns DEPUTY_OK; DEPUTY_STALE: no such object or context; DEPUTY_CLOSED: a context closed meanwhile; DEPUTY_UNSUPPORTED: the
 *          context runs no JavaScript; DEPUTY_JS_EXCEPTION: the object cannot be cloned; DEPUTY_TIMED_OUT; DEPUTY_DEADLOCK: the caller
 *          itself would have to be in its event loop; DEPUTY_INVALID_ARGUMENT: out_object is NULL; DEPUTY_WOULD_BLOCK: on the UI
 * \threads any thread, blocks until both contexts have done their part, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or writable.
 */
deputy_status deputy_object_clone(deputy_object object,
                                  deputy_context context,
                                  deputy_object *out_object,
                                  struct deputy_value *out,
                                  uint32_t timeout_ms);

/**
 * Moves a JavaScript object to another context: what it was is empty or closed afterwards. An ArrayBuffer (also by a view of it), a
 * MessagePort, a stream, an ImageBitmap, an OffscreenCanvas, a VideoFrame or AudioData; or an array or a plain object with such in it,
 * of which the rest is cloned.
 *
 * \param object its handle, which remains the caller's
 * \param context as in deputy_object_clone()
 * \param out_object as in deputy_object_clone()
 * \param out as in deputy_object_clone()
 * \param timeout_ms as in deputy_object_clone()
 * \returns as deputy_object_clone()
 * \threads any thread, blocks until both contexts have done their part, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or writable.
 */
deputy_status deputy_object_transfer(deputy_object object,
                                     deputy_context context,
                                     deputy_object *out_object,
                                     struct deputy_value *out,
                                     uint32_t timeout_ms);

/**
 * Connects to a server, with the page's WebSocket.
 *
 * \param url NUL-terminated, "wss://..." or "ws://..."; on a page it may be relative to it
 * \param protocols NULL, or the subprotocols to ask for, with commas in between
 * \param options NULL for the defaults; timeout_ms and cancel give up
 * \param out_error NULL, or receives the error of a failure; give it to deputy_value_free()
 * \param out_ws receives the connection; free it with deputy_ws_free()
 * \returns DEPUTY_OK; DEPUTY_CLOSED: there is no connection (browsers do not tell why); DEPUTY_INVALID_ARGUMENT: url or out_ws is NULL,
 *          or the browser does not take the address or the protocols; DEPUTY_TIMED_OUT; DEPUTY_CANCELLED; DEPUTY_STALE: options->cancel is
 *          no task; DEPUTY_WOULD_BLOCK: on the UI
 * \threads any thread, blocks until there is a connection, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_ws_open(const char *url,
                             const char *protocols,
                             const struct deputy_call_options *options,
                             struct deputy_value *out_error,
                             struct deputy_ws **out_ws);

/**
 * Connects to a server, with the WebSocket of a context with JavaScript: its messages are then work of that thread's event loop, not of
 * the page's. Any thread uses the connection, but that thread does not wait for its own event loop.
 *
 * \param context DEPUTY_UI, or a context with JavaScript, such as a JS worker's
 * \param url as in deputy_ws_open()
 * \param protocols as in deputy_ws_open()
 * \param options as in deputy_ws_open()
 * \param out_error as in deputy_ws_open()
 * \param out_ws as in deputy_ws_open()
 * \returns as deputy_ws_open(), and DEPUTY_DEADLOCK: the context is the calling thread's own; DEPUTY_STALE: no such context;
 *          DEPUTY_UNSUPPORTED: it runs no JavaScript
 * \threads any thread, blocks until there is a connection, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_ws_open_in(deputy_context context,
                                const char *url,
                                const char *protocols,
                                const struct deputy_call_options *options,
                                struct deputy_value *out_error,
                                struct deputy_ws **out_ws);

/**
 * The subprotocol that the server has chosen.
 *
 * \param ws the connection
 * \returns NUL-terminated, the connection's; empty if none; NULL for NULL
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `ws` is NULL or a connection.
 */
const char *deputy_ws_protocol(const struct deputy_ws *ws);

/**
 * Sends a message. It waits while more than 1 MiB has not gone out. Short messages are not waited for, up to 64 KiB of them in a row: that the
 * connection has closed meanwhile is what a later send tells, or a receive.
 *
 * \param ws the connection
 * \param data the message; NULL if size is 0
 * \param size its bytes
 * \param kind DEPUTY_WS_TEXT: data is UTF-8, what is not becomes U+FFFD; DEPUTY_WS_BINARY
 * \param timeout_ms milliseconds to wait at most, UINT32_MAX without limit
 * \returns DEPUTY_OK: the browser has it, or gets it; DEPUTY_DEADLOCK: it has to wait, for the calling
 *          thread's own JavaScript; DEPUTY_STALE: the context of the connection has closed; DEPUTY_TIMED_OUT: it was not sent; DEPUTY_CLOSED: the connection has closed, or is about to;
 *          DEPUTY_CANCELLED: it was aborted; DEPUTY_INVALID_ARGUMENT: ws is NULL, data is NULL with a size, or kind is neither;
 *          DEPUTY_NO_MEMORY; DEPUTY_WOULD_BLOCK: on the UI
 * \threads any thread, blocks until the browser has taken a long message, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_ws_send(const struct deputy_ws *ws,
                             const void *data,
                             size_t size,
                             uint32_t kind,
                             uint32_t timeout_ms);

/**
 * Receives a message, or the part of one that the buffer has room for. Of several threads that receive, each part goes to one. Small messages are fetched many at a time. When the connection has closed, what came before is
 * received first.
 *
 * \param ws the connection
 * \param buffer receives the bytes
 * \param size its room, at least 1
 * \param out_part receives how many came, and of what
 * \param timeout_ms milliseconds to wait at most, UINT32_MAX without limit
 * \returns DEPUTY_OK; DEPUTY_TIMED_OUT: nothing came, and nothing is lost; DEPUTY_DEADLOCK: it has to wait, for the calling
 *          thread's own JavaScript; DEPUTY_STALE: the context of the connection has closed; DEPUTY_CLOSED: the connection has closed, and all was received;
 *          DEPUTY_CANCELLED: it was aborted; DEPUTY_INVALID_ARGUMENT: something is NULL or size is 0; DEPUTY_WOULD_BLOCK: on the UI
 * \threads any thread, blocks until a message has come, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_ws_receive(const struct deputy_ws *ws,
                                void *buffer,
                                size_t size,
                                struct deputy_ws_part *out_part,
                                uint32_t timeout_ms);

/**
 * Closes a connection: says goodbye and waits for the other side's. What it sends meanwhile can be received.
 *
 * \param ws the connection
 * \param code 1000, or 3000 to 4999; 0 says none
 * \param reason NULL, or NUL-terminated, up to 123 bytes
 * \param timeout_ms milliseconds to wait at most, UINT32_MAX without limit; then it goes on closing
 * \returns DEPUTY_OK: closed; DEPUTY_TIMED_OUT; DEPUTY_CANCELLED: it was aborted; DEPUTY_INVALID_ARGUMENT: ws is NULL, or the browser
 *          does not take code or reason; DEPUTY_WOULD_BLOCK: on the UI
 * \threads any thread, blocks until the connection has closed, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * Pointers are NULL or point to what their parameter says.
 */
deputy_status deputy_ws_close(const struct deputy_ws *ws,
                              uint32_t code,
                              const char *reason,
                              uint32_t timeout_ms);

/**
 * Aborts a connection: who waits for it, on any thread, is told DEPUTY_CANCELLED, and so is everybody later.
 *
 * \param ws NULL, which is a no-op, or the connection; it is still to be freed
 * \returns DEPUTY_OK; DEPUTY_WOULD_BLOCK: on the UI, with 1024 posts outstanding
 * \threads any thread, blocks until fewer than 1024 posts are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
 * \since 0.1.0
 *
 * # Safety
 * `ws` is NULL or a connection.
 */
deputy_status deputy_ws_abort(const struct deputy_ws *ws);

/**
 * Frees a connection. One that is open is closed, without waiting.
 *
 * \param ws NULL, which is a no-op, or the connection, which no thread uses any more
 * \returns DEPUTY_OK
 * \threads any thread, never blocks
 * \since 0.1.0
 *
 * # Safety
 * `ws` is NULL or a connection, and is given here once.
 */
deputy_status deputy_ws_free(struct deputy_ws *ws);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

/* ---- what only the preprocessor and inline functions can do; source: c-shim/public/inline.h --------------------------- */

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __cplusplus
#include <initializer_list>
#endif

/* Only a library of this header's version has this name. */
#ifdef __cplusplus
extern "C" {
#endif
extern const char deputy_h_0_1_needs_libdeputy_0_1;
/** Internal: never called. A program that refers to it has the JavaScript of the operations on objects. \threads any thread, never blocks \since 0.1.0 */
extern void deputy_js_operations_(void);
#ifdef __cplusplus
}
#endif
__attribute__((used)) static const char *const deputy_abi_ = &deputy_h_0_1_needs_libdeputy_0_1;

/** JavaScript null. \returns the value \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_null(void) {
  deputy_value v;
  memset(&v, 0, sizeof v);
  return v;
}

/** JavaScript undefined. \returns the value \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_undefined(void) {
  deputy_value v = deputy_null();
  v.tag = DEPUTY_VALUE_UNDEFINED;
  return v;
}

/** A JavaScript boolean.
 *  \param boolean what it is
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_bool(bool boolean) {
  deputy_value v = deputy_null();
  v.tag = DEPUTY_VALUE_BOOL;
  v.data.boolean = boolean;
  return v;
}

/** A JavaScript number.
 *  \param number what it is
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_i32(int32_t number) {
  deputy_value v = deputy_null();
  v.tag = DEPUTY_VALUE_I32;
  v.data.i32 = number;
  return v;
}

/** A JavaScript number.
 *  \param number what it is
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_f64(double number) {
  deputy_value v = deputy_null();
  v.tag = DEPUTY_VALUE_F64;
  v.data.f64 = number;
  return v;
}

/** A JavaScript string. Bytes that are not UTF-8 arrive as U+FFFD.
 *  \param bytes UTF-8 that may contain NUL; borrowed: it must live until the call the value is used in returns
 *  \param len its length in bytes, less than 4 GiB
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_str(const char *bytes, size_t len) {
  deputy_value v = deputy_null();
  v.tag = DEPUTY_VALUE_STRING;
  v.len = (uint32_t)len;
  v.data.string = bytes;
  return v;
}

/** A JavaScript string.
 *  \param string NUL-terminated UTF-8, borrowed as in deputy_str(); NULL makes a JavaScript null
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_cstr(const char *string) {
  return string ? deputy_str(string, strlen(string)) : deputy_null();
}

/** A task: JavaScript gets a promise for it, which ends as the task does. As the result of an export, the caller's promise does.
 *  \param task a deputy_task, which stays the caller's: free it when it has settled, or before
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_task_value(deputy_task task) {
  deputy_value v = deputy_null();
  v.tag = DEPUTY_VALUE_TASK;
  v.data.task = task;
  return v;
}

/** As deputy_task_value(), for the result of an export: when the caller leaves (its signal fires, or its time is up), the task is
 *  cancelled, too. For work that is this call's alone.
 *  \param task as for deputy_task_value()
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_task_abortable_value(deputy_task task) {
  deputy_value v = deputy_task_value(task);
  v.flags = 16; /* abortable */
  return v;
}

/** A callback: JavaScript gets a function. The value borrows: it holds nothing.
 *  \param callback a deputy_callback, which stays the caller's
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_callback_value(deputy_callback callback) {
  deputy_value v = deputy_null();
  v.tag = DEPUTY_VALUE_CALLBACK;
  v.data.callback = callback;
  return v;
}

/** A callback as a value that owns it: the result of an export that makes it, or for deputy_value_free().
 *  \param callback a deputy_callback; the value frees it
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_callback_into_value(deputy_callback callback) {
  deputy_value v = deputy_callback_value(callback);
  v.flags = 1; /* owned */
  return v;
}

/** A JavaScript object or function that native code has a handle of.
 *  \param object the handle, which stays the caller's
 *  \returns the value; for 0, null
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_object_value(deputy_object object) {
  deputy_value v = deputy_null();
  if (object) {
    v.tag = DEPUTY_VALUE_OBJECT;
    v.data.object = object;
  }
  return v;
}

/** The handle in a value. Who keeps it frees it with deputy_object_free(), and does not free the value.
 *  \param v the value
 *  \returns the handle; 0 if it is no object
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_object deputy_to_object(deputy_value v) {
  return v.tag == DEPUTY_VALUE_OBJECT ? v.data.object : 0;
}

/** A JavaScript BigInt.
 *  \param number what it is
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_i64(int64_t number) {
  deputy_value v = deputy_null();
  v.tag = DEPUTY_VALUE_I64;
  v.data.i64 = number;
  return v;
}

/** A JavaScript number.
 *  \param number what it is
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_u32(uint32_t number) { return deputy_f64((double)number); }

/** A JavaScript Date.
 *  \param milliseconds since 1970 began, UTC; NaN, or beyond 8.64e15, an invalid date
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_date(double milliseconds) {
  deputy_value v = deputy_f64(milliseconds);
  v.tag = DEPUTY_VALUE_DATE;
  return v;
}

/** The value that a JSON text tells, as JSON.parse() reads it.
 *  \param text UTF-8, borrowed as in deputy_str()
 *  \param len its length in bytes, less than 4 GiB
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_json(const char *text, size_t len) {
  deputy_value v = deputy_str(text, len);
  v.tag = DEPUTY_VALUE_JSON;
  return v;
}

/** The value that a JSON text tells.
 *  \param text NUL-terminated UTF-8, borrowed as in deputy_str(); NULL makes a JavaScript null
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_json_cstr(const char *text) {
  return text ? deputy_json(text, strlen(text)) : deputy_null();
}

/** A JavaScript Uint8Array with a copy of these bytes.
 *  \param bytes borrowed as in deputy_str(); may be NULL if len is 0
 *  \param len their number, less than 4 GiB
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_bytes(const void *bytes, size_t len) {
  deputy_value v = deputy_null();
  v.tag = DEPUTY_VALUE_BYTES;
  v.len = (uint32_t)len;
  v.data.address = bytes;
  return v;
}

/** A JavaScript typed array with a copy of these elements.
 *  \param kind what they are; not DEPUTY_ELEMENT_VALUE
 *  \param elements borrowed as in deputy_str(); may be NULL if count is 0
 *  \param count their number
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_elements(deputy_element kind, const void *elements, size_t count) {
  deputy_value v = deputy_bytes(elements, count);
  v.tag = DEPUTY_VALUE_ARRAY;
  v.kind = (uint16_t)kind;
  return v;
}

/** A JavaScript Int32Array, as deputy_elements().
 *  \param elements the numbers \param count how many
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_i32s(const int32_t *elements, size_t count) {
  return deputy_elements(DEPUTY_ELEMENT_I32, elements, count);
}

/** A JavaScript Uint32Array, as deputy_elements().
 *  \param elements the numbers \param count how many
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_u32s(const uint32_t *elements, size_t count) {
  return deputy_elements(DEPUTY_ELEMENT_U32, elements, count);
}

/** A JavaScript Float32Array, as deputy_elements().
 *  \param elements the numbers \param count how many
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_f32s(const float *elements, size_t count) {
  return deputy_elements(DEPUTY_ELEMENT_F32, elements, count);
}

/** A JavaScript Float64Array, as deputy_elements().
 *  \param elements the numbers \param count how many
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_f64s(const double *elements, size_t count) {
  return deputy_elements(DEPUTY_ELEMENT_F64, elements, count);
}

/** Bytes or a typed array without a copy: JavaScript sees, and may write, the memory itself. For arguments of synchronous calls
 *  only. The call does not return before the function has, or the promise it returned has settled, not even when its time is up.
 *  \param value from deputy_bytes(), deputy_elements() or its like; the elements must be aligned
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_view(deputy_value value) {
  value.flags = DEPUTY_VALUE_VIEW;
  return value;
}

/** A JavaScript Array.
 *  \param values its elements, borrowed as in deputy_str(), and what they point to; arrays may lie in it, up to 64 deep
 *  \param count their number
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_array(const deputy_value *values, size_t count) {
  return deputy_elements(DEPUTY_ELEMENT_VALUE, values, count);
}

/** A plain JavaScript object.
 *  \param pairs a string, which is the key, and its value, and so on; borrowed like the values of deputy_array()
 *  \param count the number of pairs
 *  \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_record(const deputy_value *pairs, size_t count) {
  deputy_value v = deputy_array(pairs, count);
  v.tag = DEPUTY_VALUE_RECORD;
  return v;
}

/** Internal: a string literal and its number, once it has one. \threads any thread, never blocks \since 0.1.0 */
typedef struct {
  const char *text;
  uint32_t len;
  uint32_t number;
} deputy_literal_;

/** Internal: what DEPUTY_STR() gives. \param literal its static part \returns the value \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_literal_value_(deputy_literal_ *literal) {
  deputy_value v = deputy_str(literal->text, literal->len);
  uint32_t number = __atomic_load_n(&literal->number, __ATOMIC_RELAXED);
  if (number == 0) {
    deputy_value interned = deputy_null();
    if (deputy_string_intern(literal->text, literal->len, &interned) != DEPUTY_OK) return v;
    number = (uint32_t)((uint64_t)interned.data.i64 >> 32);
    __atomic_store_n(&literal->number, number, __ATOMIC_RELAXED);
  }
  v.flags = DEPUTY_VALUE_INTERNED;
  v.data.i64 = (int64_t)((uint64_t)number << 32 | (uint64_t)(uintptr_t)literal->text);
  return v;
}

/** An element of an array, or of a typed array as a value of its own.
 *  \param array an array or bytes, or any other value
 *  \param index from 0 up
 *  \returns the element, which borrows from the array; undefined if there is none, or if it is no array
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_array_get(const deputy_value *array, size_t index) {
  const unsigned char *at;
  if ((array->tag != DEPUTY_VALUE_ARRAY && array->tag != DEPUTY_VALUE_BYTES) || index >= array->len) return deputy_undefined();
  at = (const unsigned char *)array->data.address;
  switch (array->tag == DEPUTY_VALUE_BYTES ? DEPUTY_ELEMENT_U8 : (deputy_element)array->kind) {
    case DEPUTY_ELEMENT_VALUE: return array->data.array[index];
    case DEPUTY_ELEMENT_I8: return deputy_i32((int8_t)at[index]);
    case DEPUTY_ELEMENT_U8:
    case DEPUTY_ELEMENT_U8_CLAMPED: return deputy_i32(at[index]);
    case DEPUTY_ELEMENT_I16: return deputy_i32(((const int16_t *)array->data.address)[index]);
    case DEPUTY_ELEMENT_U16: return deputy_i32(((const uint16_t *)array->data.address)[index]);
    case DEPUTY_ELEMENT_I32: return deputy_i32(((const int32_t *)array->data.address)[index]);
    case DEPUTY_ELEMENT_U32: return deputy_u32(((const uint32_t *)array->data.address)[index]);
    case DEPUTY_ELEMENT_I64:
    case DEPUTY_ELEMENT_U64: return deputy_i64(((const int64_t *)array->data.address)[index]);
    case DEPUTY_ELEMENT_F32: return deputy_f64((double)((const float *)array->data.address)[index]);
    case DEPUTY_ELEMENT_F64: return deputy_f64(((const double *)array->data.address)[index]);
  }
  return deputy_undefined();
}

/** The value of a key. It looks at one pair after the other; of pairs with the same key the last counts, as in JavaScript.
 *  \param record a record, or any other value
 *  \param key NUL-terminated UTF-8
 *  \returns the value, which borrows from the record; undefined if there is none, or if it is no record
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_record_get(const deputy_value *record, const char *key) {
  size_t len = strlen(key), i;
  if (record->tag != DEPUTY_VALUE_RECORD) return deputy_undefined();
  for (i = record->len; i > 0; i--) {
    const deputy_value *pair = &record->data.array[2 * (i - 1)];
    if (pair->len == len && memcmp(pair->data.string, key, len) == 0) return pair[1];
  }
  return deputy_undefined();
}

/** A value as a 64-bit integer.
 *  \param v the value
 *  \returns the number of an i64 or i32, that of an f64 without its fraction if it fits, 1 or 0 for a bool, 0 for everything else
 *  \threads any thread, never blocks \since 0.1.0 */
static inline int64_t deputy_to_i64(deputy_value v) {
  return v.tag == DEPUTY_VALUE_I64    ? v.data.i64
         : v.tag == DEPUTY_VALUE_I32  ? (int64_t)v.data.i32
         : v.tag == DEPUTY_VALUE_BOOL ? (v.data.boolean ? 1 : 0)
         : v.tag == DEPUTY_VALUE_F64 && v.data.f64 >= -9223372036854775808.0 && v.data.f64 < 9223372036854775808.0
             ? (int64_t)v.data.f64
             : 0;
}

/** A value as a double.
 *  \param v the value
 *  \returns the number of an i32 or f64, that of an i64 rounded, the milliseconds of a date, 1 or 0 for a bool, NaN for
 *           everything else
 *  \threads any thread, never blocks \since 0.1.0 */
static inline double deputy_to_f64(deputy_value v) {
  return v.tag == DEPUTY_VALUE_I32    ? (double)v.data.i32
         : v.tag == DEPUTY_VALUE_F64  ? v.data.f64
         : v.tag == DEPUTY_VALUE_DATE ? v.data.f64
         : v.tag == DEPUTY_VALUE_I64  ? (double)v.data.i64
         : v.tag == DEPUTY_VALUE_BOOL ? (v.data.boolean ? 1.0 : 0.0)
                                      : (double)(0.0f / 0.0f);
}

/** Prints why a call failed to stderr and frees the error value, if there is one.
 *  \param status what the call returned
 *  \param error its `out`, or NULL; freed if status is not DEPUTY_OK
 *  \returns 0 for DEPUTY_OK, else 1: what a program can return from main()
 *  \threads any thread, blocks like fprintf(stderr) \since 0.1.0 */
static inline int deputy_report(deputy_status status, deputy_value *error) {
  if (status == DEPUTY_OK) return 0;
  if (error && error->tag == DEPUTY_VALUE_ERROR) {
    const char *stack = deputy_error_stack(error);
    fprintf(stderr, "%s: %s: %s\n%s%s", deputy_status_name(status), deputy_error_name(error),
            deputy_error_message(error), stack, *stack ? "\n" : "");
  } else {
    fprintf(stderr, "%s: %s\n", deputy_status_name(status), deputy_status_message(status));
  }
  deputy_value_free(error);
  return 1;
}

/** A JavaScript function by its name, a string literal: DEPUTY_FN("document.querySelector"), or one that a module exports:
 *  DEPUTY_FN("./chart.mjs#draw"). \since 0.1.0 */
#ifdef __cplusplus
#define DEPUTY_FN(literal)                                                              \
  ([]() -> deputy_js_fn * {                                                             \
    static deputy_js_fn deputy_fn_ = {literal, (uint32_t)(sizeof(literal) - 1), nullptr}; \
    return &deputy_fn_;                                                                 \
  }())
#else
#define DEPUTY_FN(literal)                                                                                         \
  (__extension__({                                                                                                 \
    static deputy_js_fn deputy_fn_ = {literal, (uint32_t)(sizeof(literal) - 1), NULL};                             \
    &deputy_fn_;                                                                                                   \
  }))
#endif

/* The JavaScript of one function, in emscripten's section for such texts, which become functions of the program's script. A
 * text is known by its address: names need be unique in their scope only. The text is made by the public macros, since an
 * argument that goes through another macro is expanded: `true` and `NULL` would be what C makes of them. */
/** Internal: DEPUTY_JS() and DEPUTY_JS_ASYNC(). \since 0.1.0 */
#define DEPUTY_INLINE_(function, name, text)                                                                      \
  __attribute__((section("em_asm"), aligned(1), unused)) static const char deputy_text_##function##_[] = text;      \
  __attribute__((unused)) static const char *const deputy_inline_##function##_[2] = {name, deputy_text_##function##_}; \
  __attribute__((unused)) static deputy_js_fn deputy_fn_##function##_ = {                                           \
      (const char *)deputy_inline_##function##_, (uint32_t)(sizeof(name) - 1) | DEPUTY_JS_INLINE, NULL};                 \
  __attribute__((unused)) static deputy_js_fn *const function = &deputy_fn_##function##_

/** A JavaScript function written here, at file level or in a function: DEPUTY_JS(add, (a, b), { return a + b; }); makes `add`,
 *  a static `deputy_js_fn *` for every call of JavaScript. docs/inline.md says what the body may contain.
 *  \param function its name, in C and in messages
 *  \param parameters JavaScript's, in brackets
 *  \param ... the body, in braces; it becomes one line without comments: every statement needs its semicolon
 *  \since 0.1.0 */
#define DEPUTY_JS(function, parameters, ...) \
  DEPUTY_INLINE_(function, #function, "return{" #function #parameters #__VA_ARGS__ "}." #function ";")

/** DEPUTY_JS() for a body that contains `await`: JavaScript's `async`. Whoever calls it and waits, waits for its end. \since 0.1.0 */
#define DEPUTY_JS_ASYNC(function, parameters, ...) \
  DEPUTY_INLINE_(function, #function, "return{async " #function #parameters #__VA_ARGS__ "}." #function ";")

/** At file level: JavaScript can call a native function from the start. DEPUTY_EXPORT(score, "score(text: string, limit?: i32): f64").
 *  \param function the name of a deputy_export_fn
 *  \param signature a string literal, as for deputy_export_add(); one that cannot be read ends the program
 *  \since 0.1.0 */
#define DEPUTY_EXPORT(function, signature)                                                   \
  __attribute__((constructor)) static void deputy_export_##function##_(void) {               \
    deputy_export_static(signature, function);                                               \
  }                                                                                          \
  struct deputy_semicolon_

/** Arguments and their number, for the last two parameters of a call: DEPUTY_ARGS(deputy_i32(1), deputy_cstr("a")).
 *  At least one; DEPUTY_NO_ARGS for none. \since 0.1.0 */
#ifdef __cplusplus
template <class... Values>
char (&deputy_count_(Values...))[sizeof...(Values)];
#define DEPUTY_ARGS(...) \
  (std::initializer_list<deputy_value>{__VA_ARGS__}).begin(), sizeof(deputy_count_(__VA_ARGS__))
#else
#define DEPUTY_ARGS(...) \
  (const deputy_value[]){__VA_ARGS__}, sizeof((const deputy_value[]){__VA_ARGS__}) / sizeof(deputy_value)
#endif

/** A string literal that JavaScript decodes once: DEPUTY_STR("name"), for keys and words that cross again and again. What is longer
 *  than 1024 bytes, empty, or no UTF-8 is an ordinary string. \since 0.1.0 */
#ifdef __cplusplus
#define DEPUTY_STR(literal)                                                                    \
  ([]() -> deputy_value {                                                                      \
    static deputy_literal_ deputy_str_ = {literal, (uint32_t)(sizeof(literal) - 1), 0};        \
    return deputy_literal_value_(&deputy_str_);                                                \
  }())
#else
#define DEPUTY_STR(literal)                                                                    \
  (__extension__({                                                                             \
    static deputy_literal_ deputy_str_ = {literal, (uint32_t)(sizeof(literal) - 1), 0};        \
    deputy_literal_value_(&deputy_str_);                                                       \
  }))
#endif

/** A JavaScript Array of these values: DEPUTY_ARRAY(deputy_i32(1), deputy_cstr("two")). At least one. In C it lives as long as the
 *  block it is written in, in C++ until the end of the statement. \since 0.1.0 */
#define DEPUTY_ARRAY(...) (deputy_array(DEPUTY_ARGS(__VA_ARGS__)))

/** A plain JavaScript object of these keys and values: DEPUTY_RECORD(DEPUTY_STR("x"), deputy_i32(1), DEPUTY_STR("y"), deputy_i32(2)). At
 *  least one pair. It lives as long as DEPUTY_ARRAY(). \since 0.1.0 */
#define DEPUTY_RECORD(...) (deputy_record_(DEPUTY_ARGS(__VA_ARGS__)))
/** Internal: what DEPUTY_RECORD() gives. \param values keys and values \param count how many \returns the value
 *  \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_record_(const deputy_value *values, size_t count) { return deputy_record(values, count / 2); }

/** The defaults: deputy_call_options options = DEPUTY_CALL_OPTIONS; \since 0.1.0 */
#define DEPUTY_CALL_OPTIONS {sizeof(deputy_call_options), 0, 0, 0, 0}

/** The defaults: deputy_callback_options options = DEPUTY_CALLBACK_OPTIONS; \since 0.1.0 */
#define DEPUTY_CALLBACK_OPTIONS {sizeof(deputy_callback_options), 0, 0, NULL}

/** No arguments. \since 0.1.0 */
#define DEPUTY_NO_ARGS NULL, 0

/* ---- objects: what is done to them is an ordinary call, in the context that has them; docs/object.md ------------------ */

/** Internal: refers to the JavaScript of the operations; programs that use none of them do not have it. \threads any thread, never blocks \since 0.1.0 */
static inline void deputy_operations_(void) {
  static void (*const volatile use)(void) = deputy_js_operations_;
  (void)use;
}

/** What a dotted name stands for, as a handle: an object or a function that the page registered, or of globalThis.
 *  \param context DEPUTY_UI, or DEPUTY_ANY
 *  \param name NUL-terminated, such as "document.body"
 *  \param out receives it, or an error value; give it to deputy_value_free(). NULL throws it away.
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_global(deputy_context context, const char *name, deputy_value *out) {
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  deputy_value arg = deputy_cstr(name);
  options.flags = DEPUTY_CALL_OBJECT;
  deputy_operations_();
  return deputy_js_call_with(context, DEPUTY_FN("deputy:global"), out, &arg, 1, &options);
}

/** What a module exports, as the handle of its namespace object; a module is imported once. Its functions can also be called
 *  without it: DEPUTY_FN("./chart.mjs#draw"). docs/module.md
 *  \param context DEPUTY_UI, or DEPUTY_ANY
 *  \param specifier NUL-terminated, for JavaScript's import(): relative to the page, in Node to the main script, if it begins
 *         with "./", "../" or "/"
 *  \param out receives it, or an error value; give it to deputy_value_free(). NULL throws it away.
 *  \returns as deputy_js_call(); DEPUTY_NOT_FOUND: it could not be imported, the message says why
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_module_import(deputy_context context, const char *specifier, deputy_value *out) {
  deputy_value arg = deputy_cstr(specifier);
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  options.flags = DEPUTY_CALL_OBJECT;
  deputy_operations_();
  return specifier ? deputy_js_call_with(context, DEPUTY_FN("deputy:import"), out, &arg, 1, &options) : DEPUTY_INVALID_ARGUMENT;
}

/** A property, by value if it can be copied.
 *  \param object the handle
 *  \param key NUL-terminated; of an array, an index in decimal
 *  \param out receives it, or an error value; give it to deputy_value_free(). NULL throws it away.
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_get(deputy_object object, const char *key, deputy_value *out) {
  const deputy_value args[] = {deputy_object_value(object), deputy_cstr(key)};
  deputy_operations_();
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("deputy:get"), out, args, 2);
}

/** A property as a handle, if it is an object or a function.
 *  \param object the handle
 *  \param key NUL-terminated; of an array, an index in decimal
 *  \param out receives it, or an error value; give it to deputy_value_free(). NULL throws it away.
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_get_object(deputy_object object, const char *key, deputy_value *out) {
  const deputy_value args[] = {deputy_object_value(object), deputy_cstr(key)};
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  options.flags = DEPUTY_CALL_OBJECT;
  deputy_operations_();
  return deputy_js_call_with(DEPUTY_ANY, DEPUTY_FN("deputy:get"), out, args, 2, &options);
}

/** Sets a property. One that cannot be set is DEPUTY_WRONG_TYPE.
 *  \param object the handle
 *  \param key NUL-terminated; of an array, an index in decimal
 *  \param value what it is to be
 *  \param out NULL, or receives an error value
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_set(deputy_object object, const char *key, deputy_value value, deputy_value *out) {
  deputy_value args[3];
  args[0] = deputy_object_value(object);
  args[1] = deputy_cstr(key);
  args[2] = value;
  deputy_operations_();
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("deputy:set"), out, args, 3);
}

/** Whether there is a property, its own or inherited.
 *  \param object the handle
 *  \param key NUL-terminated; of an array, an index in decimal
 *  \param out receives a bool, or an error value
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_has(deputy_object object, const char *key, deputy_value *out) {
  const deputy_value args[] = {deputy_object_value(object), deputy_cstr(key)};
  deputy_operations_();
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("deputy:has"), out, args, 2);
}

/** Removes a property.
 *  \param object the handle
 *  \param key NUL-terminated; of an array, an index in decimal
 *  \param out NULL, or receives a bool: whether there is none now; or an error value
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_delete(deputy_object object, const char *key, deputy_value *out) {
  const deputy_value args[] = {deputy_object_value(object), deputy_cstr(key)};
  deputy_operations_();
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("deputy:delete"), out, args, 2);
}

/** Calls a method. Faster, where the name is a literal: deputy_js_call() with DEPUTY_FN(".name") and the object as first argument.
 *  \param object the handle
 *  \param method NUL-terminated
 *  \param out receives it, or an error value; give it to deputy_value_free(). NULL throws it away.
 *  \param args the arguments; NULL if argc is 0
 *  \param argc their number
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_call(deputy_object object, const char *method, deputy_value *out, const deputy_value *args, size_t argc) {
  const deputy_value head[] = {deputy_object_value(object), deputy_cstr(method)};
  deputy_operations_();
  return deputy_js_call_parts(DEPUTY_ANY, DEPUTY_FN("deputy:call"), out, head, 2, args, argc, NULL);
}

/** Calls a function that is an object.
 *  \param function the handle
 *  \param self what `this` is
 *  \param out receives it, or an error value; give it to deputy_value_free(). NULL throws it away.
 *  \param args the arguments; NULL if argc is 0
 *  \param argc their number
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_apply(deputy_object function, deputy_value self, deputy_value *out, const deputy_value *args, size_t argc) {
  deputy_value head[2];
  head[0] = deputy_object_value(function);
  head[1] = self;
  deputy_operations_();
  return deputy_js_call_parts(DEPUTY_ANY, DEPUTY_FN("deputy:apply"), out, head, 2, args, argc, NULL);
}

/** Makes an object with a constructor that is an object, as a handle. Where the name is a literal: deputy_js_call() with DEPUTY_FN("new Name").
 *  \param constructor the handle
 *  \param out receives it, or an error value; give it to deputy_value_free(). NULL throws it away.
 *  \param args the arguments; NULL if argc is 0
 *  \param argc their number
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_new(deputy_object constructor, deputy_value *out, const deputy_value *args, size_t argc) {
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  deputy_value head = deputy_object_value(constructor);
  options.flags = DEPUTY_CALL_OBJECT;
  deputy_operations_();
  return deputy_js_call_parts(DEPUTY_ANY, DEPUTY_FN("deputy:new"), out, &head, 1, args, argc, &options);
}

/** What `typeof` says.
 *  \param object the handle
 *  \param out receives a string, or an error value
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_typeof(deputy_object object, deputy_value *out) {
  deputy_value arg = deputy_object_value(object);
  deputy_operations_();
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("deputy:typeof"), out, &arg, 1);
}

/** Whether an object is an instance of a class.
 *  \param object the handle
 *  \param name of the class, NUL-terminated, such as "HTMLElement"
 *  \param out receives a bool, or an error value
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_instanceof(deputy_object object, const char *name, deputy_value *out) {
  const deputy_value args[] = {deputy_object_value(object), deputy_cstr(name)};
  deputy_operations_();
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("deputy:instanceof"), out, args, 2);
}

/** Whether two handles are of one object: a handle that was reserved may be a second one.
 *  \param a a handle
 *  \param b another one
 *  \param out receives a bool, or an error value
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_same(deputy_object a, deputy_object b, deputy_value *out) {
  const deputy_value args[] = {deputy_object_value(a), deputy_object_value(b)};
  deputy_operations_();
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("deputy:same"), out, args, 2);
}

/** The names of the object's own enumerable properties.
 *  \param object the handle
 *  \param out receives an array of strings, or an error value
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_keys(deputy_object object, deputy_value *out) {
  deputy_value arg = deputy_object_value(object);
  deputy_operations_();
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("deputy:keys"), out, &arg, 1);
}

/** Begins to go through what can be iterated: an array, a Map, a NodeList.
 *  \param object the handle
 *  \param out receives the handle of an iterator, or an error value
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_iterate(deputy_object object, deputy_value *out) {
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  deputy_value arg = deputy_object_value(object);
  options.flags = DEPUTY_CALL_OBJECT;
  deputy_operations_();
  return deputy_js_call_with(DEPUTY_ANY, DEPUTY_FN("deputy:iterate"), out, &arg, 1, &options);
}

/** The next elements, many in one trip.
 *  \param iterator from deputy_object_iterate()
 *  \param count so many at most, at least 1
 *  \param out receives an array, which is shorter at the end, and empty after it; or an error value
 *  \returns as deputy_js_call(), and DEPUTY_STALE: the object was released
 *  \threads any thread, blocks until JavaScript has answered, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_object_next(deputy_object iterator, int32_t count, deputy_value *out) {
  const deputy_value args[] = {deputy_object_value(iterator), deputy_i32(count)};
  deputy_operations_();
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("deputy:next"), out, args, 2);
}

/* ---- deputy_crypto_*: what crypto.subtle does, waited for; source: c-shim/public/crypto.h ------------------------------ */

/** Internal: an array of the words in a text. \param text the words, with spaces in between \param words room for them \param room how many
 *  \returns the array \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_crypto_words_(const char *text, deputy_value *words, size_t room) {
  size_t count = 0;
  while (*text && count < room) {
    size_t length = strcspn(text, " ");
    if (length > 0) words[count++] = deputy_str(text, length);
    text += length;
    text += strspn(text, " ");
  }
  return deputy_array(words, count);
}

/** A digest.
 *  \param algorithm "SHA-256", "SHA-384", "SHA-512" or "SHA-1"
 *  \param data deputy_bytes() or a string
 *  \param out receives the bytes, or the error; give it to deputy_value_free()
 *  \returns as deputy_js_call(); DEPUTY_NOT_FOUND also where there is no crypto.subtle: on pages that are no secure context
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_digest(const char *algorithm, deputy_value data, deputy_value *out) {
  const deputy_value args[] = {deputy_cstr(algorithm), data};
  return deputy_js_call(DEPUTY_UI, DEPUTY_FN("crypto.subtle.digest"), out, args, 2);
}

/** Makes a key of what is known of it.
 *  \param format "raw", "pkcs8", "spki" or "jwk"
 *  \param material deputy_bytes(), for "jwk" a record
 *  \param algorithm a string or a record such as DEPUTY_RECORD(DEPUTY_STR("name"), DEPUTY_STR("HMAC"), DEPUTY_STR("hash"), DEPUTY_STR("SHA-256"))
 *  \param extractable whether it can be exported
 *  \param usages what it may be used for, such as "encrypt decrypt", with spaces in between
 *  \param out receives the key, an object, or the error; give it to deputy_value_free()
 *  \returns as deputy_crypto_digest(); a key that cannot be is DEPUTY_JS_EXCEPTION with the error of crypto.subtle
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_import(const char *format, deputy_value material, deputy_value algorithm, bool extractable, const char *usages, deputy_value *out) {
  deputy_value words[8];
  const deputy_value args[] = {deputy_cstr(format), material, algorithm, deputy_bool(extractable), deputy_crypto_words_(usages, words, 8)};
  return deputy_js_call(DEPUTY_UI, DEPUTY_FN("crypto.subtle.importKey"), out, args, 5);
}

/** Makes a key, or a pair of them.
 *  \param algorithm as in deputy_crypto_import()
 *  \param extractable as in deputy_crypto_import()
 *  \param usages as in deputy_crypto_import()
 *  \param out receives the key, an object, or a record with `privateKey` and `publicKey`, or the error; give it to deputy_value_free()
 *  \returns as deputy_crypto_import()
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_generate(deputy_value algorithm, bool extractable, const char *usages, deputy_value *out) {
  deputy_value words[8];
  const deputy_value args[] = {algorithm, deputy_bool(extractable), deputy_crypto_words_(usages, words, 8)};
  return deputy_js_call(DEPUTY_UI, DEPUTY_FN("crypto.subtle.generateKey"), out, args, 3);
}

/** What is in a key.
 *  \param format as in deputy_crypto_import()
 *  \param key the key
 *  \param out receives the bytes, for "jwk" a record, or the error; give it to deputy_value_free()
 *  \returns as deputy_crypto_import(); DEPUTY_STALE: no such key
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_export(const char *format, deputy_object key, deputy_value *out) {
  const deputy_value args[] = {deputy_cstr(format), deputy_object_value(key)};
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("crypto.subtle.exportKey"), out, args, 2);
}

/** Encrypts.
 *  \param algorithm a record, such as the name and `iv` of AES-GCM
 *  \param key the key
 *  \param data deputy_bytes() or a string
 *  \param out receives the bytes, or the error; give it to deputy_value_free()
 *  \returns as deputy_crypto_export()
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_encrypt(deputy_value algorithm, deputy_object key, deputy_value data, deputy_value *out) {
  const deputy_value args[] = {algorithm, deputy_object_value(key), data};
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("crypto.subtle.encrypt"), out, args, 3);
}

/** Decrypts. What was tampered with is DEPUTY_JS_EXCEPTION, an OperationError.
 *  \param algorithm as it was encrypted with
 *  \param key the key
 *  \param data the bytes
 *  \param out receives the bytes, or the error; give it to deputy_value_free()
 *  \returns as deputy_crypto_export()
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_decrypt(deputy_value algorithm, deputy_object key, deputy_value data, deputy_value *out) {
  const deputy_value args[] = {algorithm, deputy_object_value(key), data};
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("crypto.subtle.decrypt"), out, args, 3);
}

/** Signs, or makes a message authentication code.
 *  \param algorithm a string or a record
 *  \param key the key
 *  \param data deputy_bytes() or a string
 *  \param out receives the bytes, or the error; give it to deputy_value_free()
 *  \returns as deputy_crypto_export()
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_sign(deputy_value algorithm, deputy_object key, deputy_value data, deputy_value *out) {
  const deputy_value args[] = {algorithm, deputy_object_value(key), data};
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("crypto.subtle.sign"), out, args, 3);
}

/** Whether a signature is one.
 *  \param algorithm as it was signed with
 *  \param key the key
 *  \param signature the bytes
 *  \param data deputy_bytes() or a string
 *  \param out receives a boolean, or the error; give it to deputy_value_free()
 *  \returns as deputy_crypto_export()
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_verify(deputy_value algorithm, deputy_object key, deputy_value signature, deputy_value data, deputy_value *out) {
  const deputy_value args[] = {algorithm, deputy_object_value(key), signature, data};
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("crypto.subtle.verify"), out, args, 4);
}

/** Bits from a key: PBKDF2, HKDF, ECDH, X25519.
 *  \param algorithm a record; for ECDH and X25519 with the other side's key as `public`
 *  \param key the key
 *  \param bits how many
 *  \param out receives the bytes, or the error; give it to deputy_value_free()
 *  \returns as deputy_crypto_export()
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_derive_bits(deputy_value algorithm, deputy_object key, uint32_t bits, deputy_value *out) {
  const deputy_value args[] = {algorithm, deputy_object_value(key), deputy_u32(bits)};
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("crypto.subtle.deriveBits"), out, args, 3);
}

/** A key from a key.
 *  \param algorithm as in deputy_crypto_derive_bits()
 *  \param key the key
 *  \param derived the algorithm of the new one
 *  \param extractable as in deputy_crypto_import()
 *  \param usages as in deputy_crypto_import()
 *  \param out receives the key, an object, or the error; give it to deputy_value_free()
 *  \returns as deputy_crypto_export()
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_derive_key(deputy_value algorithm, deputy_object key, deputy_value derived, bool extractable, const char *usages, deputy_value *out) {
  deputy_value words[8];
  const deputy_value args[] = {algorithm, deputy_object_value(key), derived, deputy_bool(extractable), deputy_crypto_words_(usages, words, 8)};
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("crypto.subtle.deriveKey"), out, args, 5);
}

/** A key, encrypted with another one.
 *  \param format as in deputy_crypto_import()
 *  \param key what is wrapped
 *  \param wrapping the key that it is encrypted with
 *  \param algorithm of that, such as "AES-KW"
 *  \param out receives the bytes, or the error; give it to deputy_value_free()
 *  \returns as deputy_crypto_export()
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_wrap(const char *format, deputy_object key, deputy_object wrapping, deputy_value algorithm, deputy_value *out) {
  const deputy_value args[] = {deputy_cstr(format), deputy_object_value(key), deputy_object_value(wrapping), algorithm};
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("crypto.subtle.wrapKey"), out, args, 4);
}

/** The key that deputy_crypto_wrap() has encrypted.
 *  \param format as it was wrapped with
 *  \param wrapped the bytes
 *  \param wrapping the key that it was encrypted with
 *  \param algorithm of that
 *  \param of the algorithm of the key
 *  \param extractable as in deputy_crypto_import()
 *  \param usages as in deputy_crypto_import()
 *  \param out receives the key, an object, or the error; give it to deputy_value_free()
 *  \returns as deputy_crypto_export()
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_unwrap(const char *format, deputy_value wrapped, deputy_object wrapping, deputy_value algorithm, deputy_value of, bool extractable, const char *usages, deputy_value *out) {
  deputy_value words[8];
  const deputy_value args[] = {deputy_cstr(format), wrapped, deputy_object_value(wrapping), algorithm, of, deputy_bool(extractable), deputy_crypto_words_(usages, words, 8)};
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("crypto.subtle.unwrapKey"), out, args, 7);
}

/* ---- deputy_asset_*: what lies at an address, as memory, file or code, when it is wanted; source: c-shim/public/asset.h --------- */

/** Hears how a download goes on.
 *  \param done bytes that have come
 *  \param total how many there will be, 0 if nobody knows
 *  \param userdata what is in the options
 *  \returns true to go on; false ends the download with DEPUTY_CANCELLED
 *  \threads the thread that waits for the download \since 0.1.0 */
typedef bool (*deputy_asset_progress_fn)(uint64_t done, uint64_t total, void *userdata);

/** How an asset is downloaded. Zeroed but for struct_size, it means the defaults. \threads any thread, never blocks \since 0.1.0 */
typedef struct deputy_asset_options {
  size_t struct_size; /**< sizeof(deputy_asset_options) */
  /** NULL, or as `integrity` in HTML: "sha384-" and the hash in base64, also with "sha256-" or "sha512-". Of several, with spaces in
   *  between, those of the strongest kind count, and one of them must be right. */
  const char *integrity;
  deputy_asset_progress_fn progress; /**< NULL, or hears how it goes on */
  void *userdata;                    /**< given to progress */
  uint32_t stall_ms;                 /**< milliseconds to wait for the headers, and each time for a byte; 0 waits without limit */
  deputy_task cancel;                /**< 0, or a task: when it is cancelled, so is the download. It stays the caller's */
} deputy_asset_options;

/** Internal: whether the bytes have one of the hashes. \param bytes the bytes \param len their number \param integrity the hashes \param out_error
 *  as in deputy_asset_load() \returns as deputy_asset_load() \threads any thread, blocks until it is done, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_asset_verify_(const void *bytes, size_t len, const char *integrity, deputy_value *out_error) {
  static const char *const kinds[] = {"sha512-", "sha384-", "sha256-"}, *const names[] = {"SHA-512", "SHA-384", "SHA-256"};
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  size_t kind = 0;
  const char *hash = NULL;
  for (; kind < 3; kind++) {
    /* At the beginning of a word. */
    for (hash = strstr(integrity, kinds[kind]); hash && hash != integrity && hash[-1] != ' '; hash = strstr(hash + 1, kinds[kind])) {}
    if (hash) break;
  }
  if (!hash) return DEPUTY_INVALID_ARGUMENT;
  deputy_value digest = deputy_null();
  deputy_status status = deputy_crypto_digest(names[kind], deputy_bytes(bytes, len), &digest);
  if (status != DEPUTY_OK) {
    if (out_error) *out_error = digest;
    else deputy_value_free(&digest);
    return status;
  }
  char text[96], *end = text;
  const unsigned char *at = (const unsigned char *)digest.data.address;
  for (size_t left = digest.len; left > 0 && left <= 64; left -= left < 3 ? left : 3, at += 3) {
    const uint32_t bits = (uint32_t)at[0] << 16 | (left > 1 ? (uint32_t)at[1] << 8 : 0) | (left > 2 ? (uint32_t)at[2] : 0);
    *end++ = digits[bits >> 18];
    *end++ = digits[bits >> 12 & 63];
    *end++ = left > 1 ? digits[bits >> 6 & 63] : '=';
    *end++ = left > 2 ? digits[bits & 63] : '=';
  }
  deputy_value_free(&digest);
  const size_t length = (size_t)(end - text);
  for (const char *word = integrity; *word; word += strcspn(word, " "), word += strspn(word, " ")) {
    /* What follows a question mark is for others. */
    if (strncmp(word, kinds[kind], 7) == 0 && strcspn(word, " ?") == 7 + length && memcmp(word + 7, text, length) == 0) return DEPUTY_OK;
  }
  return DEPUTY_CORRUPT;
}

/** Internal: reads a body to its end. \param response the response \param options the options \param out_bytes receives the bytes, also when it
 *  fails \param out_len their number \returns as deputy_asset_load() \threads any thread, blocks until it is done, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_asset_read_(struct deputy_http_response *response, const deputy_asset_options *options, void **out_bytes, size_t *out_len) {
  const size_t least = 65536, most = 262144;
  const uint32_t slice = 50;
  const uint64_t told = deputy_http_length(response);
  const uint64_t total = told == UINT64_MAX ? 0 : told;
  size_t room = 0, len = 0;
  uint32_t waited = 0;
  for (;;) {
    if (room - len < least) {
      const uint64_t wanted = room == 0 && total > 0 ? total + least : (uint64_t)room + room / 2 + 2 * least;
      void *more = wanted <= SIZE_MAX / 2 ? realloc(*out_bytes, (size_t)wanted) : NULL;
      if (!more) return DEPUTY_NO_MEMORY;
      *out_bytes = more;
      room = (size_t)wanted;
    }
    size_t count = 0;
    /* Not all at once: progress is heard of. */
    const deputy_status status = deputy_http_read(response, (char *)*out_bytes + len, room - len < most ? room - len : most, &count);
    if (options->cancel && deputy_task_wait(options->cancel, 0, NULL) == DEPUTY_CANCELLED) return DEPUTY_CANCELLED;
    if (status == DEPUTY_TIMED_OUT && options->cancel) {
      /* Nothing is lost by a read whose time is up. */
      waited += slice;
      if (options->stall_ms == 0 || waited < options->stall_ms) continue;
    }
    if (status != DEPUTY_OK) return status;
    waited = 0;
    if (count == 0) break;
    len += count;
    if (options->progress && !options->progress(len, total, options->userdata)) return DEPUTY_CANCELLED;
  }
  *out_len = len;
  return DEPUTY_OK;
}

/** Downloads into memory, and waits for it.
 *  \param url NUL-terminated; on a page it may be relative to it
 *  \param options NULL, or how
 *  \param out_bytes receives the bytes, of malloc(): give them to free(). There is a NUL behind them
 *  \param out_len receives their number
 *  \param out_error NULL, or receives an error value where JavaScript gave one; give it to deputy_value_free()
 *  \returns DEPUTY_OK; DEPUTY_NOT_FOUND: the server answered with another status than 2xx; DEPUTY_JS_EXCEPTION: the network failed, or
 *           the browser forbids the request; DEPUTY_CLOSED: the connection broke; DEPUTY_CORRUPT: it has none of the hashes;
 *           DEPUTY_TIMED_OUT; DEPUTY_CANCELLED; DEPUTY_NO_MEMORY; DEPUTY_INVALID_ARGUMENT: something is NULL, struct_size is wrong, or the
 *           hashes are of no known kind; DEPUTY_WOULD_BLOCK: on the UI
 *  \threads any thread, blocks until it is there, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_asset_load(const char *url, const deputy_asset_options *options, void **out_bytes, size_t *out_len, deputy_value *out_error) {
  deputy_asset_options given;
  memset(&given, 0, sizeof given);
  if (!url || !out_bytes || !out_len || (options && options->struct_size != sizeof given)) return DEPUTY_INVALID_ARGUMENT;
  if (options) given = *options;
  struct deputy_http_request *request = NULL;
  struct deputy_http_response *response = NULL;
  deputy_status status = deputy_http_request_new("GET", url, &request);
  if (status != DEPUTY_OK) return status;
  deputy_http_request_limits(request, given.stall_ms, given.cancel ? 50 : given.stall_ms, given.cancel);
  status = deputy_http_send(request, out_error, &response);
  deputy_http_request_free(request);
  if (status != DEPUTY_OK) return status;
  void *bytes = NULL;
  size_t len = 0;
  const uint32_t answer = deputy_http_status(response);
  status = answer >= 200 && answer < 300 ? deputy_asset_read_(response, &given, &bytes, &len) : DEPUTY_NOT_FOUND;
  deputy_http_free(response);
  if (status == DEPUTY_OK && given.integrity) status = deputy_asset_verify_(bytes, len, given.integrity, out_error);
  if (status != DEPUTY_OK) {
    free(bytes);
    return status;
  }
  ((char *)bytes)[len] = 0;
  *out_bytes = bytes;
  *out_len = len;
  return DEPUTY_OK;
}

/** Downloads into a file, and waits for it. The file is there when all of it has come and has the hash: until then there is what was there
 *  before.
 *  \param url as in deputy_asset_load()
 *  \param path NUL-terminated; what is there is replaced
 *  \param options as in deputy_asset_load()
 *  \param out_error as in deputy_asset_load()
 *  \returns as deputy_asset_load(); DEPUTY_NO_SPACE: there is no room for the file; DEPUTY_INVALID_ARGUMENT: also if there can be no file at path:
 *           errno tells why
 *  \threads any thread, blocks until it is there, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_asset_save(const char *url, const char *path, const deputy_asset_options *options, deputy_value *out_error) {
  void *bytes = NULL;
  size_t len = 0;
  if (!path) return DEPUTY_INVALID_ARGUMENT;
  deputy_status status = deputy_asset_load(url, options, &bytes, &len, out_error);
  if (status != DEPUTY_OK) return status;
  /* Of its own: two threads may download the same. */
  static unsigned count;
  const size_t room = strlen(path) + 32;
  char *part = (char *)malloc(room);
  if (part) snprintf(part, room, "%s.part%u", path, __atomic_fetch_add(&count, 1u, __ATOMIC_RELAXED));
  FILE *file = part ? fopen(part, "wb") : NULL;
  bool good = file && fwrite(bytes, 1, len, file) == len;
  if (file && fclose(file) != 0) good = false;
  good = good && rename(part, path) == 0;
  if (!good) {
    const int why = errno;
    status = !part ? DEPUTY_NO_MEMORY : why == ENOSPC || why == ENOMEM || why == EDQUOT ? DEPUTY_NO_SPACE : DEPUTY_INVALID_ARGUMENT;
    if (file) remove(part);
    errno = why;
  }
  free(part);
  free(bytes);
  return status;
}

/** Internal: what is missing for the code to be loaded, NUL-terminated, of malloc(); NULL if nothing is.
 *  \param bytes the WebAssembly \param len its bytes \returns the text \threads any thread, never blocks \since 0.1.0 */
extern char *deputy_js_asset_missing(const void *bytes, size_t len);

/** Downloads a side module, loads it into the program as dlopen() does, and waits for it. The program must be linked with -sMAIN_MODULE=2 and have
 *  what the module needs; that is looked at before, because dlopen() would end the program.
 *  \param url as in deputy_asset_load()
 *  \param options as in deputy_asset_load()
 *  \param out_module receives what dlsym() takes; a module stays loaded
 *  \param out_error as in deputy_asset_load(); a string tells what is missing
 *  \returns as deputy_asset_load(); DEPUTY_UNSUPPORTED: it is no side module, or of another kind, or needs what the program does not have, or the
 *           program was linked without -sMAIN_MODULE
 *  \threads any thread, blocks until all threads have it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_asset_open(const char *url, const deputy_asset_options *options, void **out_module, deputy_value *out_error) {
  void *bytes = NULL;
  size_t len = 0;
  if (!out_module) return DEPUTY_INVALID_ARGUMENT;
  deputy_status status = deputy_asset_load(url, options, &bytes, &len, out_error);
  if (status != DEPUTY_OK) return status;
  char *missing = deputy_js_asset_missing(bytes, len);
  void *module = NULL;
  if (!missing) {
    static unsigned count;
    char path[40];
    snprintf(path, sizeof path, "/tmp/.deputy-module%u", __atomic_fetch_add(&count, 1u, __ATOMIC_RELAXED));
    FILE *file = fopen(path, "wb");
    const bool whole = file && fwrite(bytes, 1, len, file) == len;
    if (file && fclose(file) == 0 && whole) module = dlopen(path, RTLD_NOW);
    else status = DEPUTY_NO_SPACE;
    if (file) remove(path);
    if (status == DEPUTY_OK && !module) {
      const char *why = dlerror();
      missing = (char *)malloc(strlen(why) + 1);
      if (missing) strcpy(missing, why);
    }
  }
  free(bytes);
  if (module) {
    *out_module = module;
    return DEPUTY_OK;
  }
  if (status == DEPUTY_OK) status = DEPUTY_UNSUPPORTED;
  if (missing && out_error) {
    const deputy_value text = deputy_cstr(missing);
    deputy_value_copy(&text, out_error);
  }
  free(missing);
  return status;
}

#endif  /* DEPUTY_H */
