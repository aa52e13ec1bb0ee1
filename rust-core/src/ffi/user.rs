//! A user's function with what it needs, released exactly once.

use core::ffi::c_void;

use crate::{
    context::{DEPUTY_BACKGROUND, Target},
    io,
    running::{self, Given, Running},
    shared,
};

/// User data and how to drop it.
pub struct UserData {
    data: *mut c_void,
    drop: Option<unsafe extern "C" fn(*mut c_void)>,
}

// SAFETY: the user hands the data to whichever thread the function runs on; that is what the parameter is for.
unsafe impl Send for UserData {}

impl UserData {
    /// Takes the data over: `drop` runs once, when this is dropped.
    pub fn new(data: *mut c_void, drop: Option<unsafe extern "C" fn(*mut c_void)>) -> Self {
        shared::enable();
        Self { data, drop }
    }

    /// What the user gave.
    pub const fn get(&self) -> *mut c_void {
        self.data
    }

    /// Runs a function with the data and drops it, also if the calling thread ends in the function.
    pub fn run<R>(self, running: impl FnOnce(Given) -> Running, function: impl FnOnce(*mut c_void) -> R) -> R {
        let data = self.data;
        // The UI never ends as a thread.
        if crate::sys::is_ui() {
            let result = function(data);
            drop(self);
            return result;
        }
        running::enter(running(Box::new(self)));
        let result = function(data);
        running::leave();
        result
    }
}

impl Drop for UserData {
    fn drop(&mut self) {
        let Some(drop) = self.drop.take() else { return };
        let moved = Self { data: self.data, drop: Some(drop) };
        // The I/O thread runs no user code, not even this.
        if io::is_current()
            && let Ok(background) = Target::find(DEPUTY_BACKGROUND)
        {
            let _ = background.submit(Box::new(move || core::mem::drop(moved)));
            return;
        }
        core::mem::forget(moved);
        // SAFETY: the user gave both together; a value is dropped once.
        unsafe { drop(self.data) }
    }
}
