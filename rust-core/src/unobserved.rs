//! Failures that nobody will ever look at reach one hook, once.

use std::sync::OnceLock;

use crate::{
    status, sys,
    task::{Kept, Settled},
};

/// Takes a failure: its status and value.
pub type Hook = Box<dyn Fn(&Settled) + Send + Sync>;

static HOOK: OnceLock<Hook> = OnceLock::new();

/// Sets the hook; false if there is one already.
pub fn set_hook(hook: Hook) -> bool {
    HOOK.set(hook).is_ok()
}

/// Tells the hook, or the console if there is none.
pub fn report(settled: &Settled) {
    match HOOK.get() {
        Some(hook) => hook(settled),
        None => match &settled.value {
            // The host has the text, and this may be the I/O thread, which must not wait for it.
            Kept::Stash(_, stash) => crate::call::report(stash),
            _ => sys::complain(&format!("deputy: a task failed and nobody looked: {}", text(settled))),
        },
    }
}

/// Status, and name and message of an error value that is at hand.
fn text(settled: &Settled) -> String {
    let status =
        status::entry(settled.status as i32).map_or_else(String::new, |(_, name, _)| name.to_string_lossy().into());
    let Kept::Bytes(_, bytes) = &settled.value else { return status };
    // Three lengths, then name, message and stack with a NUL behind each: host/error.js.
    let mut parts = bytes.get(12..).unwrap_or_default().split(|byte| *byte == 0).map(String::from_utf8_lossy);
    match (parts.next(), parts.next()) {
        (Some(name), Some(message)) => format!("{status}: {name}: {message}"),
        _ => status,
    }
}
