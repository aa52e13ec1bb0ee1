//! `deputy_thread_*`: threads whose end is a task.

use core::ffi::{CStr, c_char, c_void};

use super::{
    context::{deputy_fn, deputy_send_fn, settling},
    handle::{self, deputy_task},
    user::UserData,
};
use crate::{
    chain::Chain,
    name, spawn,
    status::deputy_status::{self, *},
    sys,
    task::{Settled, Task},
    thread::Thread,
};

/// How to start a thread. Zeroed but for `struct_size`, it means the defaults.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct deputy_thread_options {
    /// sizeof(deputy_thread_options).
    pub struct_size: usize,
    /// NULL, or what the thread is called in messages and stacks: up to 1024 bytes of UTF-8, copied. Names are kept for ever: give
    /// threads of one kind one name.
    pub name: *const c_char,
    /// Bytes of its stack; 0: as many as other threads have (`-sDEFAULT_PTHREAD_STACK_SIZE`). Less than 64 KiB become 64 KiB.
    pub stack_size: usize,
}

/// Starts a thread and gives a task for its end. A thread that then gets no Worker (its script cannot be loaded, the page's policy
/// forbids it) does not run: the task fails with DEPUTY_NO_THREADS, and an error value that says why. To join it with or without a time, wait for the task; to detach it, free the
/// task; to ask it to end, cancel the task and have the function look at deputy_is_cancelled(). Unlike a pthread_t, the task's
/// handle never comes to mean another thread.
///
/// \param function runs on the thread. Its status and result settle the task; DEPUTY_CLOSED does if the thread ends in it
///        (pthread_exit()).
/// \param userdata passed to it
/// \param drop NULL, or called with userdata exactly once: on the thread after the function, before the task settles; or
///        instead of it, when the task was cancelled first or this call fails
/// \param options NULL for the defaults
/// \param out_task receives the task; free it with deputy_task_free()
/// \returns DEPUTY_OK: it starts; DEPUTY_NO_THREADS: there is no memory for its stack (without -sALLOW_MEMORY_GROWTH emscripten
///          ends the program instead, unless it is linked with -sABORTING_MALLOC=0), or the browser gives no more Workers;
///          DEPUTY_INVALID_ARGUMENT: function or out_task is NULL, or struct_size or the name is wrong; DEPUTY_WOULD_BLOCK: on the UI
/// \threads any thread, blocks until the page has given it a Worker, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says; `userdata` may be used on the new thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_thread_spawn(
    function: deputy_send_fn,
    userdata: *mut c_void,
    drop: deputy_fn,
    options: *const deputy_thread_options,
    out_task: *mut deputy_task,
) -> deputy_status {
    let data = UserData::new(userdata, drop);
    if sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: contract.
    unsafe { start(function, data, options, out_task) }.err().unwrap_or(DEPUTY_OK)
}

/// Names the calling thread, as deputy_thread_options.name does.
///
/// \param name NUL-terminated UTF-8, up to 1024 bytes, copied. Names are kept for ever: give threads of one kind one name.
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: name is NULL, empty, too long or no UTF-8
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `name` is NULL or NUL-terminated.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_thread_set_name(name: *const c_char) -> deputy_status {
    // Whoever names threads wants to see them.
    sys::use_threads();
    // SAFETY: contract.
    match unsafe { lasting(name) } {
        Ok(name) => Thread::current().set_name(name),
        Err(status) => return status,
    }
    DEPUTY_OK
}

/// Tells that JavaScript of the program's own, such as EM_ASM() or EM_JS(), has left something behind on the calling thread: in its
/// global object, as a timer, as a listener. The browser's Worker is ended with the thread then, and no later thread meets that. Threads
/// with JavaScript of their own (deputy_worker_open()) need not say so. On the UI it does nothing.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn deputy_thread_mark_dirty() {
    if !sys::is_ui() {
        sys::mark_dirty();
    }
}

/// A name that lives for ever.
///
/// # Safety
/// `name` is NULL or NUL-terminated.
pub(super) unsafe fn lasting(name: *const c_char) -> Result<&'static str, deputy_status> {
    if name.is_null() {
        return Err(DEPUTY_INVALID_ARGUMENT);
    }
    // SAFETY: not NULL; contract.
    let text = unsafe { CStr::from_ptr(name) };
    core::str::from_utf8(name::intern(text.to_bytes())?.text).map_err(|_| DEPUTY_INVALID_ARGUMENT)
}

/// What the options say.
pub(super) struct Named {
    pub name: Option<&'static str>,
    pub stack_size: usize,
}

impl Named {
    /// # Safety
    /// `options` is NULL or valid.
    pub unsafe fn read(options: *const deputy_thread_options) -> Result<Self, deputy_status> {
        // SAFETY: contract.
        let Some(options) = (unsafe { options.as_ref() }) else { return Ok(Self { name: None, stack_size: 0 }) };
        if options.struct_size != size_of::<deputy_thread_options>() {
            return Err(DEPUTY_INVALID_ARGUMENT);
        }
        let mut name = None;
        if !options.name.is_null() {
            // SAFETY: contract.
            name = Some(unsafe { lasting(options.name) }?);
        }
        Ok(Self { name, stack_size: options.stack_size })
    }
}

unsafe fn start(
    function: deputy_send_fn,
    data: UserData,
    options: *const deputy_thread_options,
    out_task: *mut deputy_task,
) -> Result<(), deputy_status> {
    // SAFETY: contract of the caller.
    let out = unsafe { out_task.as_mut() }.ok_or(DEPUTY_INVALID_ARGUMENT)?;
    let function = function.ok_or(DEPUTY_INVALID_ARGUMENT)?;
    // SAFETY: contract of the caller.
    let named = unsafe { Named::read(options) }?;
    let task = Task::promised();
    let ends = task.clone();
    let begin = move |refused: Option<&str>| {
        if let Some(why) = refused {
            core::mem::drop(data);
            ends.settle(Settled::failed(DEPUTY_NO_THREADS, why));
            return;
        }
        if let Some(name) = named.name {
            Thread::current().set_name(name);
        }
        // SAFETY: contract of the caller.
        let work = unsafe { settling(function, data, ends, Chain::NONE) };
        work();
    };
    spawn::start(named.name.unwrap_or("thread"), named.stack_size, Box::new(begin))?;
    *out = handle::give(task)?;
    Ok(())
}
