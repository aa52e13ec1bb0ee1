//! `deputy_http_*`: requests that native threads wait for. Here they are put together. What is sent, read and written are ordinary calls of
//! the host's functions (emscripten-js/host/http.js).

pub mod response;
pub mod send;
pub mod upload;

use core::ffi::{CStr, c_char, c_void};

use super::{
    handle::deputy_task,
    value::{lent, number},
};
use crate::{
    context::{DEPUTY_UI, deputy_context},
    http::OPTIONS,
    protocol as p,
    status::deputy_status::{self, *},
    value::deputy_value,
};

/// A request that is being put together. One thread at a time may use it; it can be sent any number of times.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
pub struct deputy_http_request {
    method: Vec<u8>,
    url: Vec<u8>,
    /// Names and values, each with a NUL behind it.
    headers: Vec<u8>,
    options: Vec<u8>,
    body: Option<Vec<u8>>,
    context: deputy_context,
    head_ms: u32,
    read_ms: u32,
    total_ms: u32,
    cancel: deputy_task,
}

impl deputy_http_request {
    /// What the host gets of every request.
    fn common(&self) -> [deputy_value; 5] {
        [
            lent(p::TAG_STRING, &self.method),
            lent(p::TAG_STRING, &self.url),
            lent(p::TAG_STRING, &self.headers),
            lent(p::TAG_STRING, &self.options),
            number(self.total_ms),
        ]
    }
}

/// Makes a request.
///
/// \param method NUL-terminated, such as "GET"
/// \param url NUL-terminated; on a page it may be relative to it
/// \param out_request receives the request; free it with deputy_http_request_free()
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: something is NULL
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_request_new(
    method: *const c_char,
    url: *const c_char,
    out_request: *mut *mut deputy_http_request,
) -> deputy_status {
    if method.is_null() || url.is_null() || out_request.is_null() {
        return DEPUTY_INVALID_ARGUMENT;
    }
    // SAFETY: not NULL; contract.
    let (method, url) = unsafe { (CStr::from_ptr(method), CStr::from_ptr(url)) };
    let request = deputy_http_request {
        method: method.to_bytes().to_vec(),
        url: url.to_bytes().to_vec(),
        headers: Vec::new(),
        options: Vec::new(),
        body: None,
        context: DEPUTY_UI,
        head_ms: 0,
        read_ms: 0,
        total_ms: 0,
        cancel: 0,
    };
    // SAFETY: not NULL; contract.
    unsafe { out_request.write(Box::into_raw(Box::new(request))) };
    DEPUTY_OK
}

/// Adds a header.
///
/// \param request the request
/// \param name NUL-terminated
/// \param value NUL-terminated
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: something is NULL
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_request_header(
    request: *mut deputy_http_request,
    name: *const c_char,
    value: *const c_char,
) -> deputy_status {
    // SAFETY: contract.
    let (Some(request), Some(pair)) = (unsafe { (request.as_mut(), pair(name, value)) }) else {
        return DEPUTY_INVALID_ARGUMENT;
    };
    request.headers.extend(pair.concat());
    DEPUTY_OK
}

/// A name and a value, each with its NUL; none if one is NULL.
///
/// # Safety
/// Both are NULL or NUL-terminated.
unsafe fn pair<'a>(name: *const c_char, value: *const c_char) -> Option<[&'a [u8]; 2]> {
    if name.is_null() || value.is_null() {
        return None;
    }
    // SAFETY: not NULL; contract.
    Some([name, value].map(|text| unsafe { CStr::from_ptr(text) }.to_bytes_with_nul()))
}

/// Sets an option: one of `fetch`, or how a body that is written in pieces goes out (deputy_http_upload_begin()).
///
/// \param request the request
/// \param name NUL-terminated: "redirect", "credentials", "mode", "cache", "integrity" or "referrerPolicy"; or "upload"
/// \param value NUL-terminated: what fetch takes for it, such as "manual"; for "upload": "stream", "collect" or "auto"
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: something is NULL, or there is no such option
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_request_option(
    request: *mut deputy_http_request,
    name: *const c_char,
    value: *const c_char,
) -> deputy_status {
    // SAFETY: contract.
    let (Some(request), Some(pair)) = (unsafe { (request.as_mut(), pair(name, value)) }) else {
        return DEPUTY_INVALID_ARGUMENT;
    };
    let [name, _] = pair;
    if !OPTIONS.iter().any(|known| name.strip_suffix(b"\0") == Some(known.as_bytes())) {
        return DEPUTY_INVALID_ARGUMENT;
    }
    request.options.extend(pair.concat());
    DEPUTY_OK
}

/// Gives the request a body, or another one.
///
/// \param request the request
/// \param bytes copied; NULL with a length of 0 is an empty body
/// \param len their number
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: request is NULL, or bytes is, with a length; DEPUTY_NO_MEMORY
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_request_body(
    request: *mut deputy_http_request,
    bytes: *const c_void,
    len: usize,
) -> deputy_status {
    // SAFETY: contract.
    let Some(request) = (unsafe { request.as_mut() }) else { return DEPUTY_INVALID_ARGUMENT };
    let mut body = Vec::new();
    if len > 0 {
        if bytes.is_null() {
            return DEPUTY_INVALID_ARGUMENT;
        }
        if body.try_reserve_exact(len).is_err() {
            return DEPUTY_NO_MEMORY;
        }
        // SAFETY: not NULL; contract.
        body.extend_from_slice(unsafe { core::slice::from_raw_parts(bytes.cast(), len) });
    }
    request.body = Some(body);
    DEPUTY_OK
}

/// Says how long phases of the request may take.
///
/// \param request the request
/// \param head_ms milliseconds until the headers have come; 0 waits without limit
/// \param read_ms milliseconds that deputy_http_read() waits for a byte; 0 waits without limit
/// \param cancel 0, or a task: when it is cancelled before the headers have come, the request is aborted. It stays the caller's.
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: request is NULL
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `request` is NULL or a request.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_request_limits(
    request: *mut deputy_http_request,
    head_ms: u32,
    read_ms: u32,
    cancel: deputy_task,
) -> deputy_status {
    // SAFETY: contract.
    let Some(request) = (unsafe { request.as_mut() }) else { return DEPUTY_INVALID_ARGUMENT };
    (request.head_ms, request.read_ms, request.cancel) = (head_ms, read_ms, cancel);
    DEPUTY_OK
}

/// Says how long all of the request may take, from when it is sent until its body has come.
///
/// \param request the request
/// \param total_ms milliseconds; then it is aborted, and whoever waits for it, then or later, is told DEPUTY_TIMED_OUT; 0 is without limit
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: request is NULL
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `request` is NULL or a request.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_request_total(request: *mut deputy_http_request, total_ms: u32) -> deputy_status {
    // SAFETY: contract.
    let Some(request) = (unsafe { request.as_mut() }) else { return DEPUTY_INVALID_ARGUMENT };
    request.total_ms = total_ms;
    DEPUTY_OK
}

/// Says whose `fetch` sends the request. Work that comes with its bytes is that thread's then, not the page's.
///
/// A thread does not wait for its own JavaScript: there deputy_http_send() is DEPUTY_DEADLOCK; deputy_http_send_async() and
/// deputy_http_read_async() go, and so does everything on other threads.
///
/// \param request the request
/// \param context DEPUTY_UI, which it is if nothing says otherwise; a context with JavaScript, such as a JS worker's; or DEPUTY_ANY: the
///        calling thread's own, if it has JavaScript when it sends the request, else the page's
/// \returns DEPUTY_OK; DEPUTY_INVALID_ARGUMENT: request is NULL
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `request` is NULL or a request.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_request_context(
    request: *mut deputy_http_request,
    context: deputy_context,
) -> deputy_status {
    // SAFETY: contract.
    let Some(request) = (unsafe { request.as_mut() }) else { return DEPUTY_INVALID_ARGUMENT };
    request.context = context;
    DEPUTY_OK
}

/// Frees a request. Responses to it live on.
///
/// \param request NULL, or the request
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `request` is NULL or a request, and is given here once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_request_free(request: *mut deputy_http_request) {
    if !request.is_null() {
        // SAFETY: from Box::into_raw; contract.
        drop(unsafe { Box::from_raw(request) });
    }
}
