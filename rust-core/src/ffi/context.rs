//! `deputy_context_*`: sending native functions to contexts.

use core::ffi::c_void;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    call::{DEPUTY_CALL_PUMP, deputy_call_options, how},
    handle::{self, deputy_task},
    task::{hand_out, keep},
    user::UserData,
    value::deputy_value_free,
};
use crate::{
    call::How,
    chain::{self, Chain, Member},
    context::{Context, DEPUTY_BACKGROUND, DEPUTY_POOL, DEPUTY_UI, Target, deputy_context},
    io, protocol as p,
    running::{self, Running},
    status::deputy_status::{self, *},
    task::{Settled, Task},
    thread::{Cycle, Thread},
    value::deputy_value,
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

/// A native function that is sent to a context for its result. It must return; it must not throw or unwind.
///
/// \param userdata what the sender gave with it
/// \param out receives the result, null before; what it points to is copied after the function has returned, and freed if
///        deputy_value_copy() made it
/// \returns DEPUTY_OK, or why there is no result; the sender gets it
/// \threads runs on the thread of the context it was sent to; may block, except on the UI
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
pub type deputy_send_fn = Option<unsafe extern "C" fn(userdata: *mut c_void, out: *mut deputy_value) -> deputy_status>;

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
/// \returns DEPUTY_OK; DEPUTY_STALE: the thread has no context; DEPUTY_WOULD_BLOCK: on the UI, which is always served;
///          or with a time in a synchronous call of the page's, if the blocking mode does not allow it to wait
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
    if timeout_ms != 0
        && let Err(status) = chain::may_wait(Thread::current(), "deputy_context_serve")
    {
        return status;
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
    if crate::sys::is_ui() && matches!(context, DEPUTY_BACKGROUND | DEPUTY_POOL) {
        // To find their threads takes a lock: the I/O thread sends it on. All others have an inbox, which is pushed to at once, so that
        // nothing overtakes what JavaScript sends there.
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
    // SAFETY: contract.
    Box::new(move || data.run(Running::Posted, |data| unsafe { function(data) }))
}

/// Sends a native function to a context and waits for its result. Runs it at once if the context is the calling thread's
/// own.
///
/// \param context where it runs
/// \param function the function
/// \param userdata passed to it
/// \param drop as in deputy_context_post()
/// \param out NULL, or receives the result; give it to deputy_value_free()
/// \param options NULL for the defaults: timeout_ms and cancel end the wait, and the function does not run if it has not
///        begun; flags may have DEPUTY_CALL_PUMP
/// \returns what the function returned; or DEPUTY_STALE: no such context or cancel task; DEPUTY_CLOSED: it closed before the
///          function ran, or its thread ended while it did; DEPUTY_TIMED_OUT; DEPUTY_CANCELLED; DEPUTY_WOULD_BLOCK: for
///          another context, on the UI or in a synchronous call of the page's, if the blocking mode does not allow it to wait; DEPUTY_NO_THREADS; DEPUTY_NO_MEMORY; DEPUTY_INVALID_ARGUMENT: function is NULL, or
///          options are wrong;
///          DEPUTY_DEADLOCK: the context's thread waits for the caller, itself or by way of others, and does not serve meanwhile
/// \threads any thread, blocks until the function has returned, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// `userdata` may be used on the thread of the context; pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_context_send(
    context: deputy_context,
    function: deputy_send_fn,
    userdata: *mut c_void,
    drop: deputy_fn,
    out: *mut deputy_value,
    options: *const deputy_call_options,
) -> deputy_status {
    let data = UserData::new(userdata, drop);
    let Some(function) = function else { return DEPUTY_INVALID_ARGUMENT };
    // The UI looks up no cancel task: that takes a lock.
    // SAFETY: contract.
    if crate::sys::is_ui() && (context != DEPUTY_UI || unsafe { options.as_ref() }.is_some_and(|o| o.cancel != 0)) {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: contract.
    let how = match unsafe { how(options, DEPUTY_CALL_PUMP) } {
        Ok(how) => how,
        Err(status) => return status,
    };
    if how.is_cancelled() {
        return DEPUTY_CANCELLED;
    }
    if context != 0 && context == Context::current() && !matches!(context, DEPUTY_BACKGROUND | DEPUTY_POOL) {
        // SAFETY: contract.
        let settled = unsafe { run_function(function, data.get()) };
        // SAFETY: contract.
        return unsafe { hand_out(Thread::current(), &settled, out) };
    }
    let thread = Thread::current();
    if let Err(status) = chain::may_wait(thread, "deputy_context_send") {
        return status;
    }
    // Published before the function is there: it may send on to the next thread at once, and that to this one.
    let owner = Target::find(context).ok().and_then(|target| target.owner());
    let kind = p::WAIT_SEND | if how.pump { p::WAIT_PUMPS } else { 0 };
    let waiting = thread.waits(kind, 0, owner);
    // And looked at before: or else that thread and this one would both find that they close the cycle.
    let mut cycle = if how.pump { None } else { Cycle::look(thread) };
    // SAFETY: contract.
    let task = match unsafe { submit(context, function, data, &how, thread.chain.get()) } {
        Ok(task) => task,
        Err(status) => return status,
    };
    let settled = if how.pump {
        task.wait_and_pump(thread, how.limit.end())
    } else {
        task.wait_in(thread, how.limit.end(), &mut cycle)
    };
    core::mem::drop(waiting);
    let settled = settled.or_else(|status| {
        // The time is up, or nobody can go on; the outcome may still win.
        task.cancel(status);
        task.settled().ok_or(status)
    });
    match settled {
        // SAFETY: contract.
        Ok(settled) => unsafe { hand_out(thread, &settled, out) },
        Err(_) => DEPUTY_INTERNAL,
    }
}

/// Sends a native function to a context and returns a task for its result. It runs later, also if the context is the calling
/// thread's own.
///
/// \param context where it runs
/// \param function the function
/// \param userdata passed to it
/// \param drop as in deputy_context_post()
/// \param out_task receives the task; free it with deputy_task_free(). Cancelled before the function begins, the function
///        does not run.
/// \param options NULL for the defaults: timeout_ms settles the task with DEPUTY_TIMED_OUT, cancel cancels it; no flags
/// \returns DEPUTY_OK: queued; otherwise as deputy_context_send(), and there is no task
/// \threads any thread, blocks until the I/O thread runs, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// `userdata` may be used on the thread of the context; pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_context_send_async(
    context: deputy_context,
    function: deputy_send_fn,
    userdata: *mut c_void,
    drop: deputy_fn,
    out_task: *mut deputy_task,
    options: *const deputy_call_options,
) -> deputy_status {
    let data = UserData::new(userdata, drop);
    if crate::sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: contract.
    let (Some(function), Some(out)) = (function, unsafe { out_task.as_mut() }) else { return DEPUTY_INVALID_ARGUMENT };
    // SAFETY: contract.
    let given =
        unsafe { how(options, 0).and_then(|how| Ok((submit(context, function, data, &how, Chain::NONE)?, how))) };
    let done = given.and_then(|(task, how)| {
        if let Some(at) = how.limit.end() {
            task.end_at(at, DEPUTY_TIMED_OUT)?;
        }
        *out = handle::give(task)?;
        Ok(())
    });
    done.err().unwrap_or(DEPUTY_OK)
}

/// Whether nobody waits any more for the function that runs now on the calling thread: a function of deputy_context_send()
/// or deputy_context_send_async(), or an export; or, in a part of deputy_pool_for() or a job of a scope that is waited for, for
/// such a function that waits for the loop or the scope. Long work looks now and then and gives up.
///
/// \returns true if the caller has cancelled it, or its time was up; false otherwise, outside of such a function, and on the
///          UI
/// \threads any thread, never blocks
/// \since 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn deputy_is_cancelled() -> bool {
    !crate::sys::is_ui() && running::is_left()
}

/// The program's function as it is called: C may return any number.
type SendFunction = unsafe extern "C" fn(*mut c_void, *mut deputy_value) -> i32;

/// Runs the function on the calling thread.
///
/// # Safety
/// The function may be called with the data here.
pub(super) unsafe fn run_function(
    function: unsafe extern "C" fn(*mut c_void, *mut deputy_value) -> deputy_status,
    data: *mut c_void,
) -> Settled {
    let mut out = deputy_value::NULL;
    // SAFETY: the types differ in the name of an i32 only.
    let function = unsafe { core::mem::transmute::<*const c_void, SendFunction>(function as *const c_void) };
    // SAFETY: contract.
    let status = unsafe { function(data, &raw mut out) };
    // SAFETY: the function's result, by its contract.
    let kept = unsafe { keep(&raw const out) };
    // SAFETY: freed once; a value that owns nothing is left alone.
    unsafe { deputy_value_free(&raw mut out) };
    match kept {
        Ok(value) => Settled { status: crate::status::from_code(status), value },
        Err(status) => Settled::without_value(status),
    }
}

/// The sender is told in any case: what is dropped unrun has ended with CLOSED.
struct Sent(Option<Arc<Task>>);

impl Sent {
    fn settle(mut self, settled: Settled) {
        self.tell(settled);
    }

    fn tell(&mut self, settled: Settled) {
        let Some(task) = self.0.take() else { return };
        let tell = move || {
            task.settle(settled);
        };
        // The UI takes no lock.
        if crate::sys::is_ui() {
            let _ = io::submit(Box::new(tell));
        } else {
            tell();
        }
    }
}

impl Drop for Sent {
    fn drop(&mut self) {
        self.tell(Settled::without_value(DEPUTY_CLOSED));
    }
}

/// Sends the function; the task gets its result.
///
/// # Safety
/// The function may be called with the data on another thread.
unsafe fn submit(
    context: deputy_context,
    function: unsafe extern "C" fn(*mut c_void, *mut deputy_value) -> deputy_status,
    data: UserData,
    how: &How,
    chain: Chain,
) -> Result<Arc<Task>, deputy_status> {
    io::start()?;
    let target = Target::find(context)?;
    let task = Task::promised();
    if let Some(token) = &how.token {
        token.adopt(&task);
    }
    if !crate::sys::is_ui() {
        task.runs_on(target.owner());
    }
    // SAFETY: contract.
    target.submit(unsafe { settling(function, data, task.clone(), chain) })?;
    Ok(task)
}

/// Work that runs the function and settles the task with its result; dropped unrun, with CLOSED.
///
/// # Safety
/// The function may be called with the data on another thread.
pub(super) unsafe fn settling(
    function: unsafe extern "C" fn(*mut c_void, *mut deputy_value) -> deputy_status,
    data: UserData,
    task: Arc<Task>,
    chain: Chain,
) -> Work {
    let sent = Sent(Some(task));
    Box::new(move || {
        let (data, sent) = (data, sent);
        // The UI takes no lock to find out.
        if !crate::sys::is_ui() && sent.0.as_ref().is_none_or(|task| task.is_over()) {
            return;
        }
        if let Some(task) = sent.0.as_ref().filter(|_| !crate::sys::is_ui()) {
            task.runs_on(Some(Thread::current()));
        }
        let running = |given| match sent.0.clone() {
            Some(task) => Running::Task(task, given),
            None => Running::Posted(given),
        };
        // Whoever waits for it in a chain waits for what it calls, too.
        let _member = (chain.id != 0).then(|| Member::enter(Thread::current(), chain));
        // SAFETY: contract. First the data is dropped, then the outcome told: whoever waits may take it for granted.
        let settled = data.run(running, |data| unsafe { run_function(function, data) });
        sent.settle(settled);
    })
}
