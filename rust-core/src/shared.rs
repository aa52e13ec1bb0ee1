//! Contexts that several threads serve: the background (`background.rs`) and the compute pool (`pool.rs`).
//!
//! Only programs have them, and the code for them, that may send something there: whatever lets a program do so says that first
//! ([`enable`]). In all others they are contexts that nothing reaches.

use std::sync::OnceLock;

use crate::{
    background,
    context::{DEPUTY_POOL, deputy_context},
    pool,
    status::deputy_status,
    work::Work,
};

/// What the rest of the core calls.
struct Hooks {
    start: fn(deputy_context) -> Result<(), deputy_status>,
    submit: fn(deputy_context, Work) -> Result<(), deputy_status>,
    thread_ends: fn(),
}

static HOOKS: OnceLock<Hooks> = OnceLock::new();

/// Something may be sent to the background or to the pool from now on. Any thread.
pub fn enable() {
    // Not even tried twice: the UI must not meet somebody else in it.
    if HOOKS.get().is_none() {
        let _ = HOOKS.set(Hooks { start: start_threads, submit: submit_to, thread_ends: count_off });
    }
}

/// Makes sure there are threads. The first time it waits until one runs (not on the UI or the I/O thread).
pub fn start(id: deputy_context) -> Result<(), deputy_status> {
    HOOKS.get().map_or(Ok(()), |hooks| (hooks.start)(id))
}

/// Queues work. Never waits.
pub fn submit(id: deputy_context, work: Work) -> Result<(), deputy_status> {
    HOOKS.get().map_or(Err(deputy_status::DEPUTY_CLOSED), |hooks| (hooks.submit)(id, work))
}

/// The calling thread ends.
pub fn thread_ends() {
    if let Some(hooks) = HOOKS.get() {
        (hooks.thread_ends)();
    }
}

fn start_threads(id: deputy_context) -> Result<(), deputy_status> {
    if id == DEPUTY_POOL { pool::start() } else { background::start() }
}

fn submit_to(id: deputy_context, work: Work) -> Result<(), deputy_status> {
    if id == DEPUTY_POOL { pool::submit(work) } else { background::submit(work) }
}

fn count_off() {
    background::thread_ends();
    pool::thread_ends();
}
