//! `deputy_value_*` and `deputy_error_*`: what a caller does with values it got.

use core::ffi::c_char;

use super::call::copy_to;
use crate::{
    protocol as p,
    status::deputy_status::{self, *},
    sys::tree,
    value::deputy_value,
};

/// An error value points to this, followed by name, message and stack, each with a NUL behind it.
#[repr(C)]
struct ErrorHeader {
    lengths: [u32; 3],
}

/// Frees what a value owns, with everything that lies in it, and makes it null. Does nothing for values that own nothing, as
/// the ones that lie in another, and for NULL.
///
/// \param value NULL, or a value a call returned; written
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `value` is NULL or points to a value; a value that owns memory is given here once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_value_free(value: *mut deputy_value) {
    // SAFETY: NULL or a valid value (contract).
    let Some(value) = (unsafe { value.as_mut() }) else { return };
    // SAFETY: contract.
    unsafe { tree::free(value) };
    *value = deputy_value::NULL;
}

/// Makes a value that owns a copy of all that it refers to, for deputy_value_free(), or for an export's result.
///
/// \param value NULL, or a value; NULL makes a null
/// \param out receives the copy
/// \returns DEPUTY_OK; DEPUTY_NO_MEMORY; DEPUTY_INVALID_ARGUMENT: out is NULL, or something in the value is NULL with a length;
///          DEPUTY_OUT_OF_RANGE: it is more than 64 levels deep, or larger than 1 GiB; DEPUTY_WRONG_TYPE: an array of an unknown
///          kind
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `value` is NULL or points to a value; `out` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_value_copy(value: *const deputy_value, out: *mut deputy_value) -> deputy_status {
    if out.is_null() {
        return DEPUTY_INVALID_ARGUMENT;
    }
    // SAFETY: contract.
    let value = unsafe { value.as_ref() }.copied().unwrap_or(deputy_value::NULL);
    // SAFETY: contract.
    unsafe { copy_to(&value, out) }.err().unwrap_or(DEPUTY_OK)
}

/// The name of an error, such as "TypeError".
///
/// \param error an error value, or any other
/// \returns a NUL-terminated string that lives as long as the value; "" if it is no error. Never NULL.
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `error` is NULL or points to a value that has not been freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_error_name(error: *const deputy_value) -> *const c_char {
    // SAFETY: contract.
    unsafe { error_part(error, 0) }
}

/// The message of an error.
///
/// \param error an error value, or any other
/// \returns a NUL-terminated string that lives as long as the value; "" if it is no error. Never NULL.
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `error` is NULL or points to a value that has not been freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_error_message(error: *const deputy_value) -> *const c_char {
    // SAFETY: contract.
    unsafe { error_part(error, 1) }
}

/// The JavaScript stack of an error, as the engine writes it.
///
/// \param error an error value, or any other
/// \returns a NUL-terminated string that lives as long as the value; "" if there is none. Never NULL.
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `error` is NULL or points to a value that has not been freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_error_stack(error: *const deputy_value) -> *const c_char {
    // SAFETY: contract.
    unsafe { error_part(error, 2) }
}

unsafe fn error_part(error: *const deputy_value, index: usize) -> *const c_char {
    // SAFETY: NULL or a valid value (contract).
    let Some(error) = (unsafe { error.as_ref() }) else { return c"".as_ptr() };
    let at = error.bytes().0;
    if u32::from(error.tag) != p::TAG_ERROR || at.is_null() {
        return c"".as_ptr();
    }
    // SAFETY: error values are made by the host in this layout (host/value.js, `encodeError`), in memory from malloc.
    let lengths = unsafe { at.cast::<ErrorHeader>().read() }.lengths;
    let before: usize = lengths.iter().take(index).map(|len| *len as usize + 1).sum();
    // SAFETY: the three strings with their NULs follow the header.
    unsafe { at.add(size_of::<ErrorHeader>() + before).cast() }
}
