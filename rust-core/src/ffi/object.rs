//! `deputy_object_*`: handles of JavaScript objects. What is done to them is an ordinary call (c-shim/public/inline.h).

use super::call::{deputy_call_options, deputy_js_call_with, deputy_js_fn};
use crate::{
    context::deputy_context,
    object,
    status::deputy_status::{self, *},
    value::deputy_value,
};

/// Names a JavaScript object or function, which stays in the context that has it. 0 is none. The same object has the same
/// handle. Each time it comes to native code it brings a reference, which is given back by deputy_object_free(), or by
/// deputy_value_free() of the value it came in; without references it is DEPUTY_STALE for ever.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
pub type deputy_object = u64;

/// Adds a reference, for another owner.
///
/// \param object the handle; a stale one stays stale
/// \returns the same handle
/// \threads any thread, never blocks
/// \since 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn deputy_object_ref(object: deputy_object) -> deputy_object {
    object::retain(object);
    object
}

/// Gives a reference back. Calls that anybody has queued before this still find the object.
///
/// \param object the handle; 0 and stale handles are no-ops
/// \threads any thread, never blocks
/// \since 0.1.0
#[unsafe(no_mangle)]
pub extern "C" fn deputy_object_free(object: deputy_object) {
    object::release(object);
}

/// Makes a handle that the result of a call is going to be bound to (`deputy_call_options.into`): it can be used at once as an
/// argument of later calls, before there is a result. With one reference.
///
/// \param context the context that will have the object: DEPUTY_UI, or DEPUTY_ANY, which is the UI, too
/// \param out_object receives the handle
/// \returns DEPUTY_OK; DEPUTY_STALE: no such context; DEPUTY_UNSUPPORTED: the context runs no JavaScript;
///          DEPUTY_INVALID_ARGUMENT: out_object is NULL
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `out_object` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_object_reserve(
    context: deputy_context,
    out_object: *mut deputy_object,
) -> deputy_status {
    // SAFETY: contract.
    let Some(out) = (unsafe { out_object.as_mut() }) else { return DEPUTY_INVALID_ARGUMENT };
    // What binds them is among the operations.
    crate::sys::use_operations();
    match object::reserve(context) {
        Ok(handle) => {
            *out = handle;
            DEPUTY_OK
        }
        Err(status) => status,
    }
}

/// Calls a JavaScript function like deputy_js_call_with(), with two lists of arguments, one after the other.
///
/// \param context as in deputy_js_call_with()
/// \param function as in deputy_js_call_with()
/// \param out as in deputy_js_call_with()
/// \param head the first arguments; NULL if headc is 0
/// \param headc their number
/// \param args the others; NULL if argc is 0
/// \param argc their number
/// \param options as in deputy_js_call_with()
/// \returns as deputy_js_call_with()
/// \threads any thread, blocks until JavaScript has answered or the time is up, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// As deputy_js_call_with().
#[unsafe(no_mangle)]
#[allow(clippy::too_many_arguments, reason = "a call has so many")]
pub unsafe extern "C" fn deputy_js_call_parts(
    context: deputy_context,
    function: *mut deputy_js_fn,
    out: *mut deputy_value,
    head: *const deputy_value,
    headc: usize,
    args: *const deputy_value,
    argc: usize,
    options: *const deputy_call_options,
) -> deputy_status {
    if (head.is_null() && headc > 0) || (args.is_null() && argc > 0) {
        return DEPUTY_INVALID_ARGUMENT;
    }
    let mut all = Vec::new();
    if headc.checked_add(argc).is_none_or(|count| all.try_reserve_exact(count).is_err()) {
        return DEPUTY_NO_MEMORY;
    }
    for (from, count) in [(head, headc), (args, argc)] {
        if count > 0 {
            // SAFETY: not NULL; contract.
            all.extend_from_slice(unsafe { core::slice::from_raw_parts(from, count) });
        }
    }
    // SAFETY: contract.
    unsafe { deputy_js_call_with(context, function, out, all.as_ptr(), all.len(), options) }
}
