//! `deputy_crypto_random()`. The others are inline functions (c-shim/public/crypto.h).

use core::ffi::c_void;

use crate::status::deputy_status::{self, *};

/// Bytes that the platform gives at once.
const MOST: usize = 256;

/// Fills memory with random bytes, fit for keys.
///
/// \param bytes the memory; NULL if size is 0
/// \param size its size, any
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: bytes is NULL; DEPUTY_UNSUPPORTED: the platform has none
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `bytes` has `size` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_crypto_random(bytes: *mut c_void, size: usize) -> deputy_status {
    if bytes.is_null() {
        return if size == 0 { DEPUTY_OK } else { DEPUTY_INVALID_ARGUMENT };
    }
    // SAFETY: not NULL; contract. Initialized or not, it is only written.
    let bytes = unsafe { core::slice::from_raw_parts_mut(bytes.cast::<u8>(), size) };
    for part in bytes.chunks_mut(MOST) {
        // SAFETY: so many bytes.
        if unsafe { libc::getentropy(part.as_mut_ptr().cast(), part.len()) } != 0 {
            return DEPUTY_UNSUPPORTED;
        }
    }
    DEPUTY_OK
}
