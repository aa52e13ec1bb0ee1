//! `deputy_status_*`.

use core::ffi::{CStr, c_char};

use crate::status;

/// The name of a status, such as "DEPUTY_TIMED_OUT".
///
/// \param status any number
/// \returns a string that lives as long as the program; for a number that is no status "DEPUTY_UNKNOWN". Never NULL.
/// \threads any thread, never blocks
/// \since 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn deputy_status_name(status: i32) -> *const c_char {
    status::entry(status).map_or(c"DEPUTY_UNKNOWN", |(_, name, _): &(_, &CStr, &CStr)| name).as_ptr()
}

/// What a status means and what to do about it, in one sentence.
///
/// \param status any number
/// \returns a string that lives as long as the program; for a number that is no status a fixed text. Never NULL.
/// \threads any thread, never blocks
/// \since 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn deputy_status_message(status: i32) -> *const c_char {
    status::entry(status)
        .map_or(c"not a status of this version", |(_, _, message): &(_, &CStr, &CStr)| message)
        .as_ptr()
}
