//! What the C shim calls; not public.

use crate::{
    context::{self, Root},
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
    Thread::retire();
}
