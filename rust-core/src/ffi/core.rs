//! What the C shim calls; not public.

use crate::{
    context::{self, Context, Root},
    frame::{Frame, OwnedFrame},
    thread::Thread,
};

/// The root structure that is handed to the UI at start. cbindgen:ignore
#[unsafe(no_mangle)]
pub extern "C" fn deputy_core_root() -> *const Root {
    context::root()
}

/// The calling thread ends. cbindgen:ignore
#[unsafe(no_mangle)]
pub extern "C" fn deputy_core_thread_exit() {
    // Nothing can be sent to the thread any more; what was is dropped.
    // A drop may open one again.
    while Context::close().is_ok() {}
    Thread::retire();
}

/// The UI's host has a native function to run. cbindgen:ignore
///
/// # Safety
/// `frame` is a native frame that the host took off its inbox just now.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_core_run(frame: &'static Frame) {
    let frame = OwnedFrame::adopt(frame);
    let work = frame.unload();
    frame.go_home();
    work();
}
