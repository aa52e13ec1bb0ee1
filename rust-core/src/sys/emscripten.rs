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

/// Has the UI print what is in the console's ring, even if it waits in native code.
pub fn drain_console() {
    // SAFETY: no precondition.
    unsafe { bindings::deputy_sys_drain_console() }
}

/// Sleeps while `word` is `expected`; may return early. True: the time is up.
pub fn wait(word: &AtomicU32, expected: u32, timeout: Option<Duration>) -> bool {
    let ms = timeout.map_or(-1.0, |left| left.as_secs_f64() * 1000.0);
    // SAFETY: the word is aligned and lives as long as the reference, which outlives the call.
    unsafe { bindings::deputy_sys_wait(word.as_ptr(), expected, ms) }
}

/// Wakes everybody who sleeps on `word`.
pub fn wake(word: &AtomicU32) {
    // SAFETY: as in `wait`.
    unsafe { bindings::deputy_sys_wake(word.as_ptr()) }
}

/// Has `deputy_core_turn` called in the calling thread's event loop whenever `word` was bumped, and at first if it is not `expected`.
pub fn listen(word: &AtomicU32, expected: u32) {
    // SAFETY: the word lives for ever: it is a thread record's.
    unsafe { bindings::deputy_sys_listen(word.as_ptr(), expected) }
}

/// Has `deputy_core_thread_exit` called when the calling thread ends.
pub fn call_at_thread_exit() {
    // SAFETY: no precondition.
    unsafe { bindings::deputy_sys_at_thread_exit() }
}

/// What libc calls the calling thread.
pub fn pthread_self() -> u32 {
    // SAFETY: no precondition.
    unsafe { libc::pthread_self() as u32 }
}

/// The calling thread's Worker is not used again.
pub fn mark_dirty() {
    // SAFETY: no precondition.
    unsafe { bindings::deputy_js_dirty() }
}

/// The program asks for what is known of its threads.
pub fn use_threads() {
    core::hint::black_box(bindings::deputy_js_threads_ as unsafe extern "C" fn());
}

/// Bytes that the calling thread's stack has left.
pub fn stack_free() -> usize {
    // SAFETY: no precondition.
    unsafe { bindings::deputy_sys_stack_free() as usize }
}

/// Starts a thread of the runtime's own: it does not keep the program alive.
pub fn spawn_internal(name: &str, body: impl FnOnce() + Send + 'static) -> Result<(), crate::status::deputy_status> {
    // SAFETY: no precondition; marks the threads this thread creates until it is reset below.
    unsafe { bindings::deputy_sys_mark_internal(true) };
    let spawned = spawn(name, 0, body);
    // SAFETY: as above.
    unsafe { bindings::deputy_sys_mark_internal(false) };
    spawned
}

/// Starts a thread of the program's, with so many bytes of stack, or with 0 as many as its others have.
pub fn spawn(
    name: &str,
    stack_size: usize,
    body: impl FnOnce() + Send + 'static,
) -> Result<(), crate::status::deputy_status> {
    let stack_size = if stack_size == 0 { default_stack() } else { stack_size.max(LEAST_STACK) };
    let spawned = std::thread::Builder::new().name(name.into()).stack_size(stack_size).spawn(body);
    spawned.map(drop).map_err(|_| crate::status::deputy_status::DEPUTY_NO_THREADS)
}

/// The same; the page finds the slot of `spawn.rs` by the thread, until that has begun.
pub fn spawn_slot(
    name: &str,
    stack_size: usize,
    slot: *const u8,
    internal: bool,
    body: impl FnOnce() + Send + 'static,
) -> Result<(), crate::status::deputy_status> {
    // SAFETY: no precondition; counts for the thread that is created below.
    unsafe { bindings::deputy_sys_next_slot(slot.cast()) };
    let spawned = if internal { spawn_internal(name, body) } else { spawn(name, stack_size, body) };
    // SAFETY: as above.
    unsafe { bindings::deputy_sys_next_slot(core::ptr::null()) };
    spawned
}

/// Less is not enough for what a call needs.
pub(crate) const LEAST_STACK: usize = 64 * 1024;

/// The stack size the program's own threads get.
pub fn default_stack() -> usize {
    let mut attributes = core::mem::MaybeUninit::<libc::pthread_attr_t>::uninit();
    let mut size = 0;
    // SAFETY: initialised before it is read; destroyed once.
    unsafe {
        if libc::pthread_attr_init(attributes.as_mut_ptr()) != 0 {
            return LEAST_STACK;
        }
        libc::pthread_attr_getstacksize(attributes.as_ptr(), &raw mut size);
        libc::pthread_attr_destroy(attributes.as_mut_ptr());
    }
    size.max(LEAST_STACK)
}

/// The stack size that they get from now on.
pub fn set_default_stack(size: u32) {
    // SAFETY: no precondition.
    unsafe { bindings::deputy_sys_set_default_stack(size) }
}

/// The program uses the operations on objects.
pub fn use_operations() {
    core::hint::black_box(bindings::deputy_js_operations_ as unsafe extern "C" fn());
}

/// The program has tasks.
pub fn use_tasks() {
    core::hint::black_box(bindings::deputy_js_tasks_ as unsafe extern "C" fn());
}

/// The program has threads whose Worker may fail.
pub fn use_spawn() {
    core::hint::black_box(bindings::deputy_js_spawn_ as unsafe extern "C" fn());
}

/// The program uses HTTP.
pub fn use_http() {
    core::hint::black_box(bindings::deputy_js_http_ as unsafe extern "C" fn());
}

/// The program has folders that outlive the page.
pub fn use_file() {
    core::hint::black_box(bindings::deputy_js_file_ as unsafe extern "C" fn());
}

/// The program uses WebSockets.
pub fn use_ws() {
    core::hint::black_box(bindings::deputy_js_ws_ as unsafe extern "C" fn());
}

/// The program has the watchdog.
pub fn use_watch() {
    core::hint::black_box(bindings::deputy_js_watch_ as unsafe extern "C" fn());
}

/// Whether the engine's own stack of the calling thread goes on for a while. A program that refers to this has native functions for
/// JavaScript.
pub fn has_room() -> bool {
    // SAFETY: no precondition.
    unsafe { bindings::deputy_js_has_room() }
}

/// Makes the calling thread's host.
pub fn script_open(context: *const u8, id: u32, stock: *const u8, calls: &super::ScriptCalls) {
    let super::ScriptCalls { run_here, aside, report } = *calls;
    // SAFETY: both are records that live for ever.
    unsafe {
        bindings::deputy_js_worker_open(
            context.cast(),
            id,
            stock.cast(),
            Some(run_here),
            Some(aside),
            Some(report),
            Some(libc::malloc),
            Some(libc::free),
        );
    }
}

/// Has the calling thread's host run a frame.
pub fn script_run(frame: *const u8, how: u32) {
    // SAFETY: a frame that is the host's from now on.
    unsafe { bindings::deputy_js_worker_run(frame.cast(), how) }
}

/// The calling thread is between two batches.
pub fn script_between() -> bool {
    // SAFETY: no precondition.
    unsafe { bindings::deputy_js_worker_between() }
}

/// Ends the calling thread's host.
pub fn script_close() {
    // SAFETY: no precondition.
    unsafe { bindings::deputy_js_worker_close() }
}

/// Processors, as the platform says.
pub fn cores() -> u32 {
    // SAFETY: no precondition.
    unsafe { bindings::deputy_sys_cores() }
}

/// Has a function called around every wait of the calling thread, with true before it; it takes no lock. None: not any more.
pub fn watch_waits(told: Option<unsafe extern "C" fn(bool)>) {
    // SAFETY: no precondition.
    unsafe { bindings::deputy_sys_watch_waits(told) }
}

/// Whether the calling thread stays in its event loop once its function has returned.
pub fn stay(on: bool) {
    // SAFETY: no precondition; whoever calls it with false has called it with true.
    unsafe { bindings::deputy_sys_stay(on) }
}

/// Has `handler` run when the program ends by exit().
pub fn at_exit(handler: extern "C" fn()) {
    // SAFETY: no precondition.
    unsafe { libc::atexit(handler) };
}

/// Prints a line to the console, from any thread.
pub fn complain(text: &str) {
    let text: Vec<u8> = text.bytes().filter(|byte| *byte != 0).chain([0]).collect();
    // SAFETY: NUL-terminated.
    unsafe { bindings::deputy_sys_complain(text.as_ptr().cast()) }
}

/// Ends the program, which is broken, with a text that tells why.
pub fn abort(text: &str) {
    let text: Vec<u8> = text.bytes().filter(|byte| *byte != 0).chain([0]).collect();
    // SAFETY: NUL-terminated.
    unsafe { bindings::deputy_sys_abort(text.as_ptr().cast()) }
}

/// The same, where there may be no memory for anything.
pub fn abort_for(text: &core::ffi::CStr) {
    // SAFETY: NUL-terminated.
    unsafe { bindings::deputy_sys_abort(text.as_ptr()) }
}
