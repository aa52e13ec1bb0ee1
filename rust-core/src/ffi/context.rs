//! `deputy_context_*`: sending native functions to contexts.

use core::ffi::c_void;
use std::time::{Duration, Instant};

use super::user::UserData;
use crate::{
    context::{Context, Target, deputy_context},
    io,
    status::deputy_status::{self, *},
    work::Work,
};

/// A native function that is sent to a context. It must return; it must not throw or unwind.
///
/// \param userdata what the sender gave with it
/// \threads runs on the thread of the context it was sent to; may block, except on the UI
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
pub type deputy_fn = Option<unsafe extern "C" fn(userdata: *mut c_void)>;

/// Opens a context for the calling thread, so that others can send native functions to it. A thread has at most one; a
/// second call tells the first one's id. It closes with deputy_context_close() or when the thread ends.
///
/// \param out_context receives the id
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: out_context is NULL; DEPUTY_NO_MEMORY: 1016 threads have one already
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `out_context` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_context_open(out_context: *mut deputy_context) -> deputy_status {
    // SAFETY: contract.
    let Some(out) = (unsafe { out_context.as_mut() }) else { return DEPUTY_INVALID_ARGUMENT };
    match Context::open() {
        Ok(id) => {
            *out = id;
            DEPUTY_OK
        }
        Err(status) => status,
    }
}

/// The context of the calling thread.
///
/// \returns its id; DEPUTY_UI on the UI; 0 if the thread has none
/// \threads any thread, never blocks
/// \since 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn deputy_context_current() -> deputy_context {
    Context::current()
}

/// Closes the context of the calling thread. What is queued is dropped unrun (its `drop` runs here); later senders get
/// DEPUTY_STALE or DEPUTY_CLOSED.
///
/// \returns DEPUTY_OK; DEPUTY_STALE: the thread has none
/// \threads owner only
/// \since 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn deputy_context_close() -> deputy_status {
    Context::close().err().unwrap_or(DEPUTY_OK)
}

/// Runs what is sent to the calling thread's context until the time is up.
///
/// \param timeout_ms milliseconds; 0 runs what is there now and returns, UINT32_MAX serves without limit
/// \param out_ran NULL, or receives how many functions ran
/// \returns DEPUTY_OK; DEPUTY_STALE: the thread has no context; DEPUTY_WOULD_BLOCK: on the UI, which is always served
/// \threads owner only
/// \since 0.1.0
///
/// # Safety
/// `out_ran` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_context_serve(timeout_ms: u32, out_ran: *mut usize) -> deputy_status {
    if crate::sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    match Context::serve(deadline_of(timeout_ms), timeout_ms == 0) {
        Ok(ran) => {
            // SAFETY: contract.
            if let Some(out) = unsafe { out_ran.as_mut() } {
                *out = ran;
            }
            DEPUTY_OK
        }
        Err(status) => status,
    }
}

/// The deadline of a timeout where UINT32_MAX is none.
pub(super) fn deadline_of(timeout_ms: u32) -> Option<Instant> {
    if timeout_ms == u32::MAX { None } else { Instant::now().checked_add(Duration::from_millis(timeout_ms.into())) }
}

/// Sends a native function to a context and returns. The first one of a program that goes to the background waits until
/// its threads run. Functions of one sender run in the order they were sent; on the
/// background they start in that order, on any of its threads.
///
/// \param context where it runs
/// \param function the function
/// \param userdata passed to it
/// \param drop NULL, or called with userdata exactly once: after the function has run, or instead of it when the context
///        closes first or this call fails
/// \returns DEPUTY_OK: queued; DEPUTY_STALE: no such context; DEPUTY_CLOSED: it closed meanwhile; DEPUTY_NO_THREADS: the
///          background's first thread could not be started; DEPUTY_INVALID_ARGUMENT: function is NULL
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `userdata` may be used on the thread of the context.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_context_post(
    context: deputy_context,
    function: deputy_fn,
    userdata: *mut c_void,
    drop: deputy_fn,
) -> deputy_status {
    let data = UserData::new(userdata, drop);
    let Some(function) = function else { return DEPUTY_INVALID_ARGUMENT };
    // SAFETY: contract.
    let work = unsafe { work(function, data) };
    if crate::sys::is_ui() {
        // The UI takes no lock: the I/O thread sends it on, in the order of the calls.
        let later = move || {
            // A context that is gone drops the work.
            let _ = send(context, work);
        };
        return io::submit(Box::new(later)).err().unwrap_or(DEPUTY_OK);
    }
    send(context, work).err().unwrap_or(DEPUTY_OK)
}

fn send(context: deputy_context, work: Work) -> Result<(), deputy_status> {
    Target::find(context)?.submit(work)
}

/// A user's function as work.
///
/// # Safety
/// The function may be called with the data on another thread.
unsafe fn work(function: unsafe extern "C" fn(*mut c_void), data: UserData) -> Work {
    Box::new(move || {
        let data = data;
        // SAFETY: contract.
        unsafe { function(data.get()) }
    })
}
