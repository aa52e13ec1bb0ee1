//! `deputy_task_*`.

use core::{cell::Cell, ffi::c_void};
use std::{sync::Arc, time::Instant};

use super::{
    call::{
        FORMS, Function, NO_OPTIONS, Prepared, arguments, copy_out, copy_to, deputy_call_options, deputy_js_fn, how,
        resolve,
    },
    context::deadline_of,
    handle::{self, deputy_task},
    user::UserData,
    value::deputy_value_free,
};
use crate::{
    call, chain,
    context::{Target, deputy_context},
    frame::OwnedFrame,
    io, protocol as p,
    running::Running,
    status::deputy_status::{self, *},
    sys::{memory, tree::Tree},
    task::{Continuation, Kept, Settled, Task},
    thread::Thread,
    value::deputy_value,
};

/// The function of an asynchronous call gets an AbortSignal after its last argument; it fires when the task is cancelled
/// or its time is up. For `deputy_call_options.flags`.
///
/// \since 0.1.0
pub const DEPUTY_CALL_SIGNAL: u32 = 1;

const _: () = assert!(DEPUTY_CALL_SIGNAL == p::CALL_SIGNAL);

/// Starts a call of a JavaScript function and returns a task for its outcome. A promise it returns is awaited. The first
/// one of a program waits until the I/O thread runs.
///
/// \param context where to call it: DEPUTY_UI, or DEPUTY_ANY
/// \param function from DEPUTY_FN()
/// \param out_task receives the task; free it with deputy_task_free()
/// \param args the arguments; they and what they point to are copied. NULL if argc is 0.
/// \param argc their number
/// \param options NULL for the defaults: timeout_ms settles the task with DEPUTY_TIMED_OUT, flags may have
///        DEPUTY_CALL_SIGNAL
/// \returns DEPUTY_OK: started; otherwise as deputy_js_post(), and DEPUTY_NO_THREADS: the I/O thread could not be started;
///          DEPUTY_TIMED_OUT: options->timeout_ms passed while 1024 calls of this thread were outstanding; then there is
///          no task
/// \threads any thread, blocks until fewer than 1024 calls are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says, for the time of the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_js_call_async(
    context: deputy_context,
    function: *mut deputy_js_fn,
    out_task: *mut deputy_task,
    args: *const deputy_value,
    argc: usize,
    options: *const deputy_call_options,
) -> deputy_status {
    if crate::sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: contract.
    unsafe { start(context, function, out_task, args, argc, options) }.err().unwrap_or(DEPUTY_OK)
}

unsafe fn start(
    context: deputy_context,
    function: *mut deputy_js_fn,
    out_task: *mut deputy_task,
    args: *const deputy_value,
    argc: usize,
    options: *const deputy_call_options,
) -> Result<(), deputy_status> {
    // SAFETY: contract of the caller.
    let out = unsafe { out_task.as_mut() }.ok_or(DEPUTY_INVALID_ARGUMENT)?;
    // SAFETY: contract of the caller.
    let mut how = unsafe { how(options, DEPUTY_CALL_SIGNAL | FORMS) }?;
    // SAFETY: contract of the caller.
    let Prepared { context, name, argc, given } = unsafe { resolve(context, function, args, argc, &mut how) }?;
    // SAFETY: contract of the caller; checked in `resolve`.
    let args = unsafe { arguments(args, argc) };
    // SAFETY: what the arguments point to is valid by contract of the caller.
    let copy = |frame: &OwnedFrame| unsafe { memory::put(frame, args) };
    if how.is_cancelled() {
        // The function must not run, not even by chance.
        let task = Task::new();
        task.cancel(DEPUTY_CANCELLED);
        *out = handle::give(task)?;
        return Ok(());
    }
    let task = call::start(Thread::current(), context, name, argc, &how, copy)?;
    given.follow(context);
    if let Some(token) = how.token {
        token.adopt(&task);
    }
    if let Some(at) = how.limit.end() {
        task.end_at(at, DEPUTY_TIMED_OUT)?;
    }
    *out = handle::give(task)?;
    Ok(())
}

/// Calls a function of the runtime's own as a task; when that is cancelled, or its time is up, the signal that it gets fires.
pub(super) fn call_later(
    context: deputy_context,
    function: &Function,
    args: &[deputy_value],
    (timeout_ms, cancel): (u32, deputy_task),
) -> Result<deputy_task, deputy_status> {
    let options = deputy_call_options { timeout_ms, flags: DEPUTY_CALL_SIGNAL, cancel, ..NO_OPTIONS };
    let mut task = 0;
    // SAFETY: the arguments are borrowed for the call, which copies them.
    let status = unsafe {
        deputy_js_call_async(context, function.get(), &raw mut task, args.as_ptr(), args.len(), &raw const options)
    };
    if status == DEPUTY_OK { Ok(task) } else { Err(status) }
}

/// Waits for a task and gives its value; that of a failure goes to the caller.
///
/// # Safety
/// `out_error` is NULL or writable.
pub(super) unsafe fn value_of(task: deputy_task, out_error: *mut deputy_value) -> Result<deputy_value, deputy_status> {
    let mut value = deputy_value::NULL;
    // SAFETY: a local.
    let status = unsafe { deputy_task_wait(task, u32::MAX, &raw mut value) };
    if status == DEPUTY_OK {
        return Ok(value);
    }
    // SAFETY: contract; the value is moved, or freed.
    unsafe {
        if out_error.is_null() {
            deputy_value_free(&raw mut value);
        } else {
            out_error.write(value);
        }
    }
    Err(status)
}

/// Both: so leaving the call fires its signal.
///
/// # Safety
/// `out_error` is NULL or writable.
pub(super) unsafe fn call_and_wait(
    context: deputy_context,
    function: &Function,
    args: &[deputy_value],
    limits: (u32, deputy_task),
    out_error: *mut deputy_value,
) -> Result<deputy_value, deputy_status> {
    let task = call_later(context, function, args, limits)?;
    // SAFETY: contract.
    let result = unsafe { value_of(task, out_error) };
    // One that cannot be waited for here must not go on by itself.
    deputy_task_cancel(task);
    deputy_task_free(task);
    result
}

/// Makes a task that the program settles itself, with deputy_task_resolve(), deputy_task_reject() or
/// deputy_task_cancel(), from any thread.
///
/// \param out_task receives the task; free it with deputy_task_free()
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: out_task is NULL; DEPUTY_NO_MEMORY
/// \threads any thread, blocks until a short lock is free, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// `out_task` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_task_new(out_task: *mut deputy_task) -> deputy_status {
    // SAFETY: contract.
    let Some(out) = (unsafe { out_task.as_mut() }) else { return DEPUTY_INVALID_ARGUMENT };
    if crate::sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    match handle::give(Task::new()) {
        Ok(handle) => {
            *out = handle;
            DEPUTY_OK
        }
        Err(status) => status,
    }
}

/// Settles a task with a value. On the UI the I/O thread does it soon, and DEPUTY_OK says only that it was asked to.
///
/// \param task the task
/// \param value copied, with what it points to; NULL is a JavaScript null
/// \returns DEPUTY_OK; DEPUTY_CANCELLED: it has settled already; DEPUTY_STALE: no such task
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `value` is NULL or points to a value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_task_resolve(task: deputy_task, value: *const deputy_value) -> deputy_status {
    // SAFETY: contract.
    match unsafe { keep(value) } {
        Ok(kept) => settle(task, DEPUTY_OK, kept),
        Err(status) => status,
    }
}

/// Copies a value for a task to keep.
///
/// # Safety
/// `value` is NULL or points to a value.
pub(super) unsafe fn keep(value: *const deputy_value) -> Result<Kept, deputy_status> {
    // SAFETY: contract.
    let value = unsafe { value.as_ref() }.copied().unwrap_or(deputy_value::NULL);
    if u32::from(value.tag) == p::TAG_TASK {
        return Err(DEPUTY_WRONG_TYPE);
    }
    if !value.has_content() && !value.is_handle() {
        return Ok(Kept::Plain(value));
    }
    // SAFETY: contract.
    Ok(Kept::Tree(Arc::new(unsafe { Tree::copy(&value) }?)))
}

/// Settles a task with a failure; on the UI as deputy_task_resolve() does.
///
/// \param task the task
/// \param status why; not DEPUTY_OK
/// \returns DEPUTY_OK; DEPUTY_CANCELLED: it has settled already; DEPUTY_STALE: no such task; DEPUTY_INVALID_ARGUMENT:
///          status is DEPUTY_OK or no status
/// \threads any thread, never blocks
/// \since 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn deputy_task_reject(task: deputy_task, status: i32) -> deputy_status {
    match crate::status::entry(status) {
        Some((status, _, _)) if *status != DEPUTY_OK => settle(task, *status, Kept::Plain(deputy_value::NULL)),
        _ => DEPUTY_INVALID_ARGUMENT,
    }
}

/// The UI takes no lock: there the I/O thread does it, in the order of the calls, and how it went is not known.
fn on_ui<R>(work: impl FnOnce() -> R + Send + 'static) -> deputy_status {
    let later = move || {
        work();
    };
    io::submit(Box::new(later)).err().unwrap_or(DEPUTY_OK)
}

fn settle(task: deputy_task, status: deputy_status, value: Kept) -> deputy_status {
    if crate::sys::is_ui() {
        return on_ui(move || settle(task, status, value));
    }
    match handle::find(task) {
        Ok(task) if task.settle(Settled { status, value }) => DEPUTY_OK,
        Ok(_) => DEPUTY_CANCELLED,
        Err(status) => status,
    }
}

/// Cancels a task: it settles with DEPUTY_CANCELLED, and so do the tasks that were attached to it. The JavaScript function
/// of a call is told through its AbortSignal (DEPUTY_CALL_SIGNAL); whatever it still returns is dropped.
///
/// \param task the task
/// \returns DEPUTY_OK, also if it has settled already; DEPUTY_STALE: no such task
/// \threads any thread, never blocks
/// \since 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn deputy_task_cancel(task: deputy_task) -> deputy_status {
    if crate::sys::is_ui() {
        return on_ui(move || deputy_task_cancel(task));
    }
    match handle::find(task) {
        Ok(task) => {
            task.cancel(DEPUTY_CANCELLED);
            DEPUTY_OK
        }
        Err(status) => status,
    }
}

/// Has `child` cancelled when `parent` is; at once if it was.
///
/// \param parent a task
/// \param child another
/// \returns DEPUTY_OK; DEPUTY_STALE: no such task
/// \threads any thread, never blocks
/// \since 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn deputy_task_attach(parent: deputy_task, child: deputy_task) -> deputy_status {
    if crate::sys::is_ui() {
        return on_ui(move || deputy_task_attach(parent, child));
    }
    match (handle::find(parent), handle::find(child)) {
        (Ok(parent), Ok(child)) if !Arc::ptr_eq(&parent, &child) => {
            parent.adopt(&child);
            DEPUTY_OK
        }
        (Ok(_), Ok(_)) => DEPUTY_INVALID_ARGUMENT,
        (Err(status), _) | (_, Err(status)) => status,
    }
}

/// Waits until a task has settled.
///
/// \param task the task; it stays, and can be waited for again
/// \param timeout_ms milliseconds; 0 looks and returns, UINT32_MAX waits without limit
/// \param out NULL, or receives a copy of the value, or on DEPUTY_JS_EXCEPTION, DEPUTY_NOT_FOUND and DEPUTY_WRONG_TYPE of
///        the error value; give it to deputy_value_free()
/// \returns how it ended: DEPUTY_OK, or why it failed; DEPUTY_TIMED_OUT: it has not settled yet (or it timed out itself:
///          deputy_task_is_settled() tells); DEPUTY_STALE: no such task; DEPUTY_NO_MEMORY: no room for the value;
///          in a synchronous call of the page's DEPUTY_WOULD_BLOCK: the blocking mode does not allow it to wait;
///          DEPUTY_DEADLOCK: it is a promise of the page's, which waits for this thread; or the thread that is to settle it waits for
///          this one, itself or by way of others
/// \threads any thread, blocks until the task has settled or the time is up, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// `out` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_task_wait(task: deputy_task, timeout_ms: u32, out: *mut deputy_value) -> deputy_status {
    // SAFETY: same contract.
    unsafe { wait(task, timeout_ms, out, Task::wait, "deputy_task_wait") }
}

/// Waits until a task has settled, and meanwhile runs what is sent to the calling thread's context: functions, and exports
/// that JavaScript calls.
///
/// \param task as in deputy_task_wait()
/// \param timeout_ms as in deputy_task_wait()
/// \param out as in deputy_task_wait()
/// \returns as deputy_task_wait()
/// \threads any thread, blocks until the task has settled or the time is up, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// `out` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_task_wait_pump(
    task: deputy_task,
    timeout_ms: u32,
    out: *mut deputy_value,
) -> deputy_status {
    // SAFETY: same contract.
    unsafe { wait(task, timeout_ms, out, Task::wait_and_pump, "deputy_task_wait_pump") }
}

/// A way to wait for a task.
type Wait = fn(&Arc<Task>, &'static Thread, Option<Instant>) -> Result<Settled, deputy_status>;

/// # Safety
/// `out` is NULL or writable.
unsafe fn wait(
    task: deputy_task,
    timeout_ms: u32,
    out: *mut deputy_value,
    wait: Wait,
    what: &'static str,
) -> deputy_status {
    if crate::sys::is_ui() {
        // A continuation on the UI has its task's outcome at hand; everything else would need a lock.
        return match OUTCOME.with(Cell::take) {
            Some((of, settled)) => {
                let status = if of == task {
                    // SAFETY: contract.
                    unsafe { hand_out(Thread::current(), &settled, out) }
                } else {
                    DEPUTY_WOULD_BLOCK
                };
                OUTCOME.set(Some((of, settled)));
                status
            }
            None => DEPUTY_WOULD_BLOCK,
        };
    }
    let task = match handle::find(task) {
        Ok(task) => task,
        Err(status) => return status,
    };
    let thread = Thread::current();
    if timeout_ms != 0
        && let Err(status) = chain::may_wait(thread, what)
    {
        return status;
    }
    let settled = match task.settled() {
        Some(settled) => Ok(settled),
        None if timeout_ms == 0 => Err(DEPUTY_TIMED_OUT),
        None => wait(&task, thread, deadline_of(timeout_ms)),
    };
    match settled {
        // SAFETY: contract.
        Ok(settled) => unsafe { hand_out(thread, &settled, out) },
        Err(status) => status,
    }
}

pub(super) unsafe fn hand_out(thread: &'static Thread, settled: &Settled, out: *mut deputy_value) -> deputy_status {
    if out.is_null() {
        return settled.status;
    }
    let copied = match &settled.value {
        Kept::Plain(value) => {
            if settled.status == DEPUTY_OK {
                // SAFETY: not NULL; contract of the caller.
                unsafe { out.write(*value) };
            }
            return settled.status;
        }
        // SAFETY: `out` by contract of the caller; the tree is whole.
        Kept::Tree(tree) if settled.status == DEPUTY_OK || tree.value().has_content() => unsafe {
            copy_to(tree.value(), out)
        },
        Kept::Tree(_) => return settled.status,
        Kept::Stash(..) if crate::sys::is_ui() => return DEPUTY_WOULD_BLOCK,
        // SAFETY: `out` by contract of the caller; the host fills exactly the memory it is given.
        Kept::Stash(value, stash) => unsafe {
            copy_out(*value, stash.len as usize, out, |to| call::read(thread, stash, to))
        },
    };
    copied.err().unwrap_or(settled.status)
}

/// Whether a task has settled.
///
/// \param task the task
/// \returns true if it has; false if not, if there is no such task, or on the UI
/// \threads any thread, never blocks
/// \since 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn deputy_task_is_settled(task: deputy_task) -> bool {
    !crate::sys::is_ui() && handle::find(task).is_ok_and(|task| task.is_settled())
}

/// Waits until one of several tasks has settled.
///
/// \param tasks the tasks
/// \param count their number, at least 1
/// \param timeout_ms milliseconds; UINT32_MAX waits without limit
/// \param out_index receives the index of one that has settled: the first, if several have
/// \returns DEPUTY_OK; DEPUTY_TIMED_OUT; DEPUTY_STALE: one of them is no task; DEPUTY_INVALID_ARGUMENT: tasks or out_index is
///          NULL, or count is 0; DEPUTY_WOULD_BLOCK and DEPUTY_DEADLOCK: as deputy_task_wait()
/// \threads any thread, blocks until one has settled or the time is up, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// `tasks` points to `count` tasks, `out_index` is writable, or either is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_task_wait_any(
    tasks: *const deputy_task,
    count: usize,
    timeout_ms: u32,
    out_index: *mut usize,
) -> deputy_status {
    // SAFETY: contract.
    let (tasks, out) = match unsafe { (find_all(tasks, count), out_index.as_mut()) } {
        (Ok(tasks), Some(out)) => (tasks, out),
        (Err(status), _) => return status,
        (_, None) => return DEPUTY_INVALID_ARGUMENT,
    };
    let thread = Thread::current();
    if timeout_ms != 0
        && let Err(status) = chain::may_wait(thread, "deputy_task_wait_any")
    {
        return status;
    }
    match Task::wait_any(thread, &tasks, deadline_of(timeout_ms)) {
        Ok(index) => {
            *out = index;
            DEPUTY_OK
        }
        Err(status) => status,
    }
}

/// Waits until all of several tasks have settled.
///
/// \param tasks the tasks
/// \param count their number, at least 1
/// \param timeout_ms milliseconds for all together; UINT32_MAX waits without limit
/// \returns DEPUTY_OK: all have settled, each in its own way; DEPUTY_TIMED_OUT; DEPUTY_STALE: one of them is no task;
///          DEPUTY_INVALID_ARGUMENT: tasks is NULL or count is 0; DEPUTY_WOULD_BLOCK and DEPUTY_DEADLOCK: as deputy_task_wait()
/// \threads any thread, blocks until all have settled or the time is up, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// `tasks` is NULL or points to `count` tasks.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_task_wait_all(
    tasks: *const deputy_task,
    count: usize,
    timeout_ms: u32,
) -> deputy_status {
    // SAFETY: contract.
    let tasks = match unsafe { find_all(tasks, count) } {
        Ok(tasks) => tasks,
        Err(status) => return status,
    };
    let (thread, deadline) = (Thread::current(), deadline_of(timeout_ms));
    if timeout_ms != 0
        && let Err(status) = chain::may_wait(thread, "deputy_task_wait_all")
    {
        return status;
    }
    for task in &tasks {
        if let Err(status) = task.wait(thread, deadline) {
            return status;
        }
    }
    DEPUTY_OK
}

unsafe fn find_all(tasks: *const deputy_task, count: usize) -> Result<Vec<Arc<Task>>, deputy_status> {
    if crate::sys::is_ui() {
        return Err(DEPUTY_WOULD_BLOCK);
    }
    if tasks.is_null() || count == 0 {
        return Err(DEPUTY_INVALID_ARGUMENT);
    }
    // SAFETY: contract of the caller.
    unsafe { core::slice::from_raw_parts(tasks, count) }.iter().map(|task| handle::find(*task)).collect()
}

thread_local! {
    /// The task whose continuation runs on this thread, and how it ended.
    static OUTCOME: Cell<Option<(deputy_task, Settled)>> = const { Cell::new(None) };
}

/// What runs after a task has settled.
///
/// \param task the task, settled; deputy_task_wait() with 0 gives its outcome (on the UI up to 192 bytes of it, more is
///        DEPUTY_WOULD_BLOCK). Valid if the handle was not freed.
/// \param userdata what was given with it
/// \threads runs on the context that was named; may block, except on the UI
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
pub type deputy_task_fn = Option<unsafe extern "C" fn(task: deputy_task, userdata: *mut c_void)>;

/// Has a function run once a task has settled; soon if it has. The first one of a program waits until the threads it needs
/// run.
///
/// \param task the task
/// \param context where the function runs: DEPUTY_BACKGROUND runs it also while everything else is blocked
/// \param function the function
/// \param userdata passed to it
/// \param drop NULL, or called with userdata exactly once: after the function has run, or instead of it when the context
///        closes first or this call fails
/// \returns DEPUTY_OK; DEPUTY_STALE: no such task or context; DEPUTY_INVALID_ARGUMENT: function is NULL;
///          DEPUTY_NO_THREADS: the I/O thread could not be started
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `userdata` may be used on the thread of the context.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_task_then(
    task: deputy_task,
    context: deputy_context,
    function: deputy_task_fn,
    userdata: *mut c_void,
    drop: super::context::deputy_fn,
) -> deputy_status {
    let data = UserData::new(userdata, drop);
    let Some(function) = function else { return DEPUTY_INVALID_ARGUMENT };
    // SAFETY: contract.
    unsafe { then(task, context, function, data) }
}

/// # Safety
/// As `deputy_task_then`.
unsafe fn then(
    task: deputy_task,
    context: deputy_context,
    function: unsafe extern "C" fn(deputy_task, *mut c_void),
    data: UserData,
) -> deputy_status {
    if crate::sys::is_ui() {
        // SAFETY: contract.
        return on_ui(move || unsafe { then(task, context, function, data) });
    }
    let (found, target) = match (handle::find(task), Target::find(context), io::start()) {
        (Ok(found), Ok(target), Ok(())) => (found, target),
        (Err(status), _, _) | (_, Err(status), _) | (_, _, Err(status)) => return status,
    };
    let work = Box::new(move |settled| {
        let outer = OUTCOME.replace(Some((task, settled)));
        // SAFETY: contract.
        data.run(Running::Posted, |data| unsafe { function(task, data) });
        OUTCOME.set(outer);
    });
    found.then(Continuation { target, work });
    DEPUTY_OK
}

/// Frees the handle. The call of a pending task goes on, and its outcome is dropped; a failure that nobody has looked at
/// by then is reported.
///
/// \param task the task; 0 and stale handles are no-ops
/// \threads any thread, never blocks
/// \since 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn deputy_task_free(task: deputy_task) {
    if crate::sys::is_ui() {
        on_ui(move || deputy_task_free(task));
        return;
    }
    if let Ok(task) = handle::take(task) {
        task.abandon();
    }
}

/// The number of task handles that are not freed.
///
/// \returns the number now; other threads may be changing it
/// \threads any thread, never blocks
/// \since 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn deputy_task_live() -> usize {
    handle::live()
}
