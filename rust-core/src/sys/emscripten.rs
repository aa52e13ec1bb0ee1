//! The platform where programs run. Each function wraps one of `c-shim/deputy_sys.h`.

use std::time::Duration;

use super::bindings;
use crate::sync::AtomicU32;

/// Whether the caller is the UI thread.
pub fn is_ui() -> bool {
    // SAFETY: no precondition.
    unsafe { bindings::deputy_sys_is_ui() }
}

/// Wakes the UI's host.
pub fn ring_ui() {
    // SAFETY: no precondition.
    unsafe { bindings::deputy_sys_ring_ui() }
}

/// Sleeps while `word` is `expected`; may return early.
pub fn wait(word: &AtomicU32, expected: u32, timeout: Option<Duration>) {
    let ms = timeout.map_or(-1.0, |left| left.as_secs_f64() * 1000.0);
    // SAFETY: the word is aligned and lives as long as the reference, which outlives the call.
    unsafe { bindings::deputy_sys_wait(word.as_ptr(), expected, ms) }
}

/// Wakes everybody who sleeps on `word`.
pub fn wake(word: &AtomicU32) {
    // SAFETY: as in `wait`.
    unsafe { bindings::deputy_sys_wake(word.as_ptr()) }
}

/// Has `deputy_core_thread_exit` called when the calling thread ends.
pub fn call_at_thread_exit() {
    // SAFETY: no precondition.
    unsafe { bindings::deputy_sys_at_thread_exit() }
}
