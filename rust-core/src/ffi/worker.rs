//! `deputy_worker_*`: threads with JavaScript of their own.

use core::ffi::c_void;
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU32, Ordering},
};

use super::{
    call::{DEPUTY_CALL_OBJECT, Function, deputy_call_options, deputy_js_call_with, limit},
    context::{deputy_fn, deputy_send_fn, run_function},
    handle::{self, deputy_task},
    object::deputy_object,
    task::{DEPUTY_CALL_SIGNAL, deputy_js_call_async, deputy_task_cancel, deputy_task_free, deputy_task_wait},
    thread::{Named, deputy_thread_options},
    user::UserData,
    value::{deputy_value_free, number, word},
};
use crate::{
    context::{Context, DEPUTY_ANY, Target, deputy_context},
    export,
    frame::{Frame, OwnedFrame},
    io, log, object, protocol as p,
    running::Running,
    spawn,
    status::deputy_status::{self, *},
    sys,
    task::{Continuation, Settled, Task},
    thread::Thread,
    value::deputy_value,
    worker,
};

/// What that JavaScript calls.
const CALLS: sys::ScriptCalls = sys::ScriptCalls { run_here, aside, report: super::unobserved::report_of_script };

/// # Safety
/// `frame` is of the stock of the calling thread's context, filled by its host.
unsafe extern "C" fn run_here(frame: *const c_void) -> bool {
    // SAFETY: contract; frames live for ever.
    export::run_here(OwnedFrame::adopt(unsafe { &*frame.cast::<Frame>() }))
}

/// # Safety
/// NULL, or frames that the calling thread's host took just now, linked.
unsafe extern "C" fn aside(frames: *const c_void) {
    // SAFETY: contract; frames live for ever.
    Context::put_aside(unsafe { frames.cast::<Frame>().as_ref() });
}

/// Gives the calling thread JavaScript of its own: a context that JavaScript can be called in, with its own global object,
/// modules and objects. Calls reach it while it is in its event loop, or serves its context. It closes with
/// deputy_context_close() or when the thread ends; objects are DEPUTY_STALE then, and calls that have no outcome yet end with
/// DEPUTY_CLOSED. The browser's Worker is not used for another thread after that.
///
/// \param out_context receives the context's id; DEPUTY_UI on the UI, DEPUTY_MAIN on the deputy
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: out_context is NULL; DEPUTY_NO_MEMORY: 1016 threads have a context already
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `out_context` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_worker_open(out_context: *mut deputy_context) -> deputy_status {
    // SAFETY: contract.
    let Some(out) = (unsafe { out_context.as_mut() }) else { return DEPUTY_INVALID_ARGUMENT };
    match worker::open(&CALLS) {
        Ok(id) => {
            *out = id;
            DEPUTY_OK
        }
        Err(status) => status,
    }
}

/// Starts a JS worker: a thread with JavaScript of its own (deputy_worker_open()), which stays in its event loop when its function
/// has returned: its timers, promises and events go on, it can be called, and functions can be sent to it. It ends when
/// deputy_worker_end() says so, when its function fails, or when its task is cancelled.
///
/// \param function NULL, or runs on the thread first. Its status and result settle the task, when the worker has ended.
/// \param userdata passed to it
/// \param drop NULL, or called with userdata exactly once: on the thread after the function; or instead of it, when this call fails
/// \param options NULL for the defaults
/// \param out_context receives the id of the worker's context
/// \param out_task NULL, or receives a task for its end; free it with deputy_task_free(), which lets the worker live
/// \returns DEPUTY_OK: it runs; DEPUTY_NO_THREADS, DEPUTY_NO_MEMORY: there is no Worker, no memory for its stack, or 1016 threads
///          have a context already; DEPUTY_INVALID_ARGUMENT: out_context is NULL, or struct_size or the name is wrong;
///          DEPUTY_WOULD_BLOCK: on the UI
/// \threads any thread, blocks until the worker runs, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says; `userdata` may be used on the new thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_worker_spawn(
    function: deputy_send_fn,
    userdata: *mut c_void,
    drop: deputy_fn,
    options: *const deputy_thread_options,
    out_context: *mut deputy_context,
    out_task: *mut deputy_task,
) -> deputy_status {
    let data = UserData::new(userdata, drop);
    if sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: contract.
    unsafe { start(function, data, options, out_context, out_task) }.err().unwrap_or(DEPUTY_OK)
}

/// What a new worker tells the one who starts it.
struct Started {
    said: sys::Hello,
    /// Its context; 0: there is none.
    context: AtomicU32,
    /// It got no Worker.
    refused: AtomicBool,
}

unsafe fn start(
    function: deputy_send_fn,
    data: UserData,
    options: *const deputy_thread_options,
    out_context: *mut deputy_context,
    out_task: *mut deputy_task,
) -> Result<(), deputy_status> {
    // SAFETY: contract of the caller.
    let (out, out_task) = unsafe { (out_context.as_mut().ok_or(DEPUTY_INVALID_ARGUMENT)?, out_task.as_mut()) };
    // SAFETY: contract of the caller.
    let named = unsafe { Named::read(options) }?;
    let task = Task::promised();
    let started =
        Arc::new(Started { said: sys::Hello::new(), context: AtomicU32::new(0), refused: AtomicBool::new(false) });
    let (told, ends) = (started.clone(), task.clone());
    let begin = move |refused: Option<&str>| {
        if let Some(why) = refused {
            core::mem::drop(data);
            log::line(log::ERROR, &format!("a JS worker could not be started: {why}"));
            told.refused.store(true, Ordering::Release);
            told.said.say();
            return;
        }
        Thread::current().set_name(named.name.unwrap_or("worker"));
        let begun = worker::begin(&CALLS);
        told.context.store(begun.unwrap_or(0), Ordering::Release);
        told.said.say();
        if begun.is_err() {
            return;
        }
        let settled = match function {
            None => Settled::without_value(DEPUTY_OK),
            Some(function) => {
                let running = |given| Running::Task(ends.clone(), given);
                // SAFETY: contract of the caller.
                data.run(running, |data| unsafe { run_function(function, data) })
            }
        };
        worker::live_on(ends, settled);
    };
    spawn::start(named.name.unwrap_or("worker"), named.stack_size, Box::new(begin))?;
    started.said.wait();
    let context = started.context.load(Ordering::Acquire);
    if context == 0 {
        return Err(if started.refused.load(Ordering::Acquire) { DEPUTY_NO_THREADS } else { DEPUTY_NO_MEMORY });
    }
    *out = context;
    // A worker that has ended by itself is stale by then.
    let end = Box::new(move |_| {
        let _ = worker::end(context);
    });
    task.also(Continuation { target: Target::Here, work: end });
    if let Some(out_task) = out_task {
        *out_task = handle::give(task)?;
    } else {
        task.abandon();
    }
    Ok(())
}

/// Has a JS worker end: its function returns first, then what was sent to it before runs. What is queued behind that is
/// dropped; calls that have no outcome yet end with DEPUTY_CLOSED.
///
/// \param context the worker's
/// \returns DEPUTY_OK: it will end; DEPUTY_STALE: no such context; DEPUTY_CLOSED: it ends already; DEPUTY_UNSUPPORTED: the context is
///          not that of a JS worker
/// \threads any thread, never blocks
/// \since 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn deputy_worker_end(context: deputy_context) -> deputy_status {
    if sys::is_ui() {
        // The UI takes no lock: the I/O thread sends it on.
        return io::submit(Box::new(move || {
            let _ = worker::end(context);
        }))
        .err()
        .unwrap_or(DEPUTY_OK);
    }
    worker::end(context).err().unwrap_or(DEPUTY_OK)
}

/// Copies a JavaScript object into another context, as structuredClone() does: maps, sets, blobs, files, keys and WebAssembly modules, too.
///
/// \param object its handle
/// \param context where the copy is to be: DEPUTY_UI, or a context with JavaScript
/// \param out_object receives the copy's handle; free it with deputy_object_free()
/// \param out NULL, or receives the error of a failure; give it to deputy_value_free()
/// \param timeout_ms milliseconds, UINT32_MAX waits without limit
/// \returns DEPUTY_OK; DEPUTY_STALE: no such object or context; DEPUTY_CLOSED: a context closed meanwhile; DEPUTY_UNSUPPORTED: the
///          context runs no JavaScript; DEPUTY_JS_EXCEPTION: the object cannot be cloned; DEPUTY_TIMED_OUT; DEPUTY_DEADLOCK: the caller
///          itself would have to be in its event loop; DEPUTY_INVALID_ARGUMENT: out_object is NULL; DEPUTY_WOULD_BLOCK: on the UI
/// \threads any thread, blocks until both contexts have done their part, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_object_clone(
    object: deputy_object,
    context: deputy_context,
    out_object: *mut deputy_object,
    out: *mut deputy_value,
    timeout_ms: u32,
) -> deputy_status {
    // SAFETY: contract.
    unsafe { cross(object, context, out_object, out, timeout_ms, false) }
}

/// Moves a JavaScript object to another context: what it was is empty or closed afterwards. An ArrayBuffer (also by a view of it), a
/// MessagePort, a stream, an ImageBitmap, an OffscreenCanvas, a VideoFrame or AudioData; or an array or a plain object with such in it,
/// of which the rest is cloned.
///
/// \param object its handle, which remains the caller's
/// \param context as in deputy_object_clone()
/// \param out_object as in deputy_object_clone()
/// \param out as in deputy_object_clone()
/// \param timeout_ms as in deputy_object_clone()
/// \returns as deputy_object_clone()
/// \threads any thread, blocks until both contexts have done their part, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_object_transfer(
    object: deputy_object,
    context: deputy_context,
    out_object: *mut deputy_object,
    out: *mut deputy_value,
    timeout_ms: u32,
) -> deputy_status {
    // SAFETY: contract.
    unsafe { cross(object, context, out_object, out, timeout_ms, true) }
}

static SEND: Function = Function::new(c"deputy:send");
static RECEIVE: Function = Function::new(c"deputy:receive");

/// A handle of `token`, which is cancelled when the task of that handle has settled.
fn watch(task: deputy_task, token: &Arc<Task>) -> Result<deputy_task, deputy_status> {
    let ends = token.clone();
    let work = Box::new(move |_| {
        ends.cancel(DEPUTY_CANCELLED);
    });
    handle::find(task)?.also(Continuation { target: Target::Here, work });
    handle::give(token.clone())
}

unsafe fn cross(
    object: deputy_object,
    context: deputy_context,
    out_object: *mut deputy_object,
    out: *mut deputy_value,
    timeout_ms: u32,
    moves: bool,
) -> deputy_status {
    // Not one of loom's: it orders nothing.
    static TICKET: AtomicU32 = AtomicU32::new(1);
    if sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: contract of the caller.
    let Some(out_object) = (unsafe { out_object.as_mut() }) else { return DEPUTY_INVALID_ARGUMENT };
    if let Err(status) = object::context_of(object).and(Context::javascript(context)) {
        return status;
    }
    let ticket = number(TICKET.fetch_add(1, Ordering::Relaxed));
    let how = deputy_call_options {
        struct_size: size_of::<deputy_call_options>(),
        timeout_ms: limit(timeout_ms),
        flags: DEPUTY_CALL_OBJECT | DEPUTY_CALL_SIGNAL,
        cancel: 0,
        into: 0,
    };
    let mut task = 0;
    // SAFETY: all of it outlives the call.
    let status =
        unsafe { deputy_js_call_async(context, RECEIVE.get(), &raw mut task, &raw const ticket, 1, &raw const how) };
    if status != DEPUTY_OK {
        return status;
    }
    // On the page it is the target's id that finds the port; between workers, too, for the page passes it on.
    let args = [word(p::TAG_OBJECT, object), number(context), ticket, word(p::TAG_BOOL, moves.into())];
    let mut got = deputy_value::NULL;
    // The page may have to wait until it hears of the worker. When that has ended, nobody waits any more.
    let token = Task::new();
    let cancel = match watch(task, &token) {
        Ok(cancel) => cancel,
        Err(status) => {
            deputy_task_free(task);
            return status;
        }
    };
    let sent = deputy_call_options { flags: 0, cancel, ..how };
    // SAFETY: all of it outlives the calls.
    unsafe {
        let mut status =
            deputy_js_call_with(DEPUTY_ANY, SEND.get(), &raw mut got, args.as_ptr(), args.len(), &raw const sent);
        if status == DEPUTY_OK || (status == DEPUTY_CANCELLED && token.is_over()) {
            // The call's own time ends it.
            status = deputy_task_wait(task, u32::MAX, &raw mut got);
        }
        deputy_task_free(cancel);
        if status != DEPUTY_OK {
            deputy_task_cancel(task);
            // However it ended meanwhile, the caller has heard why not.
            let _ = handle::find(task).map(|task| task.settled());
        }
        deputy_task_free(task);
        if status == DEPUTY_OK {
            // What was cloned is an object, or the call would have failed.
            *out_object = got.bits();
        } else if out.is_null() {
            deputy_value_free(&raw mut got);
        } else {
            out.write(got);
        }
        status
    }
}
