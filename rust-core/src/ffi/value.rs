//! `deputy_value_*` and `deputy_error_*`: what a caller does with values it got.

use core::ffi::c_char;

use super::{call::copy_to, object::deputy_object};
use crate::{
    name, object, protocol as p,
    status::deputy_status::{self, *},
    sys::tree,
    thread::Thread,
    value::{deputy_value, deputy_value_data},
};

/// An error value points to this, followed by name, message and stack, each with a NUL behind it.
#[repr(C)]
struct ErrorHeader {
    object: [u32; 2],
    lengths: [u32; 3],
}

const _: () = {
    assert!(core::mem::offset_of!(ErrorHeader, object) == p::ERROR_OBJECT as usize);
    assert!(core::mem::offset_of!(ErrorHeader, lengths) == p::ERROR_LENGTHS as usize);
    assert!(size_of::<ErrorHeader>() == p::ERROR_TEXTS as usize);
};

/// JavaScript sees the memory of bytes or a typed array itself. In `deputy_value.flags`: deputy_view() sets it.
///
/// \threads any thread, never blocks
/// \since 0.1.0
pub const DEPUTY_VALUE_VIEW: u8 = 4;

/// The string has a number by which JavaScript knows it. In `deputy_value.flags`: DEPUTY_STR() and deputy_string_intern() set it.
///
/// \threads any thread, never blocks
/// \since 0.1.0
pub const DEPUTY_VALUE_INTERNED: u8 = 8;

const _: () = assert!(DEPUTY_VALUE_VIEW as u32 == p::FLAG_VIEW && DEPUTY_VALUE_INTERNED as u32 == p::FLAG_INTERNED);

/// Makes a string that JavaScript decodes once, however often it crosses, and that is never copied. It stays in memory until
/// the program ends: for words that are known beforehand, not for data. DEPUTY_STR() does it for literals.
///
/// \param bytes UTF-8, 1 to 1024 bytes
/// \param len their number
/// \param out receives the string; it needs no deputy_value_free()
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: out or bytes is NULL, the length is wrong, or it is no UTF-8
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `bytes` is NULL or points to `len` bytes; `out` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_string_intern(
    bytes: *const c_char,
    len: usize,
    out: *mut deputy_value,
) -> deputy_status {
    if bytes.is_null() || out.is_null() {
        return DEPUTY_INVALID_ARGUMENT;
    }
    // SAFETY: not NULL; contract.
    match name::intern(unsafe { core::slice::from_raw_parts(bytes.cast(), len) }) {
        Ok(name) => {
            let payload = (u64::from(name.id) << 32) | name.text.as_ptr().addr() as u64;
            let value = deputy_value {
                tag: p::TAG_STRING as u8,
                flags: p::FLAG_INTERNED as u8,
                #[allow(clippy::cast_possible_truncation, reason = "names are short")]
                len: name.text.len() as u32,
                data: deputy_value_data { i64: payload.cast_signed() },
                ..deputy_value::NULL
            };
            // SAFETY: not NULL; contract.
            unsafe { out.write(value) };
            DEPUTY_OK
        }
        Err(status) => status,
    }
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

/// The stack of an error: JavaScript's, as the engine writes it; at its end, of the outcome of a call, what was called, and by which
/// native thread.
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

/// The object that was thrown, to use it like any other: get a property, ask for its class. The handle is the error value's, and
/// released with it; deputy_object_ref() makes it yours.
///
/// \param error an error value, or any other
/// \returns the handle; 0 if it is no error, or something was thrown that is no object
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `error` is NULL or points to a value that has not been freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_error_object(error: *const deputy_value) -> deputy_object {
    // SAFETY: NULL or a valid value (contract).
    unsafe { error.as_ref().map_or(0, |error| tree::thrown(error)) }
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

/// A string or bytes that somebody else owns.
pub(super) const fn lent(tag: u32, bytes: &[u8]) -> deputy_value {
    #[allow(clippy::cast_possible_truncation, reason = "lengths are 32 bits on wasm32")]
    let len = bytes.len() as u32;
    #[allow(clippy::cast_possible_truncation, reason = "tags are few")]
    let tag = tag as u8;
    deputy_value { tag, len, data: deputy_value_data { string: bytes.as_ptr().cast() }, ..deputy_value::NULL }
}

/// A value that is its payload: an object's handle, a number's bits.
pub(super) const fn word(tag: u32, bits: u64) -> deputy_value {
    #[allow(clippy::cast_possible_truncation, reason = "tags are few")]
    let tag = tag as u8;
    deputy_value { tag, data: deputy_value_data { i64: bits.cast_signed() }, ..deputy_value::NULL }
}

/// A number for a function of the runtime's own.
pub(super) fn number(number: u32) -> deputy_value {
    word(p::TAG_F64, f64::from(number).to_bits())
}

/// How long the host may wait for what is asked of an object of its: not at all where it is the calling thread's own, which would wait for
/// itself.
pub(super) fn wait_ms(object: deputy_object, ms: u32) -> deputy_value {
    if object::context_of(object).is_ok_and(|context| context.is_own_script(Thread::current())) {
        return word(p::TAG_F64, (-1f64).to_bits());
    }
    number(ms)
}
