//! `deputy_options_*`, `deputy_log()` and `deputy_stats`: what can be chosen and what can be seen.

use core::ffi::{CStr, c_char};
use std::sync::atomic::Ordering;

use super::handle;
use crate::{
    context::{Context, deputy_context, root},
    log,
    options::LOG_LEVELS,
    status::deputy_status::{self, *},
    sys,
};

/// A larger stack is a mistake.
const MOST_STACK: usize = 1 << 30;

/// How important a line of the log is.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum deputy_log_level {
    /// Nothing; for options only.
    DEPUTY_LOG_OFF = 0,
    /// Something failed.
    DEPUTY_LOG_ERROR = 1,
    /// Something is wrong, but goes on.
    DEPUTY_LOG_WARN = 2,
    /// Something happened.
    DEPUTY_LOG_INFO = 3,
    /// For whoever looks for a mistake.
    DEPUTY_LOG_DEBUG = 4,
    /// Everything.
    DEPUTY_LOG_TRACE = 5,
}

/// What happens when a task fails, and it is freed before anybody has looked, or a posted call fails.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum deputy_unobserved {
    /// It is reported: to `Module.deputy.onError`, or the console.
    DEPUTY_UNOBSERVED_REPORT = 0,
    /// It is reported, and the program ends: `exited` rejects with the reason `unobserved`.
    DEPUTY_UNOBSERVED_END = 1,
}

/// What synchronous calls of native functions from the page's JavaScript may do (`deputy.callSync`). The page does nothing else
/// while it waits for one.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum deputy_blocking {
    /// They throw. Only JavaScript that runs for a call of a thread may call that thread back; waits in it are refused as with
    /// DEPUTY_BLOCKING_THROW.
    DEPUTY_BLOCKING_PREVENT = 0,
    /// They are made; what waits in them is DEPUTY_WOULD_BLOCK.
    DEPUTY_BLOCKING_THROW = 1,
    /// They are made; what waits in them is logged, once for each export and function.
    DEPUTY_BLOCKING_WARN = 2,
    /// They are made, and may wait.
    DEPUTY_BLOCKING_ALLOW = 3,
}

/// What can be chosen. The page chooses the same in `Module.deputy`, when it starts the program; what the program sets later
/// counts.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct deputy_options {
    /// sizeof(deputy_options).
    pub struct_size: usize,
    /// Microseconds the UI polls for the next call of a burst before it goes back to its event loop, at most; with one
    /// processor it never does. Default 50.
    pub linger_us: u32,
    /// Microseconds a turn of calls may take on the UI before rendering, input and timers get theirs. Default 4000; at least
    /// 1.
    pub budget_us: u32,
    /// Microseconds a native thread polls for an answer before it sleeps, at most; up to 50. Default 50.
    pub spin_us: u32,
    /// A deputy_log_level: what is less important is not logged. Default DEPUTY_LOG_INFO.
    pub log_level: u32,
    /// A deputy_unobserved. Default DEPUTY_UNOBSERVED_REPORT.
    pub unobserved: u32,
    /// A deputy_blocking. Default DEPUTY_BLOCKING_PREVENT.
    pub blocking: u32,
    /// Browser Workers that are kept ready for new threads. Default 10.
    pub pool_reserve: u32,
    /// Workers at most, those that run a thread among them; beyond it no thread can be started. Default 480; at least 1.
    pub pool_max: u32,
    /// Milliseconds after which a Worker ends that no thread has needed and that is not part of the reserve. Default 30000; up to
    /// 2147483647.
    pub pool_trim_ms: u32,
    /// Milliseconds after which a wait is told by the watchdog, in programs that have it (deputy_waits_dump()); 0: never. Default 5000.
    pub watchdog_ms: u32,
    /// Bytes of stack of the threads that are started from now on and do not ask for a size of their own. Default: what the program was
    /// linked with, 1048576 by the flags of emdeputy. 65536 to 1073741824; main()'s thread has been started by then.
    pub stack_size: u32,
}

/// Tells what is chosen now.
///
/// \param out_options struct_size is set by the caller; the rest is written
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: out_options is NULL or its struct_size wrong
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `out_options` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_options_get(out_options: *mut deputy_options) -> deputy_status {
    // SAFETY: contract.
    let Some(out) = (unsafe { out_options.as_mut() }) else { return DEPUTY_INVALID_ARGUMENT };
    if out.struct_size != size_of::<deputy_options>() {
        return DEPUTY_INVALID_ARGUMENT;
    }
    let options = root().options;
    // Relaxed, here and below: a choice orders nothing.
    out.linger_us = options.linger_us.load(Ordering::Relaxed);
    out.budget_us = options.budget_us.load(Ordering::Relaxed);
    out.spin_us = options.spin_us.load(Ordering::Relaxed);
    out.log_level = options.log_level.load(Ordering::Relaxed);
    out.unobserved = options.unobserved.load(Ordering::Relaxed);
    out.blocking = options.blocking.load(Ordering::Relaxed);
    out.pool_reserve = options.pool_reserve.load(Ordering::Relaxed);
    out.pool_max = options.pool_max.load(Ordering::Relaxed);
    out.pool_trim_ms = options.pool_trim_ms.load(Ordering::Relaxed);
    out.watchdog_ms = options.watchdog_ms.load(Ordering::Relaxed);
    #[allow(clippy::cast_possible_truncation, reason = "sizes are 32 bits on wasm32")]
    {
        out.stack_size = sys::default_stack() as u32;
    }
    DEPUTY_OK
}

/// Chooses. Takes effect soon.
///
/// \param options every member counts: get them first, and change what is to change
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: options is NULL, or a member is outside its range; nothing has changed then
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `options` is NULL or readable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_options_set(options: *const deputy_options) -> deputy_status {
    // SAFETY: contract.
    let Some(given) = (unsafe { options.as_ref() }) else { return DEPUTY_INVALID_ARGUMENT };
    let fits = given.struct_size == size_of::<deputy_options>()
        && given.budget_us > 0
        && given.log_level <= LOG_LEVELS
        && given.unobserved <= deputy_unobserved::DEPUTY_UNOBSERVED_END as u32
        && given.blocking <= deputy_blocking::DEPUTY_BLOCKING_ALLOW as u32
        && given.pool_max > 0
        && i32::try_from(given.pool_trim_ms).is_ok()
        && (sys::LEAST_STACK..=MOST_STACK).contains(&(given.stack_size as usize));
    if !fits {
        return DEPUTY_INVALID_ARGUMENT;
    }
    let options = root().options;
    options.linger_us.store(given.linger_us, Ordering::Relaxed);
    options.budget_us.store(given.budget_us, Ordering::Relaxed);
    options.spin_us.store(given.spin_us, Ordering::Relaxed);
    options.log_level.store(given.log_level, Ordering::Relaxed);
    options.unobserved.store(given.unobserved, Ordering::Relaxed);
    options.blocking.store(given.blocking, Ordering::Relaxed);
    options.pool_reserve.store(given.pool_reserve, Ordering::Relaxed);
    options.pool_max.store(given.pool_max, Ordering::Relaxed);
    options.pool_trim_ms.store(given.pool_trim_ms, Ordering::Relaxed);
    options.watchdog_ms.store(given.watchdog_ms, Ordering::Relaxed);
    sys::set_default_stack(given.stack_size);
    DEPUTY_OK
}

/// Logs a line: to `Module.deputy.onLog`, or the page's console, with the level and the thread's name. In order with the
/// calls and posts of the thread.
///
/// \param level how important it is; DEPUTY_LOG_OFF and numbers that are no level log nothing
/// \param text UTF-8, NUL-terminated; copied. NULL logs nothing.
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `text` is NULL or NUL-terminated.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_log(level: i32, text: *const c_char) {
    let level = u32::try_from(level).unwrap_or(0);
    if level == 0 || level > LOG_LEVELS || text.is_null() || !log::enabled(level) {
        return;
    }
    // SAFETY: not NULL; contract.
    log::line(level, &unsafe { CStr::from_ptr(text) }.to_string_lossy());
}

/// What a context has done so far. Numbers wrap at 2^32.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct deputy_stats {
    /// sizeof(deputy_stats).
    pub struct_size: usize,
    /// Calls it has taken, synchronous and asynchronous; for a native context, exports that JavaScript called.
    pub calls: u32,
    /// Posts it has taken: JavaScript calls and native functions.
    pub posts: u32,
    /// Posts of JavaScript calls that failed.
    pub posts_failed: u32,
    /// Synchronous calls that their callers left before there was an outcome: time up, or cancelled.
    pub left: u32,
    /// Of those, calls that were still queued, and did not run; and asynchronous ones that were cancelled as early.
    pub abandoned: u32,
    /// What was queued when the context closed, and did not run.
    pub dropped: u32,
    /// Frames the program has made so far, for calls of all contexts. They are used again and never freed.
    pub frames: u32,
    /// Task handles of the program that are not freed.
    pub tasks: u32,
    /// Objects of the context that native code has handles of.
    pub objects: u32,
}

/// Tells what a context has done so far.
///
/// \param context DEPUTY_UI, DEPUTY_MAIN or one that a thread has opened
/// \param out_stats struct_size is set by the caller; the rest is written
/// \returns DEPUTY_OK; DEPUTY_STALE: no such context; DEPUTY_UNSUPPORTED: the background counts nothing;
///          DEPUTY_INVALID_ARGUMENT: out_stats is NULL or its struct_size wrong; DEPUTY_WOULD_BLOCK: on the UI, where
///          `Module.deputy.stats()` tells it
/// \threads any thread, blocks until a short lock is free, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// `out_stats` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_context_stats(context: deputy_context, out_stats: *mut deputy_stats) -> deputy_status {
    if crate::sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: contract.
    let Some(out) = (unsafe { out_stats.as_mut() }) else { return DEPUTY_INVALID_ARGUMENT };
    if out.struct_size != size_of::<deputy_stats>() {
        return DEPUTY_INVALID_ARGUMENT;
    }
    let context = match Context::look(context) {
        Ok(context) => context,
        Err(status) => return status,
    };
    // Relaxed: each number for itself.
    let get = |counter: &core::sync::atomic::AtomicU32| counter.load(Ordering::Relaxed);
    #[allow(clippy::cast_possible_truncation, reason = "handles are numbered in 32 bits")]
    let tasks = handle::live() as u32;
    *out = deputy_stats {
        struct_size: size_of::<deputy_stats>(),
        calls: get(&context.calls),
        posts: get(&context.posts),
        posts_failed: get(&context.posts_failed),
        left: get(&context.left),
        abandoned: get(&context.abandoned),
        dropped: get(&context.dropped),
        frames: crate::frame::made(),
        tasks,
        objects: get(&context.objects),
    };
    DEPUTY_OK
}
