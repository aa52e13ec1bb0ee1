//! What the C shim calls, and JavaScript; not public.

use core::ffi::c_char;

use crate::{
    ahead::{LEASES_OF_ALL, Lease, Mine, SMALL, WINDOW},
    call,
    console::console,
    context::{self, Context, Root},
    export,
    frame::{Frame, OwnedFrame},
    log, panic, protocol as p, running, shared, status,
    texts::MESSAGES,
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
    shared::thread_ends();
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

/// The page has chosen its options. cbindgen:ignore
#[unsafe(no_mangle)]
pub extern "C" fn deputy_core_chosen() {
    context::root().options.apply();
}

/// The calling thread's event loop has a turn for the thread's context. Returns the number that the thread's word must have for
/// it to sleep, or -1 if it has no context any more. cbindgen:ignore
#[unsafe(no_mangle)]
pub extern "C" fn deputy_core_turn() -> f64 {
    Context::turn().map_or(-1.0, f64::from)
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

/// What `readv()` is given.
///
/// cbindgen:ignore
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Room {
    at: *mut u8,
    length: usize,
}

/// A small read of a file, at `at` or, if that is less than 0, at the file's place. True: it was served. False: it is for the UI, with the
/// lease that `out` receives, if any is to be had. cbindgen:ignore
///
/// # Safety
/// There are so many parts, each with room for so many bytes; the pointers point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_core_ahead(
    fd: i32,
    parts: *const Room,
    count: usize,
    at: i64,
    out_count: *mut usize,
    out_lease: *mut *const Lease,
) -> bool {
    // SAFETY: contract.
    let parts = || (0..count).map(|i| unsafe { *parts.add(i) });
    let total = parts().fold(0_usize, |sum, part| sum.saturating_add(part.length));
    let Some(small) = u32::try_from(total).ok().filter(|_| total <= SMALL && fd >= 0) else { return false };
    let Some(mine) = LEASES_OF_ALL.find(fd, true) else { return false };
    if mine.is_of(fd) {
        let copy = |from: u32, length: u32| {
            let (mut from, mut left) = (from as usize, length as usize);
            for part in parts() {
                let length = part.length.min(left);
                // SAFETY: the window has these bytes (`Mine::read`), and the part so much room; contract.
                unsafe { part.at.copy_from_nonoverlapping(mine.bytes().add(from), length) };
                (from, left) = (from + length, left - length);
            }
        };
        if let Some(read) = mine.read(u64::try_from(at).ok(), small, copy) {
            // SAFETY: contract.
            unsafe { out_count.write(read as usize) };
            return true;
        }
    }
    if mine.bytes().is_null() {
        // Leases live for ever.
        // SAFETY: any size may be asked for.
        mine.set_bytes(unsafe { libc::malloc(WINDOW as usize) }.cast());
        if mine.bytes().is_null() {
            return false;
        }
    }
    // SAFETY: contract.
    unsafe { out_lease.write(mine.keep()) };
    false
}

/// The trip of a lease has ended. cbindgen:ignore
///
/// # Safety
/// It is from `deputy_core_ahead`, and given here once.
#[unsafe(no_mangle)]
pub extern "C" fn deputy_core_ahead_end(lease: &'static Lease) {
    drop(Mine::again(lease));
}

/// `lseek()`, where native code has the file's place: true. cbindgen:ignore
///
/// # Safety
/// `out` is writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_core_ahead_seek(fd: i32, offset: i64, whence: i32, out: *mut u64) -> bool {
    let Some(place) = LEASES_OF_ALL.find(fd, false).and_then(|mine| mine.seek(offset, whence)) else { return false };
    // SAFETY: contract.
    unsafe { out.write(u64::from(place)) };
    true
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

/// Addresses of texts.
///
/// cbindgen:ignore
#[repr(transparent)]
pub struct Texts([*const c_char; 2 * STATUSES + MESSAGES.len()]);

const STATUSES: usize = status::ALL.len();

// SAFETY: never written, and neither are the texts.
unsafe impl Sync for Texts {}

/// What JavaScript has no copy of (emscripten-js/host/texts.js): what statuses mean, that of status -n at n; then their names; then the
/// messages of hosts.
///
/// cbindgen:ignore
#[unsafe(no_mangle)]
pub static deputy_core_texts: Texts = {
    let mut texts = [core::ptr::null(); 2 * STATUSES + MESSAGES.len()];
    let mut n = 0;
    #[allow(clippy::indexing_slicing, reason = "runs while it is compiled")]
    while n < texts.len() {
        texts[n] = if n < STATUSES {
            assert!(status::ALL[n].0 as i32 == -(n as i32), "in the order of the codes, without gaps");
            status::ALL[n].2.as_ptr()
        } else if n < 2 * STATUSES {
            status::ALL[n - STATUSES].1.as_ptr()
        } else {
            MESSAGES[n - 2 * STATUSES].as_ptr()
        };
        n += 1;
    }
    Texts(texts)
};
