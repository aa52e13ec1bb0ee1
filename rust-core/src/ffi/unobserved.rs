//! `deputy_unobserved_*`: failures that nobody looks at.

use core::ffi::{CStr, c_char};

use super::value::lent;
use crate::{
    protocol as p,
    status::deputy_status::{self, *},
    sys::{self, memory},
    unobserved,
    value::deputy_value,
};

/// Tells of a failure that nobody looks at, as it is done for tasks that are freed and posts that fail: once, to `Module.deputy.onError`,
/// with the calling thread's name; and the program ends if `deputy_options.unobserved` says so. For code that catches errors where
/// nobody waits for its outcome.
///
/// \param status why it failed
/// \param error NULL, or an error value or a string that tells more; it stays the caller's
/// \param what NULL, or what failed, such as "a job"; NUL-terminated UTF-8, copied
/// \returns DEPUTY_OK: it will be told; DEPUTY_INVALID_ARGUMENT: status is DEPUTY_OK, or what is no UTF-8
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_unobserved_report(
    status: i32,
    error: *const deputy_value,
    what: *const c_char,
) -> deputy_status {
    // SAFETY: contract.
    let text = if what.is_null() { Ok("") } else { unsafe { CStr::from_ptr(what) }.to_str() };
    let Ok(text) = text else { return DEPUTY_INVALID_ARGUMENT };
    if status == DEPUTY_OK as i32 {
        return DEPUTY_INVALID_ARGUMENT;
    }
    // SAFETY: contract.
    let error = unsafe { error.as_ref() }.copied().unwrap_or(deputy_value::NULL);
    sys::use_tasks();
    // SAFETY: contract.
    unsafe { report(crate::status::from_code(status), &error, [text, ""]) };
    DEPUTY_OK
}

/// Tells the page.
///
/// # Safety
/// As [`memory::put_failure`].
unsafe fn report(status: deputy_status, error: &deputy_value, texts: [&str; 2]) {
    // SAFETY: contract.
    unobserved::tell(status, |frame| unsafe { memory::put_failure(frame, error, texts) });
}

/// JavaScript of the calling thread's own tells of such a failure.
///
/// # Safety
/// `at` points to so many bytes of an error value, and behind them of what failed and of the thread's name.
pub unsafe extern "C" fn report_of_script(status: i32, at: *const u8, error: u32, what: u32, thread: u32) {
    // SAFETY: contract.
    let bytes = unsafe { core::slice::from_raw_parts(at, (error + what + thread) as usize) };
    let (value, texts) = bytes.split_at_checked(error as usize).unwrap_or_default();
    let (what, thread) = texts.split_at_checked(what as usize).unwrap_or_default();
    let value = lent(p::TAG_ERROR, value);
    let texts = [what, thread].map(|text| core::str::from_utf8(text).unwrap_or_default());
    // SAFETY: the value is what a host writes: an error is its bytes, and has no handle.
    unsafe { report(crate::status::from_code(status), &value, texts) };
}
