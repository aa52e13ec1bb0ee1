//! The platform of the core's own tests: one thread plays the UI by saying so.

use std::{
    cell::Cell,
    sync::{Condvar, Mutex, PoisonError},
    time::Duration,
};

use crate::sync::{AtomicU32, Ordering};

thread_local! {
    static PLAYS_UI: Cell<bool> = const { Cell::new(false) };
}

static SLEEP: Mutex<()> = Mutex::new(());
static NEWS: Condvar = Condvar::new();
static RINGS: AtomicU32Static = AtomicU32Static::new(0);

type AtomicU32Static = std::sync::atomic::AtomicU32;

/// The calling thread is the UI from now on.
pub fn become_ui() {
    PLAYS_UI.set(true);
}

/// Whether the caller plays the UI.
pub fn is_ui() -> bool {
    PLAYS_UI.get()
}

/// Wakes whoever waits in [`wait_for_ring`].
pub fn ring_ui() {
    let _guard = SLEEP.lock().unwrap_or_else(PoisonError::into_inner);
    RINGS.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    NEWS.notify_all();
}

/// Nobody reads what is written in these tests.
pub fn drain_console() {}

/// The number of rings so far.
pub fn rings() -> u32 {
    RINGS.load(std::sync::atomic::Ordering::SeqCst)
}

/// Sleeps until there were more than `seen` rings.
pub fn wait_for_ring(seen: u32) {
    let mut guard = SLEEP.lock().unwrap_or_else(PoisonError::into_inner);
    while rings() == seen {
        guard = NEWS.wait(guard).unwrap_or_else(PoisonError::into_inner);
    }
}

/// Sleeps while `word` is `expected`: under the model checker until it changes, so that a lost wake-up shows.
#[cfg(loom)]
pub fn wait(word: &AtomicU32, expected: u32, _timeout: Option<Duration>) -> bool {
    while word.load(Ordering::SeqCst) == expected {
        loom::thread::yield_now();
    }
    false
}

/// Wakes everybody who sleeps on a word.
#[cfg(loom)]
pub fn wake(_word: &AtomicU32) {}

/// Sleeps while `word` is `expected`; may return early. True: the time is up.
#[cfg(not(loom))]
pub fn wait(word: &AtomicU32, expected: u32, timeout: Option<Duration>) -> bool {
    let guard = SLEEP.lock().unwrap_or_else(PoisonError::into_inner);
    if word.load(Ordering::SeqCst) == expected {
        let limit = Duration::from_millis(50);
        let slept = NEWS.wait_timeout(guard, timeout.map_or(limit, |t| t.min(limit)));
        return slept.is_ok_and(|(_, result)| result.timed_out()) && timeout.is_some_and(|t| t <= limit);
    }
    false
}

/// Wakes everybody who sleeps on a word.
#[cfg(not(loom))]
pub fn wake(_word: &AtomicU32) {
    let _guard = SLEEP.lock().unwrap_or_else(PoisonError::into_inner);
    NEWS.notify_all();
}

/// Not asked for.
pub const fn pthread_self() -> u32 {
    0
}

/// There are no Workers.
pub const fn mark_dirty() {}

/// There are no Workers.
pub const fn use_threads() {}

/// Native stacks are large.
pub fn stack_free() -> usize {
    usize::MAX
}

/// Native test threads have no event loop.
pub fn listen(_word: &AtomicU32, _expected: u32) {}

/// Native test threads keep their records.
pub fn call_at_thread_exit() {}

/// Starts a thread of the runtime's own.
pub fn spawn_internal(name: &str, body: impl FnOnce() + Send + 'static) -> Result<(), crate::status::deputy_status> {
    spawn(name, 0, body)
}

/// As there.
pub fn spawn(
    name: &str,
    _stack_size: usize,
    body: impl FnOnce() + Send + 'static,
) -> Result<(), crate::status::deputy_status> {
    let spawned = std::thread::Builder::new().name(name.into()).spawn(body);
    spawned.map(drop).map_err(|_| crate::status::deputy_status::DEPUTY_NO_THREADS)
}

/// There is no JavaScript.
pub const fn use_operations() {}

/// As of [`stack_free`].
pub const fn has_room() -> bool {
    true
}

/// There is no JavaScript.
pub const fn use_tasks() {}

/// There are no Workers.
pub const fn use_spawn() {}

/// As there.
pub fn spawn_slot(
    name: &str,
    stack_size: usize,
    _slot: *const u8,
    _internal: bool,
    body: impl FnOnce() + Send + 'static,
) -> Result<(), crate::status::deputy_status> {
    spawn(name, stack_size, body)
}

/// There is no JavaScript here.
pub const fn use_http() {}

/// There is no JavaScript here, either.
pub const fn use_ws() {}

/// There is no page.
pub const fn use_watch() {}

/// Nothing to link.
pub const fn use_file() {}

/// There is no JavaScript.
pub const fn script_open(_context: *const u8, _id: u32, _stock: *const u8, _calls: &super::ScriptCalls) {}

/// There is no JavaScript.
pub const fn script_run(_frame: *const u8, _how: u32) {}

/// There is no JavaScript.
pub const fn script_between() -> bool {
    false
}

/// There is no JavaScript.
pub const fn script_close() {}

/// As many as the tests say.
pub const fn cores() -> u32 {
    2
}

/// Nobody looks.
pub const fn watch_waits(_told: Option<unsafe extern "C" fn(bool)>) {}

/// Native test threads have no event loop.
pub const fn stay(_on: bool) {}

/// Nothing ends here.
pub fn at_exit(_handler: extern "C" fn()) {}

/// Prints a line to the console.
pub fn complain(text: &str) {
    eprintln!("{text}");
}

/// Ends the program, which is broken, with a text that tells why.
pub fn abort(text: &str) {
    complain(text);
    std::process::abort();
}

/// As there.
pub fn abort_for(text: &core::ffi::CStr) {
    abort(&text.to_string_lossy());
}

/// As there.
pub(crate) const LEAST_STACK: usize = 64 * 1024;

/// Native stacks are what the system gives.
pub const fn default_stack() -> usize {
    LEAST_STACK
}

/// As there.
pub const fn set_default_stack(_size: u32) {}
