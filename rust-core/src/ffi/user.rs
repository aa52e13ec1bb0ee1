//! A user's function with what it needs, released exactly once.

use core::ffi::c_void;
use std::cell::RefCell;

use crate::{background, io};

/// User data and how to drop it.
pub struct UserData {
    data: *mut c_void,
    drop: Option<unsafe extern "C" fn(*mut c_void)>,
}

// SAFETY: the user hands the data to whichever thread the function runs on; that is what the parameter is for.
unsafe impl Send for UserData {}

impl UserData {
    /// Takes the data over: `drop` runs once, when this is dropped.
    pub const fn new(data: *mut c_void, drop: Option<unsafe extern "C" fn(*mut c_void)>) -> Self {
        Self { data, drop }
    }

    /// Runs the function that the data is for, and drops the data after it. The function may never come back: its thread may
    /// end in it, and nothing unwinds then. [`thread_ends`] drops the data in that case.
    pub fn lend<R>(self, function: impl FnOnce(*mut c_void) -> R) -> R {
        let data = self.data;
        LENT.with_borrow_mut(|lent| lent.push(self));
        let result = function(data);
        // Taken out first: a drop may run functions, too.
        let mine = LENT.with_borrow_mut(Vec::pop);
        drop(mine);
        result
    }
}

thread_local! {
    /// What the functions that run on the calling thread are using; the innermost is the last.
    static LENT: RefCell<Vec<UserData>> = const { RefCell::new(Vec::new()) };
}

/// The calling thread ends.
pub fn thread_ends() {
    while let Some(data) = LENT.with_borrow_mut(Vec::pop) {
        drop(data);
    }
}

impl Drop for UserData {
    fn drop(&mut self) {
        let Some(drop) = self.drop.take() else { return };
        let moved = Self { data: self.data, drop: Some(drop) };
        // The I/O thread runs no user code, not even this.
        if io::is_current() && background::start().is_ok() {
            let _ = background::submit(Box::new(move || core::mem::drop(moved)));
            return;
        }
        core::mem::forget(moved);
        // SAFETY: the user gave both together; a value is dropped once.
        unsafe { drop(self.data) }
    }
}
