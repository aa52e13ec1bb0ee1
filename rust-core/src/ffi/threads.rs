//! `deputy_thread_list()`, `deputy_thread_dump()`: what is known of the program's threads. `deputy_thread_prepare()`,
//! `deputy_thread_workers()`: the Workers that they run on.

use core::ffi::{CStr, c_char};

use super::{
    call::{Function, deputy_call_options, deputy_js_call_with},
    thread::lasting,
    value::{deputy_value_free, number},
};
use crate::{
    context::{DEPUTY_UI, deputy_context},
    log, protocol as p,
    status::deputy_status::{self, *},
    sys,
    thread::{Known, Thread},
    value::deputy_value,
};

/// What a thread is for.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum deputy_thread_kind {
    /// The program's: pthread_create(), std::thread, deputy_thread_spawn().
    DEPUTY_THREAD_PROGRAM = 0,
    /// The page's.
    DEPUTY_THREAD_UI = 1,
    /// The deputy.
    DEPUTY_THREAD_MAIN = 2,
    /// A JS worker (deputy_worker_spawn()).
    DEPUTY_THREAD_WORKER = 3,
    /// The runtime's own, which settles tasks.
    DEPUTY_THREAD_IO = 4,
    /// One of the background's.
    DEPUTY_THREAD_BACKGROUND = 5,
    /// One of the compute pool's.
    DEPUTY_THREAD_POOL = 6,
}

/// What is known of a thread. Waits in locks, joins and sleeps of C, C++ and Rust are not among it.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct deputy_thread_info {
    /// A number that no other thread had before.
    pub number: u32,
    /// A deputy_thread_kind.
    pub kind: u32,
    /// Its name: UTF-8, of name_len bytes, without a NUL behind it; lives for ever. NULL if it has none.
    pub name: *const c_char,
    /// Bytes of the name.
    pub name_len: usize,
    /// Its pthread_t, as a number.
    pub pthread: usize,
    /// The id of its context, 0 if it has none.
    pub context: deputy_context,
    /// What it waits for in the runtime, in English; "" if it does not. Lives for ever.
    pub waits: *const c_char,
    /// The number of the thread that is to bring what it waits for; 0 if that is not known.
    pub awaits: u32,
}

fn waits(kind: u32) -> &'static CStr {
    match kind {
        p::WAIT_CALL => c"a call",
        p::WAIT_FRAME => c"one of its calls to end",
        p::WAIT_TASK => c"a task",
        p::WAIT_PROMISE => c"a promise",
        p::WAIT_SEND => c"a function that it has sent",
        p::WAIT_POOL => c"jobs of the compute pool",
        _ => c"",
    }
}

/// Lists the threads that there are now: those of the program and of the runtime; the page's, once it has called the runtime.
///
/// \param infos NULL, or receives what is known of them, of the newest first
/// \param info_size sizeof(deputy_thread_info)
/// \param capacity how many there is room for
/// \param out_count receives how many there are, which may be more
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: out_count is NULL, info_size wrong, or infos NULL and capacity not 0
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_thread_list(
    infos: *mut deputy_thread_info,
    info_size: usize,
    capacity: usize,
    out_count: *mut usize,
) -> deputy_status {
    sys::use_threads();
    let fits = info_size == size_of::<deputy_thread_info>() && (capacity == 0 || !infos.is_null());
    // SAFETY: contract.
    let Some(out_count) = (unsafe { out_count.as_mut() }).filter(|_| fits) else { return DEPUTY_INVALID_ARGUMENT };
    *out_count = 0;
    for known in Thread::all() {
        if *out_count < capacity {
            // SAFETY: contract: there is room.
            unsafe { infos.add(*out_count).write(info(&known)) };
        }
        *out_count += 1;
    }
    DEPUTY_OK
}

fn info(known: &Known) -> deputy_thread_info {
    deputy_thread_info {
        number: known.number,
        kind: known.kind,
        name: if known.name.is_empty() { core::ptr::null() } else { known.name.as_ptr().cast() },
        name_len: known.name.len(),
        pthread: known.pthread as usize,
        context: known.context,
        waits: waits(known.waits).as_ptr(),
        awaits: known.awaits,
    }
}

/// Logs what is known of every thread, a line each, at the level DEPUTY_LOG_INFO.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn deputy_thread_dump() {
    sys::use_threads();
    for known in Thread::all() {
        let kind = ["", ", UI", ", deputy", ", JS worker", ", I/O", ", background", ", pool"];
        let kind = kind.get(known.kind as usize).copied().unwrap_or_default();
        let waits = match waits(known.waits).to_str() {
            Ok("") | Err(_) => String::new(),
            Ok(what) if known.awaits != 0 => format!(": waits for {what} of thread {}", known.awaits),
            Ok(what) => format!(": waits for {what}"),
        };
        let (number, name) = (known.number, known.name);
        log::line(3, &format!("thread {number} '{name}'{kind}, 0x{:x}{waits}", known.pthread));
    }
}

static PREPARE: Function = Function::new(c"deputy:prepare");
static WORKERS: Function = Function::new(c"deputy:workers");

/// Waits until so many browser Workers are up and idle, beyond those that run threads: then as many threads start at once. It starts
/// what is missing. The reserve does not grow by it: Workers that nobody needs end after deputy_options.pool_trim_ms.
///
/// \param count how many
/// \param out_error NULL, or receives an error value if it fails; free it with deputy_value_free()
/// \param options NULL for the defaults: timeout_ms, cancel
/// \returns DEPUTY_OK; DEPUTY_NO_THREADS: there cannot be so many (deputy_options.pool_max), or one does not come up; the error value
///          says why; DEPUTY_TIMED_OUT, DEPUTY_CANCELLED: those that have been started come up later; DEPUTY_WOULD_BLOCK: on the UI
/// \threads any thread, blocks until they are up, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_thread_prepare(
    count: u32,
    out_error: *mut deputy_value,
    options: *const deputy_call_options,
) -> deputy_status {
    sys::use_threads();
    let count = number(count);
    // SAFETY: contract.
    unsafe { deputy_js_call_with(DEPUTY_UI, PREPARE.get(), out_error, &raw const count, 1, options) }
}

/// The browser Workers that threads run on. One that is neither running nor idle is on its way.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct deputy_workers {
    /// sizeof(deputy_workers).
    pub struct_size: usize,
    /// Workers made so far.
    pub made: u32,
    /// Threads that got a Worker on which another had run.
    pub reused: u32,
    /// Workers that were ended: too many, touched by JavaScript of the program's, or not to be loaded.
    pub destroyed: u32,
    /// Threads for which no Worker was up: they had to wait for one.
    pub depleted: u32,
    /// Workers that run a thread, or will as soon as they are up.
    pub running: u32,
    /// Workers that are up and wait for a thread.
    pub idle: u32,
}

/// Tells how many Workers there are and have been.
///
/// \param out_workers struct_size is set by the caller; the rest is written
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: out_workers is NULL or its struct_size wrong; DEPUTY_WOULD_BLOCK: on the UI, where
///          `Module.deputy.stats().pool` tells it
/// \threads any thread, blocks until the page has answered, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// `out_workers` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_thread_workers(out_workers: *mut deputy_workers) -> deputy_status {
    sys::use_threads();
    // SAFETY: contract.
    let Some(out) = (unsafe { out_workers.as_mut() }) else { return DEPUTY_INVALID_ARGUMENT };
    if out.struct_size != size_of::<deputy_workers>() {
        return DEPUTY_INVALID_ARGUMENT;
    }
    let mut value = deputy_value::NULL;
    // SAFETY: all of it outlives the call.
    let status = unsafe {
        deputy_js_call_with(DEPUTY_UI, WORKERS.get(), &raw mut value, core::ptr::null(), 0, core::ptr::null())
    };
    if status == DEPUTY_OK && u32::from(value.tag) == p::TAG_ARRAY && value.len == 6 {
        // SAFETY: an Int32Array of six, by the host's word.
        let counts = unsafe { value.bytes().0.cast::<[u32; 6]>().read_unaligned() };
        let [made, reused, destroyed, depleted, running, idle] = counts;
        *out = deputy_workers { struct_size: out.struct_size, made, reused, destroyed, depleted, running, idle };
    }
    // SAFETY: freed once.
    unsafe { deputy_value_free(&raw mut value) };
    status
}

/// Names a thread; false if there is no such thread. cbindgen:ignore
///
/// # Safety
/// `name` is NULL or NUL-terminated.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_core_set_name(pthread: u32, name: *const c_char) -> bool {
    // SAFETY: contract.
    let Ok(name) = (unsafe { lasting(name) }) else { return false };
    Thread::all().find(|known| known.pthread == pthread).map(|known| known.thread.set_name(name)).is_some()
}

/// The name of a thread; NULL if there is no such thread. cbindgen:ignore
///
/// # Safety
/// `out_length` is writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_core_get_name(pthread: u32, out_length: *mut u32) -> *const c_char {
    let Some(known) = Thread::all().find(|known| known.pthread == pthread) else { return core::ptr::null() };
    // SAFETY: contract.
    unsafe { out_length.write(u32::try_from(known.name.len()).unwrap_or_default()) };
    known.name.as_ptr().cast()
}
