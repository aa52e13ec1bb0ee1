//! What the C shim calls; not public.

use crate::{
    background, call,
    console::console,
    context::{self, Context, Root},
    export,
    frame::{Frame, OwnedFrame},
    log, panic, pool, protocol as p, running,
    thread::Thread,
};

/// The root structure that is handed to the UI at start. cbindgen:ignore
#[unsafe(no_mangle)]
pub extern "C" fn deputy_core_root() -> *const Root {
    context::root()
}

/// The calling thread begins. cbindgen:ignore
#[unsafe(no_mangle)]
pub extern "C" fn deputy_core_thread_begins() {
    Thread::current();
}

/// The calling thread ends. cbindgen:ignore
#[unsafe(no_mangle)]
pub extern "C" fn deputy_core_thread_exit() {
    running::thread_ends();
    background::thread_ends();
    pool::thread_ends();
    // Nothing can be sent to the thread any more; what was is dropped.
    // A drop may open one again.
    while Context::close().is_ok() {}
    Thread::retire();
}

/// The calling thread is the deputy, and main() comes next. False: what the program needs cannot be had. cbindgen:ignore
#[unsafe(no_mangle)]
pub extern "C" fn deputy_core_begin() -> bool {
    log::install();
    panic::install();
    Context::open_main();
    export::prepare().is_ok()
}

/// The calling thread's event loop has a turn for the thread's context. Returns the number that the thread's word must have for
/// it to sleep, or -1 if it has no context any more. cbindgen:ignore
#[unsafe(no_mangle)]
pub extern "C" fn deputy_core_turn() -> f64 {
    Context::turn().map_or(-1.0, f64::from)
}

/// The calling thread, which has asked for it (`deputy_sys_watch_waits`), begins to wait, or goes on. cbindgen:ignore
#[unsafe(no_mangle)]
pub extern "C" fn deputy_core_waits(begins: bool) {
    pool::waits(begins);
}

/// What `writev()` is given.
///
/// cbindgen:ignore
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Part {
    at: *const u8,
    length: usize,
}

/// Writes to standard output or error. Any thread but the UI. cbindgen:ignore
///
/// # Safety
/// There are so many parts, each of so many bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_core_write(error: bool, parts: *const Part, count: usize) {
    let parts = (0..count).map(|i| {
        // SAFETY: contract.
        let part = unsafe { *parts.add(i) };
        // SAFETY: contract; an empty part may lie anywhere.
        if part.length == 0 { &[] } else { unsafe { core::slice::from_raw_parts(part.at, part.length) } }
    });
    console().write(error, parts);
}

/// The UI's host has a native function to run. cbindgen:ignore
///
/// # Safety
/// `frame` is a native frame that the host took off its inbox just now.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_core_run(frame: &'static Frame) {
    let frame = OwnedFrame::adopt(frame);
    if frame.kind() == p::KIND_SYSCALL {
        let work = frame.work();
        // SAFETY: who calls `deputy_core_on_ui` waits for this; the work begins with its function.
        return unsafe { (*work.cast::<unsafe extern "C" fn(*mut u8)>())(work) };
    }
    let work = frame.unload();
    frame.go_home();
    work();
}

/// Has the UI run the work, and waits for that. False: it was not run, and will not be. cbindgen:ignore
///
/// # Safety
/// `work` is a `deputy_sys_work`, which stays where it is until this returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_core_on_ui(work: *mut u8) -> bool {
    call::syscall(Thread::current(), work)
}

/// Panics: for the test of what a panic does. cbindgen:ignore
///
/// # Safety
/// `reason` is a NUL-terminated string.
#[unsafe(no_mangle)]
#[allow(clippy::panic, reason = "what it is for")]
pub unsafe extern "C" fn deputy_core_panic(reason: *const core::ffi::c_char) {
    // SAFETY: contract.
    panic!("{}", unsafe { core::ffi::CStr::from_ptr(reason) }.to_string_lossy());
}
