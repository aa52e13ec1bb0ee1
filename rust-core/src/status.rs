//! The one list of outcomes. Codes are never renumbered and never reused; next free: -18.

use core::ffi::CStr;

/// The outcome of a call: `DEPUTY_OK` (0) or the reason why not (negative).
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum deputy_status {
    /// It worked.
    DEPUTY_OK = 0,
    /// An argument is outside what the function's comment allows.
    DEPUTY_INVALID_ARGUMENT = -1,
    /// No memory for the result or for the call itself.
    DEPUTY_NO_MEMORY = -2,
    /// The call would have to wait, and this thread must not: it is the UI thread.
    DEPUTY_WOULD_BLOCK = -3,
    /// The time given ran out first. A call that had started runs on; its late answer is dropped.
    DEPUTY_TIMED_OUT = -4,
    /// The call was cancelled.
    DEPUTY_CANCELLED = -5,
    /// The context or the program ended before there was an answer.
    DEPUTY_CLOSED = -6,
    /// There is no function of that name in the context.
    DEPUTY_NOT_FOUND = -7,
    /// JavaScript threw, or the promise it returned was rejected; the error value holds name, message and stack.
    DEPUTY_JS_EXCEPTION = -8,
    /// A value has a type that does not fit where it is used.
    DEPUTY_WRONG_TYPE = -9,
    /// A value has the right type but is too large or too small.
    DEPUTY_OUT_OF_RANGE = -10,
    /// The handle was released, or its context has ended.
    DEPUTY_STALE = -11,
    /// The wait could never end: it waits, in the end, for itself.
    DEPUTY_DEADLOCK = -12,
    /// This flavour, environment or context cannot do that.
    DEPUTY_UNSUPPORTED = -13,
    /// A thread could not be started.
    DEPUTY_NO_THREADS = -14,
    /// A bug of the library; please report it.
    DEPUTY_INTERNAL = -15,
    /// A native function ended with an exception of its language; the text has type and message.
    DEPUTY_NATIVE_EXCEPTION = -16,
    /// An object among the arguments belongs to another context than the one that is called, or two to different ones.
    DEPUTY_WRONG_CONTEXT = -17,
    /// There is no room on the device, or none that the browser gives.
    DEPUTY_NO_SPACE = -18,
    /// What has come is not what was asked for: its hash is another one.
    DEPUTY_CORRUPT = -19,
}

use deputy_status::*;

/// Every status with its name and message.
pub const ALL: &[(deputy_status, &CStr, &CStr)] = &[
    (DEPUTY_OK, c"DEPUTY_OK", c"it worked"),
    (DEPUTY_INVALID_ARGUMENT, c"DEPUTY_INVALID_ARGUMENT", c"an argument is outside what the function allows"),
    (
        DEPUTY_NO_MEMORY,
        c"DEPUTY_NO_MEMORY",
        c"out of memory; link with a larger -sINITIAL_MEMORY or with -sALLOW_MEMORY_GROWTH",
    ),
    (DEPUTY_WOULD_BLOCK, c"DEPUTY_WOULD_BLOCK", c"the UI thread must not wait; call from another thread, or post"),
    (DEPUTY_TIMED_OUT, c"DEPUTY_TIMED_OUT", c"the time given ran out before there was an answer"),
    (DEPUTY_CANCELLED, c"DEPUTY_CANCELLED", c"the call was cancelled"),
    (DEPUTY_CLOSED, c"DEPUTY_CLOSED", c"the context or the program ended before there was an answer"),
    (
        DEPUTY_NOT_FOUND,
        c"DEPUTY_NOT_FOUND",
        c"there is no function of that name; give it to deputy.register(), or put it into Module.deputy.imports or on globalThis",
    ),
    (
        DEPUTY_JS_EXCEPTION,
        c"DEPUTY_JS_EXCEPTION",
        c"JavaScript threw or a promise was rejected; the error value tells more",
    ),
    (DEPUTY_WRONG_TYPE, c"DEPUTY_WRONG_TYPE", c"a value has a type that does not fit where it is used"),
    (DEPUTY_OUT_OF_RANGE, c"DEPUTY_OUT_OF_RANGE", c"a value is too large or too small"),
    (DEPUTY_STALE, c"DEPUTY_STALE", c"the handle was released or its context has ended"),
    (DEPUTY_DEADLOCK, c"DEPUTY_DEADLOCK", c"the wait could never end"),
    (DEPUTY_UNSUPPORTED, c"DEPUTY_UNSUPPORTED", c"this flavour, environment or context cannot do that"),
    (DEPUTY_NO_THREADS, c"DEPUTY_NO_THREADS", c"a thread could not be started"),
    (DEPUTY_INTERNAL, c"DEPUTY_INTERNAL", c"a bug of emdeputy; please report it"),
    (DEPUTY_NATIVE_EXCEPTION, c"DEPUTY_NATIVE_EXCEPTION", c"a native function ended with an exception"),
    (
        DEPUTY_WRONG_CONTEXT,
        c"DEPUTY_WRONG_CONTEXT",
        c"an object belongs to another context than the one called; call with DEPUTY_ANY, and objects of one context at a time",
    ),
    (DEPUTY_NO_SPACE, c"DEPUTY_NO_SPACE", c"there is no room on the device, or the browser gives no more"),
    (DEPUTY_CORRUPT, c"DEPUTY_CORRUPT", c"what has come is not what was asked for: its hash is another one"),
];

/// The entry of a status given as a number from outside, which may be any number.
pub fn entry(code: i32) -> Option<&'static (deputy_status, &'static CStr, &'static CStr)> {
    ALL.iter().find(|(status, _, _)| *status as i32 == code)
}

/// A status that came out of shared memory.
pub fn from_code(code: i32) -> deputy_status {
    entry(code).map_or(DEPUTY_INTERNAL, |(status, _, _)| *status)
}
