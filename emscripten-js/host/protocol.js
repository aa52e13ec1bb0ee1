// Generated from rust-core/src/protocol.rs and status.rs by tools/generate; do not edit.

// Version of this protocol. Library and JavaScript refuse each other when it differs.
export const PROTOCOL = 5;
// A frame is one call. Size of the whole block; frames are aligned to 16 bytes.
export const FRAME_SIZE = 256;
// The frame below this one in an inbox or a stack of free frames.
export const FRAME_NEXT = 0;
// `STATE_*` bits; see `frame.rs` for who may set which.
export const FRAME_STATE = 4;
// One of `KIND_*`.
export const FRAME_KIND = 8;
// Number of the called name (`name.rs`); for `KIND_FETCH` the stash to fetch.
export const FRAME_TARGET = 12;
// Address of the called name, for a host that meets the number for the first time.
export const FRAME_NAME = 16;
// Length of the called name in bytes.
export const FRAME_NAME_LEN = 20;
// Address of the argument values; for `KIND_FETCH` the destination.
export const FRAME_ARGS = 24;
// Number of argument values, or bytes at the destination.
export const FRAME_ARGC = 28;
// The thread record (`HOME_*`) this frame goes back to.
export const FRAME_HOME = 32;
// A `deputy_status`, valid once `STATE_DONE` is set.
export const FRAME_STATUS = 36;
// The chain (`chain.rs`) a call belongs to, 0 if to none; in the same place until there is an outcome.
export const FRAME_CHAIN = 36;
// The outcome's value, valid once `STATE_DONE` is set.
export const FRAME_RESULT = 48;
// Room for copied arguments of posts and for small outcomes.
export const FRAME_DATA = 64;
// Bytes of that room.
export const FRAME_DATA_SIZE = 192;
// The host has the frame and will set `STATE_DONE`.
export const STATE_TAKEN = 1;
// The host has copied the arguments: the caller's memory is no longer needed.
export const STATE_DECODED = 2;
// The outcome is in the frame.
export const STATE_DONE = 4;
// The caller has left (timeout, cancellation); whoever of caller and host comes second gives the frame back.
export const STATE_ABANDONED = 8;
// The caller sleeps on its parking word; whoever sets a bit it waits for bumps and notifies that word.
export const STATE_WAITING = 16;
// Of an async call: when it is done the host pushes the frame onto the I/O thread's inbox.
export const STATE_FORWARD = 32;
// Of a call: JavaScript that runs for it calls back; `FRAME_NESTED` is for the caller to look at.
export const STATE_NESTED = 64;
// A call with an outcome.
export const KIND_CALL = 1;
// A call nobody waits for.
export const KIND_POST = 2;
// Moves a stashed outcome into the caller's memory; with address 0 it is thrown away.
export const KIND_FETCH = 3;
// A call with an outcome that nobody waits for in particular: it settles a task. `FRAME_HOME` is whom to wake.
export const KIND_ASYNC = 4;
// Tells the host that the outcome of an async call is not wanted any more: `FRAME_ARGS` is its frame,
// `FRAME_TARGET` its serial number. A post without arguments.
export const KIND_CANCEL = 5;
// Like `KIND_FETCH`, but the stash stays.
export const KIND_READ = 6;
// Throws the stash `FRAME_TARGET` away. A post without arguments.
export const KIND_DISCARD = 7;
// A task has failed that nobody looked at: `FRAME_STATUS`, and `FRAME_ARGS` is the address of its value. A post.
export const KIND_REPORT = 9;
// Runs a native function: only for native owners, and for the UI at a safe point.
export const KIND_NATIVE = 8;
// A call of a native export, sent by a host. `FRAME_TARGET` is the context, `FRAME_NAME` the export if the host knows
// it, else `FRAME_NAME_LEN` bytes at the end of the argument block are its name. The block (`export.rs`) lies in
// the frame's data, or if `FRAME_ARGS` is not 0 in the stash of that number.
export const KIND_EXPORT = 10;
// The frame of an export call on its way back, with the outcome: `FRAME_ARGS` is the address of the value,
// `FRAME_NAME` the export, if there is one of that name.
export const KIND_ANSWER = 11;
// A frame of the host's stock that has memory attached, for the I/O thread to free.
export const KIND_RELEASE = 12;
// A task that was given to JavaScript has settled: `FRAME_STATUS`, and `FRAME_ARGS` is the address of two values, the
// task and the outcome. A post.
export const KIND_SETTLE = 13;
// A line for the console: `FRAME_TARGET` is its level, `FRAME_ARGS` the address of a string. A post.
export const KIND_LOG = 14;
// References to objects that native code has let go of: the state word is their number, the data their handles. The frame
// takes more until the host sets `UNREF_CLOSED` in the state word. With `FRAME_TARGET` being `UNREF_RETAIN` the data is a
// handle that has got one reference more. A post.
export const KIND_UNREF = 15;
// Nothing is added to the frame any more.
export const UNREF_CLOSED = 2147483648;
// One reference more.
export const UNREF_RETAIN = 1;
// Callbacks that nobody holds any more, the last of them JavaScript: a frame of the host's stock, for the I/O thread.
// `FRAME_ARGC` serials (two words each) lie in the frame's data.
export const KIND_DROP = 16;
// A call of a callback, sent by a host: like `KIND_EXPORT`, but `FRAME_NAME` and `FRAME_NAME_LEN` are the low and the high
// word of the callback's serial, and a `FRAME_TARGET` of 0 has the I/O thread find the context. In the answer `FRAME_NAME`
// is the record of the thread that ran it, or 0.
export const KIND_CALLBACK = 17;
// Nobody waits any more for a call of an export that had begun: a frame of a host's stock, for the I/O thread. `FRAME_ARGS` is
// the call's frame.
export const KIND_LEFT = 18;
// A file-system call: native code at `FRAME_ARGS` for the UI to run, whatever chain it waits for. Only its caller may give it up,
// and only before `STATE_TAKEN`.
export const KIND_SYSCALL = 18;
// Serial number of an async call, in the low half of the result's payload until there is a result.
export const FRAME_SERIAL = 56;
// Bits of `CALL_*`, in the high half of the result's payload until there is a result.
export const FRAME_FLAGS = 60;
// The function gets an AbortSignal after its last argument.
export const CALL_SIGNAL = 1;
// The result comes as the handle of an object, if it is an object or a function.
export const CALL_OBJECT = 4;
// The result comes as JSON text.
export const CALL_JSON = 8;
// The result is bound to the handle at `FRAME_INTO`.
export const CALL_INTO = 16;
// That handle, until there is a result.
export const FRAME_INTO = 48;
// An operation of a batch (`ffi/batch.rs`) is one of these, the number of operands, and the operands: what a dotted name
// stands for.
export const BATCH_GLOBAL = 1;
// Object, key.
export const BATCH_GET = 2;
// Object, key, value.
export const BATCH_SET = 3;
// Object, key.
export const BATCH_DELETE = 4;
// Object, method, arguments.
export const BATCH_CALL = 5;
// Function, `this`, arguments.
export const BATCH_APPLY = 6;
// Constructor or its name, arguments.
export const BATCH_NEW = 7;
// A value.
export const BATCH_VALUE = 8;
// A promise.
export const BATCH_AWAIT = 9;
// What goes back.
export const BATCH_RETURN = 10;
// What goes back as a handle.
export const BATCH_RETURN_OBJECT = 11;
// An object, and the halves of the handle it is bound to: no operands, but numbers.
export const BATCH_INTO = 12;
// Bytes of the argument block of an export call, in the same place.
export const FRAME_BLOCK = 56;
// Of a call that the host has: the frame of an export call for the waiting caller to run, 0 when it has taken it.
// Valid once `STATE_NESTED` was set.
export const FRAME_NESTED = 0;
// Of a synchronous export call, in the high half of the result's payload: the record (`HOME_*`) of the thread that runs
// it, or soon will; 0 if that is not known.
export const FRAME_RUNNER = 60;
// Bits of a context's id that are its index, which handles of its objects have, too; its generation is above them.
export const CONTEXT_INDEX_BITS = 10;
// The UI's context.
export const CONTEXT_ID_UI = 1;
// The background's context.
export const CONTEXT_ID_BACKGROUND = 2;
// The deputy's context.
export const CONTEXT_ID_MAIN = 3;
// The compute pool's context.
export const CONTEXT_ID_POOL = 4;
// In calls of exports: a thread of the call's own.
export const CONTEXT_ID_THREAD = 5;
// An inbox whose owner sleeps: whoever pushes onto it rings.
export const INBOX_ASLEEP = 0;
// An inbox whose owner will look again by itself.
export const INBOX_AWAKE = 1;
// An inbox whose owner has gone: nothing can be pushed any more.
export const INBOX_CLOSED = 2;
// Word a thread sleeps on; bumped by whoever has news for the thread.
export const HOME_PARK = 0;
// Stack of frames that came back to the thread.
export const HOME_RETURNED = 4;
// 1 while the thread sleeps because it has no free frame.
export const HOME_WANTS = 8;
// A number that no other thread had before.
export const HOME_NUMBER = 24;
// Address of the thread's name, 0 if it has none.
export const HOME_NAME = 28;
// Its length in bytes.
export const HOME_NAME_LEN = 32;
// What the thread waits for: one of `WAIT_*`, and above it a number that is another one every time.
export const HOME_WAIT = 36;
// Of `WAIT_CALL` the frame.
export const HOME_WAIT_FOR = 40;
// The id of the thread's context, 0 if it has none.
export const HOME_CONTEXT = 44;
// The record of the thread that is to bring what this one waits for, 0 if that is not known.
export const HOME_AWAITS = 48;
// The record that was made before, 0 behind the last: all there are, from `ROOT_THREADS` on.
export const HOME_NEXT = 52;
// In programs with the guard (c-shim/guard.c): the address on which the thread sleeps, whatever for, 0 if it does not.
export const HOME_FUTEX = 56;
// Since when: milliseconds of the wall clock, the low 32 bits.
export const HOME_FUTEX_SINCE = 60;
// What the thread is for: one of `THREAD_*`.
export const HOME_KIND = 64;
// Its `pthread_t`.
export const HOME_PTHREAD = 68;
// Bytes of a thread record.
export const HOME_SIZE = 128;
// A thread of the program's.
export const THREAD_PROGRAM = 0;
// The page's.
export const THREAD_UI = 1;
// The deputy.
export const THREAD_MAIN = 2;
// A JS worker.
export const THREAD_WORKER = 3;
// The I/O thread.
export const THREAD_IO = 4;
// The background's.
export const THREAD_BACKGROUND = 5;
// The compute pool's.
export const THREAD_POOL = 6;
// It does not wait, or not in the runtime, or it serves its context.
export const WAIT_NONE = 0;
// For the outcome of a call.
export const WAIT_CALL = 1;
// For a frame to come back.
export const WAIT_FRAME = 2;
// For a task that native code may settle.
export const WAIT_TASK = 3;
// For promises that only a host settles.
export const WAIT_PROMISE = 4;
// For a function that it has sent to another thread.
export const WAIT_SEND = 5;
// For what the compute pool has begun of a loop or a scope.
export const WAIT_POOL = 6;
// It runs what is sent to its context meanwhile.
export const WAIT_PUMPS = 128;
// The bits that say so.
export const WAIT_KIND = 127;
// The inbox word of a context.
export const CONTEXT_HEAD = 0;
// Calls taken. Counters are written by the owner only.
export const CONTEXT_CALLS = 4;
// Posts taken.
export const CONTEXT_POSTS = 8;
// Posts whose function failed.
export const CONTEXT_POSTS_FAILED = 12;
// Calls found abandoned.
export const CONTEXT_ABANDONED = 16;
// The record of the native thread that owns the context, 0 if a host does.
export const CONTEXT_OWNER = 20;
// Calls that their callers left: time up or cancelled. Written by callers.
export const CONTEXT_LEFT = 24;
// What was queued when the context closed.
export const CONTEXT_DROPPED = 28;
// Handles of its objects that native code has.
export const CONTEXT_OBJECTS = 40;
// Bytes of a context.
export const CONTEXT_SIZE = 64;
// What the library hands to the UI at start: first its protocol version.
export const ROOT_PROTOCOL = 0;
// Address of the UI's context.
export const ROOT_UI = 4;
// Address of the I/O thread's context.
export const ROOT_IO = 8;
// Address of the deputy's context.
export const ROOT_MAIN = 12;
// Address of the record (`HOME_*`) whose frames the UI's host sends.
export const ROOT_STOCK = 16;
// Address of the options (`OPTION_*`).
export const ROOT_OPTIONS = 20;
// 1 once there is an export: from then on the I/O thread runs, or soon will.
export const ROOT_EXPORTS = 24;
// Address of the addresses of the blocks of callbacks (`callback.rs`).
export const ROOT_CALLBACKS = 28;
// The chain for which the UI spins, 0 if it does not. Written by the UI.
export const ROOT_SPIN = 32;
// 1 once a thread has ended in a way that ends the program.
export const ROOT_FAILED = 36;
// The newest record of a thread (`HOME_NEXT`).
export const ROOT_THREADS = 40;
// Address of the console (`CONSOLE_*`).
export const ROOT_CONSOLE = 48;
// Where the host reads next, in bytes since the start. Written by the host. Who waits for room sleeps on it.
export const CONSOLE_HEAD = 0;
// Behind what is written.
export const CONSOLE_TAIL = 4;
// One of `BELL_*`.
export const CONSOLE_BELL = 8;
// 1 while somebody waits for room.
export const CONSOLE_FULL = 12;
// The ring: records, each a word and its bytes, up to the next multiple of 4. Bit 31 of the word: standard error; below it the
// length. The host puts 0 there when it takes the record: until then it may still grow.
export const CONSOLE_RING = 16;
// Bytes of the ring.
export const CONSOLE_RING_SIZE = 131072;
// The host does not look by itself: who writes rings.
export const BELL_ASLEEP = 0;
// It has been rung, or will look again within milliseconds.
export const BELL_AWAKE = 1;
// It has been rung since half of the ring is full.
export const BELL_HURRY = 2;
// Bits of the word in front of a WebSocket message's bytes; below them is how many those are. It is text.
export const WS_TEXT = 2147483648;
// The message goes on.
export const WS_MORE = 1073741824;
// 1 once the page has given up a thread whose Worker does not come up (`SPAWN_REFUSED`), until the I/O thread has seen it.
export const ROOT_REFUSED = 44;
// In the slot of a thread that has not begun: 1 once the page has given it up.
export const SPAWN_REFUSED = 0;
// And why, as NUL-terminated UTF-8.
export const SPAWN_TEXT = 4;
// Room for that.
export const SPAWN_TEXT_SIZE = 508;
// Microseconds a host polls for the next call of a burst.
export const OPTION_LINGER = 0;
// Microseconds a turn of a host may take.
export const OPTION_BUDGET = 4;
// Microseconds a native thread polls before it sleeps, at most.
export const OPTION_SPIN = 8;
// What is less important than this `deputy_log_level` is not logged.
export const OPTION_LOG = 12;
// A `deputy_unobserved`.
export const OPTION_UNOBSERVED = 16;
// A `deputy_blocking`.
export const OPTION_BLOCKING = 20;
// Workers that are up and wait for a thread.
export const OPTION_RESERVE = 24;
// Workers at most, those that run a thread among them.
export const OPTION_WORKERS = 28;
// Milliseconds after which a Worker that nobody needs ends.
export const OPTION_TRIM = 32;
// Milliseconds after which a wait is told, 0 for never.
export const OPTION_WATCHDOG = 36;
// Bytes of stack of threads that ask for none, 0 as linked: for the start only, then libc has it.
export const OPTION_STACK = 40;
// Bytes of the options.
export const OPTIONS_SIZE = 44;
// What OPTION_WATCHDOG is if nobody chooses.
export const DEFAULT_WATCHDOG = 5000;
// What OPTION_LINGER is if nobody chooses.
export const DEFAULT_LINGER = 50;
// What OPTION_BUDGET is if nobody chooses.
export const DEFAULT_BUDGET = 4000;
// What OPTION_SPIN is if nobody chooses.
export const DEFAULT_SPIN = 50;
// What OPTION_LOG is if nobody chooses: information and what is more important.
export const DEFAULT_LOG = 3;
// What OPTION_RESERVE is if nobody chooses.
export const DEFAULT_RESERVE = 10;
// What OPTION_WORKERS is if nobody chooses: Firefox lets Workers beyond 512 wait until others end, and Chromium runs out of memory.
export const DEFAULT_WORKERS = 480;
// What OPTION_TRIM is if nobody chooses.
export const DEFAULT_TRIM = 30000;
// A value is 16 bytes: tag (u8), flags (u8), padding, length (u32), payload (8 bytes).
export const VALUE_SIZE = 16;
// One of `TAG_*`.
export const VALUE_TAG = 0;
// Bits of `FLAG_*`.
export const VALUE_FLAGS = 1;
// Of an array: one of `ELEMENT_*` (u16).
export const VALUE_KIND = 2;
// Bytes of a value that has bytes; elements of an array, entries of a record.
export const VALUE_LEN = 4;
// The payload.
export const VALUE_DATA = 8;
// How deep arrays and records may lie in each other.
export const VALUE_DEPTH = 64;
// Bytes that what a value refers to may take, at most.
export const VALUE_LIMIT = 1073741824;
// A value that is null.
export const TAG_NULL = 0;
// A value that is undefined.
export const TAG_UNDEFINED = 1;
// A value that is bool.
export const TAG_BOOL = 2;
// A value that is i32.
export const TAG_I32 = 3;
// A value that is i64.
export const TAG_I64 = 4;
// A value that is f64.
export const TAG_F64 = 5;
// A value that is string.
export const TAG_STRING = 6;
// A value that is bytes.
export const TAG_BYTES = 7;
// A value that is object.
export const TAG_OBJECT = 8;
// A value that is callback.
export const TAG_CALLBACK = 9;
// A value that is task.
export const TAG_TASK = 10;
// A value that is error.
export const TAG_ERROR = 11;
// A value that is date.
export const TAG_DATE = 12;
// A value that is array.
export const TAG_ARRAY = 13;
// A value that is a plain object: pairs of key and value.
export const TAG_RECORD = 14;
// A value that is the JSON text of another one.
export const TAG_JSON = 15;
// The content of an error: the handle of what was thrown (two words), 0 if there is none.
export const ERROR_OBJECT = 0;
// The lengths of name, message and stack.
export const ERROR_LENGTHS = 8;
// These three, each with a NUL behind it.
export const ERROR_TEXTS = 20;
// In a batch: the result of an operation.
export const TAG_REGISTER = 16;
// Elements that are values. The others are those of typed arrays.
export const ELEMENT_VALUE = 0;
// Int8Array.
export const ELEMENT_I8 = 1;
// Uint8Array; `TAG_BYTES` is the usual way.
export const ELEMENT_U8 = 2;
// Uint8ClampedArray.
export const ELEMENT_U8_CLAMPED = 3;
// Int16Array.
export const ELEMENT_I16 = 4;
// Uint16Array.
export const ELEMENT_U16 = 5;
// Int32Array.
export const ELEMENT_I32 = 6;
// Uint32Array.
export const ELEMENT_U32 = 7;
// BigInt64Array.
export const ELEMENT_I64 = 8;
// BigUint64Array.
export const ELEMENT_U64 = 9;
// Float32Array.
export const ELEMENT_F32 = 10;
// Float64Array.
export const ELEMENT_F64 = 11;
// The handle of an object or callback: a number that is never used again in the lower bits of the payload, so many; the
// index of the context it belongs to above them.
export const HANDLE_BITS = 52;
// Bits of a callback's serial that are its index; a generation is above them.
export const CALLBACK_INDEX_BITS = 20;
// Callbacks in the first block; every other one has twice as many as the one before.
export const CALLBACK_FIRST = 32;
// Who holds it: native code, JavaScript, values on their way. 0: it is gone.
export const CALLBACK_REFS = 0;
// How many of them are native code's.
export const CALLBACK_NATIVE = 4;
// The generation it has now.
export const CALLBACK_GENERATION = 8;
// Bits of `deputy_callback_options.flags`.
export const CALLBACK_FLAGS = 12;
// JavaScript waits for the outcome.
export const CALLBACK_SYNC = 1;
// Bytes of a callback's record.
export const CALLBACK_SIZE = 32;
// The value owns what it points to (`deputy_value_free`).
export const FLAG_OWNED = 1;
// The value's bytes did not fit the frame: the payload's low half is the number of a stash to fetch. In the outcome of a
// call the high half of an array's or record's payload is the number of bytes, stashed or not.
export const FLAG_STASHED = 2;
// Of bytes and typed arrays: JavaScript sees the memory itself, until the call returns.
export const FLAG_VIEW = 4;
// Of a string: it stands for a name (`name.rs`), whose number is the upper half of the payload.
export const FLAG_INTERNED = 8;
// Of a task as the result of an export: who leaves the call cancels it.
export const FLAG_ABORTABLE = 16;

// The statuses.
export const STATUS_OK = 0;
export const STATUS_INVALID_ARGUMENT = -1;
export const STATUS_NO_MEMORY = -2;
export const STATUS_WOULD_BLOCK = -3;
export const STATUS_TIMED_OUT = -4;
export const STATUS_CANCELLED = -5;
export const STATUS_CLOSED = -6;
export const STATUS_NOT_FOUND = -7;
export const STATUS_JS_EXCEPTION = -8;
export const STATUS_WRONG_TYPE = -9;
export const STATUS_OUT_OF_RANGE = -10;
export const STATUS_STALE = -11;
export const STATUS_DEADLOCK = -12;
export const STATUS_UNSUPPORTED = -13;
export const STATUS_NO_THREADS = -14;
export const STATUS_INTERNAL = -15;
export const STATUS_NATIVE_EXCEPTION = -16;
export const STATUS_WRONG_CONTEXT = -17;
export const STATUS_NO_SPACE = -18;
export const STATUS_CORRUPT = -19;

/**
 * Names of the statuses, that of -n at n.
 * @type {('DEPUTY_OK'
 *   | 'DEPUTY_INVALID_ARGUMENT'
 *   | 'DEPUTY_NO_MEMORY'
 *   | 'DEPUTY_WOULD_BLOCK'
 *   | 'DEPUTY_TIMED_OUT'
 *   | 'DEPUTY_CANCELLED'
 *   | 'DEPUTY_CLOSED'
 *   | 'DEPUTY_NOT_FOUND'
 *   | 'DEPUTY_JS_EXCEPTION'
 *   | 'DEPUTY_WRONG_TYPE'
 *   | 'DEPUTY_OUT_OF_RANGE'
 *   | 'DEPUTY_STALE'
 *   | 'DEPUTY_DEADLOCK'
 *   | 'DEPUTY_UNSUPPORTED'
 *   | 'DEPUTY_NO_THREADS'
 *   | 'DEPUTY_INTERNAL'
 *   | 'DEPUTY_NATIVE_EXCEPTION'
 *   | 'DEPUTY_WRONG_CONTEXT'
 *   | 'DEPUTY_NO_SPACE'
 *   | 'DEPUTY_CORRUPT')[]}
 */
export const STATUS_NAMES = /** @type {any} */ (/* @__PURE__ */ (() => (
  'OK ' +
  'INVALID_ARGUMENT ' +
  'NO_MEMORY ' +
  'WOULD_BLOCK ' +
  'TIMED_OUT ' +
  'CANCELLED ' +
  'CLOSED ' +
  'NOT_FOUND ' +
  'JS_EXCEPTION ' +
  'WRONG_TYPE ' +
  'OUT_OF_RANGE ' +
  'STALE ' +
  'DEADLOCK ' +
  'UNSUPPORTED ' +
  'NO_THREADS ' +
  'INTERNAL ' +
  'NATIVE_EXCEPTION ' +
  'WRONG_CONTEXT ' +
  'NO_SPACE ' +
  'CORRUPT'
).split(' ').map((/** @type {string} */ name) => `DEPUTY_${name}`))());
// Their number.
export const STATUS_COUNT = 20;

/** The first of them: those that errors have before there is a library to ask. @type {string[]} */
export const STATUS_EARLY = /** @type {any} */ (/* @__PURE__ */ (() => (
  'OK ' +
  'INVALID_ARGUMENT ' +
  'NO_MEMORY ' +
  'WOULD_BLOCK ' +
  'TIMED_OUT ' +
  'CANCELLED ' +
  'CLOSED ' +
  'NOT_FOUND ' +
  'JS_EXCEPTION ' +
  'WRONG_TYPE'
).split(' ').map((/** @type {string} */ name) => `DEPUTY_${name}`))());
