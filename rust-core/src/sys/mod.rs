//! The platform: emscripten where programs run, the host's operating system where the core is tested.

pub mod memory;
pub mod tree;

#[cfg(target_os = "emscripten")]
mod bindings;
#[cfg(target_os = "emscripten")]
mod emscripten;
#[cfg(target_os = "emscripten")]
pub use emscripten::*;

#[cfg(not(target_os = "emscripten"))]
mod native;
#[cfg(not(target_os = "emscripten"))]
pub use native::*;

use crate::value::deputy_value_data;

/// Frees memory that was given away as `Box<[u64]>`.
pub fn free_words(at: *mut u64, len: usize) {
    // SAFETY: `frame.rs` passes exactly what `OwnedFrame::attach` got from `Box::into_raw`, once.
    drop(unsafe { Box::from_raw(core::ptr::slice_from_raw_parts_mut(at, len)) });
}

/// Frees memory from malloc.
///
/// # Safety
/// It is, or NULL, and is given here once.
#[cfg(not(target_os = "unknown"))]
pub unsafe fn free_malloced(at: *mut u8) {
    // SAFETY: contract.
    unsafe { libc::free(at.cast()) };
}

/// Where tests/codec runs there is no malloc, so nothing came from it.
///
/// # Safety
/// None is needed; the same as elsewhere.
#[cfg(target_os = "unknown")]
pub unsafe fn free_malloced(_at: *mut u8) {}

/// The payload of a value that points to bytes.
pub fn payload_address(data: &deputy_value_data) -> *const u8 {
    // SAFETY: every member of the union is plain bits, and every bit pattern is an address.
    unsafe { data.address }.cast()
}

/// The payload of a value as a number.
pub fn payload_bits(data: &deputy_value_data) -> u64 {
    // SAFETY: every member of the union is plain bits, this one all of them.
    unsafe { data.i64 }.cast_unsigned()
}

/// A thread that was just created says that it runs.
pub struct Hello {
    said: std::sync::atomic::AtomicBool,
    lock: parking_lot::Mutex<()>,
    news: parking_lot::Condvar,
}

impl Hello {
    /// Not said yet.
    #[allow(clippy::new_without_default, reason = "for statics")]
    pub const fn new() -> Self {
        Self {
            said: std::sync::atomic::AtomicBool::new(false),
            lock: parking_lot::Mutex::new(()),
            news: parking_lot::Condvar::new(),
        }
    }

    /// Whether it is said.
    pub fn is_said(&self) -> bool {
        self.said.load(std::sync::atomic::Ordering::Acquire)
    }

    /// Says it.
    pub fn say(&self) {
        let _guard = self.lock.lock();
        // Release pairs with the acquire in `wait`.
        self.said.store(true, std::sync::atomic::Ordering::Release);
        self.news.notify_all();
    }

    /// Waits until it is said. Returns at once on the UI, which must not wait, and on the I/O thread, which others wait
    /// for.
    pub fn wait(&self) {
        if self.is_said() || is_ui() || crate::io::is_current() {
            return;
        }
        let mut guard = self.lock.lock();
        while !self.is_said() {
            self.news.wait(&mut guard);
        }
    }
}

/// What JavaScript of a native thread's own calls on that thread. Handed over when it is made: were these symbols that the library names,
/// they would be in every program.
pub struct ScriptCalls {
    /// Runs a call that it has made of the thread itself: a frame. True: that has its answer, which is not queued.
    pub run_here: unsafe extern "C" fn(*const core::ffi::c_void) -> bool,
    /// Frames that it took off the inbox and did not run, linked, oldest first, or NULL: they come behind what the thread has taken itself.
    pub aside: unsafe extern "C" fn(*const core::ffi::c_void),
    /// Tells of a failure that nobody looks at: a status, and bytes: those of an error value, of what failed and of a thread's name.
    pub report: unsafe extern "C" fn(i32, *const u8, u32, u32, u32),
}
