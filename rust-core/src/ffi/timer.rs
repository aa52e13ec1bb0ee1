//! `deputy_timer_*`: delays and intervals on any thread.

use core::ffi::c_void;
use std::time::{Duration, Instant};

use super::{
    context::deputy_fn,
    handle::{self, deputy_task},
    user::UserData,
};
use crate::{
    chain,
    context::deputy_context,
    io,
    status::deputy_status::{self, *},
    sys,
    task::Task,
    thread::Thread,
    timer::Interval,
};

/// A task that resolves after a time. Native code keeps the time: pages that are hidden are not late.
///
/// \param ms milliseconds
/// \param out_task receives the task; cancel it, and it will not resolve; free it with deputy_task_free(): continuations run all
///        the same
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: out_task is NULL; DEPUTY_NO_THREADS, DEPUTY_NO_MEMORY; DEPUTY_WOULD_BLOCK: on the UI
/// \threads any thread, blocks until the I/O thread runs, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// `out_task` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_timer_delay(ms: u32, out_task: *mut deputy_task) -> deputy_status {
    if sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: contract.
    let Some(out) = (unsafe { out_task.as_mut() }) else { return DEPUTY_INVALID_ARGUMENT };
    let made = io::start().and_then(|()| {
        let task = Task::promised();
        task.delay(Instant::now() + Duration::from_millis(ms.into()));
        handle::give(task)
    });
    match made {
        Ok(task) => {
            *out = task;
            DEPUTY_OK
        }
        Err(status) => status,
    }
}

/// Calls a function in a context again and again. A call that comes while the last one has not returned is left out.
///
/// \param ms milliseconds from one call to the next, 1 at least; the first comes after as many
/// \param context where it runs
/// \param function the function
/// \param userdata passed to it
/// \param drop NULL, or called with userdata exactly once: when the interval has ended and the function has returned; or when this
///        call fails
/// \param out_task receives a task that ends it: cancel it; or it settles with DEPUTY_STALE or DEPUTY_CLOSED when the context has
///        closed. Free it with deputy_task_free(), which lets the interval go on.
/// \returns DEPUTY_OK; DEPUTY_STALE: no such context; DEPUTY_INVALID_ARGUMENT: function or out_task is NULL, or ms is 0;
///          DEPUTY_NO_THREADS, DEPUTY_NO_MEMORY; DEPUTY_WOULD_BLOCK: on the UI
/// \threads any thread, blocks until the I/O thread runs, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// `userdata` may be used on the thread of the context; `out_task` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_timer_every(
    ms: u32,
    context: deputy_context,
    function: deputy_fn,
    userdata: *mut c_void,
    drop: deputy_fn,
    out_task: *mut deputy_task,
) -> deputy_status {
    let data = Shared(UserData::new(userdata, drop));
    if sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: contract.
    let (Some(function), Some(out), true) = (function, unsafe { out_task.as_mut() }, ms > 0) else {
        return DEPUTY_INVALID_ARGUMENT;
    };
    // SAFETY: contract.
    let run = Box::new(move || unsafe { function(data.get()) });
    let period = Duration::from_millis(ms.into());
    match io::start().and_then(|()| Interval::begin(context, period, run)).and_then(handle::give) {
        Ok(task) => {
            *out = task;
            DEPUTY_OK
        }
        Err(status) => status,
    }
}

/// What one call at a time uses.
struct Shared(UserData);

// SAFETY: calls of an interval do not overlap, and the program says that its data may be used on the context's thread.
unsafe impl Sync for Shared {}

impl Shared {
    const fn get(&self) -> *mut c_void {
        self.0.get()
    }
}

/// Sleeps, until the time is up or somebody cancels a task.
///
/// \param ms milliseconds
/// \param cancel 0, or a task that ends the sleep when it settles in any way
/// \returns DEPUTY_OK: the time is up; DEPUTY_CANCELLED: the task has settled; DEPUTY_STALE: no such task; DEPUTY_WOULD_BLOCK: on the
///          UI, or in a synchronous call of the page's, if the blocking mode does not allow it to wait
/// \threads any thread, blocks until the time is up, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn deputy_timer_sleep(ms: u32, cancel: deputy_task) -> deputy_status {
    if sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    let thread = Thread::current();
    if let Err(status) = chain::may_wait(thread, "deputy_timer_sleep") {
        return status;
    }
    let time = Duration::from_millis(ms.into());
    if cancel == 0 {
        std::thread::sleep(time);
        return DEPUTY_OK;
    }
    match handle::find(cancel).map(|token| token.wait(thread, Some(Instant::now() + time))) {
        Ok(Ok(_)) => DEPUTY_CANCELLED,
        Ok(Err(DEPUTY_TIMED_OUT)) => DEPUTY_OK,
        Ok(Err(status)) | Err(status) => status,
    }
}
