//! `deputy_http_*`: requests that native threads wait for. Each is an ordinary call of the host's functions (emscripten-js/host/http.js).

use core::ffi::{CStr, c_char, c_void};

use parking_lot::Mutex;

use super::{
    call::{Function, deputy_js_call, deputy_js_post},
    handle::deputy_task,
    object::deputy_object,
    task::call_and_wait,
    value::{deputy_value_free, lent, word},
};
use crate::{
    context::DEPUTY_ANY,
    http::{AHEAD, Ahead, Head, OPTIONS},
    object, protocol as p,
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
    head_ms: u32,
    read_ms: u32,
    cancel: deputy_task,
}

/// A response whose headers have come. Any thread may use it, several at once, too.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
pub struct deputy_http_response {
    object: deputy_object,
    head: Head,
    read_ms: u32,
    ahead: Mutex<Ahead>,
}

static SEND: Function = Function::new(c"deputy:http_send");
static HEAD: Function = Function::new(c"deputy:http_head");
static READ: Function = Function::new(c"deputy:http_read");
static ABORT: Function = Function::new(c"deputy:http_abort");

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
        head_ms: 0,
        read_ms: 0,
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

/// Sets an option of `fetch`.
///
/// \param request the request
/// \param name NUL-terminated: "redirect", "credentials", "mode", "cache", "integrity" or "referrerPolicy"
/// \param value NUL-terminated: what fetch takes for it, such as "manual"
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

/// Sends a request and waits until the headers of the response have come. Any HTTP status is a response.
///
/// \param request the request; it stays the caller's, and is not changed
/// \param out_error NULL, or receives an error value where JavaScript gave one; give it to deputy_value_free()
/// \param out_response receives the response; free it with deputy_http_free()
/// \returns DEPUTY_OK; DEPUTY_JS_EXCEPTION: the network failed, or the browser forbids the request; DEPUTY_INVALID_ARGUMENT:
///          something is NULL, or method, address, a header or an option is none that fetch takes; DEPUTY_TIMED_OUT; DEPUTY_CANCELLED;
///          DEPUTY_STALE: the task to cancel it is none; DEPUTY_NO_MEMORY; DEPUTY_NO_THREADS; DEPUTY_WOULD_BLOCK: on the UI
/// \threads any thread, blocks until the headers have come or the time is up, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_send(
    request: *const deputy_http_request,
    out_error: *mut deputy_value,
    out_response: *mut *mut deputy_http_response,
) -> deputy_status {
    if crate::sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: contract.
    let Some(request) = (unsafe { request.as_ref() }) else { return DEPUTY_INVALID_ARGUMENT };
    if out_response.is_null() {
        return DEPUTY_INVALID_ARGUMENT;
    }
    // SAFETY: `out_error` by contract.
    match unsafe { send(request, out_error) } {
        Ok(response) => {
            // SAFETY: not NULL; contract.
            unsafe { out_response.write(Box::into_raw(Box::new(response))) };
            DEPUTY_OK
        }
        Err(status) => status,
    }
}

/// # Safety
/// `out_error` is NULL or writable.
unsafe fn send(
    request: &deputy_http_request,
    out_error: *mut deputy_value,
) -> Result<deputy_http_response, deputy_status> {
    crate::sys::use_http();
    let args = [
        lent(p::TAG_STRING, &request.method),
        lent(p::TAG_STRING, &request.url),
        lent(p::TAG_STRING, &request.headers),
        lent(p::TAG_STRING, &request.options),
        request.body.as_ref().map_or(deputy_value::NULL, |body| lent(p::TAG_BYTES, body)),
    ];
    // A task, not a call: leaving it aborts the request.
    // SAFETY: contract.
    let value = unsafe { call_and_wait(&SEND, &args, (request.head_ms, request.cancel), out_error) }?;
    // The reference is the response's from here on, which gives it back when it is dropped.
    let mut response = deputy_http_response {
        object: value.bits(),
        head: Head::default(),
        read_ms: request.read_ms,
        ahead: Mutex::default(),
    };
    let of = word(p::TAG_OBJECT, response.object);
    let mut text = deputy_value::NULL;
    // SAFETY: locals.
    let mut status = unsafe { deputy_js_call(DEPUTY_ANY, HEAD.get(), &raw mut text, &raw const of, 1) };
    if status == DEPUTY_OK && u32::from(text.tag) == p::TAG_STRING {
        // SAFETY: a string of an outcome has so many bytes.
        let bytes = unsafe { core::slice::from_raw_parts(text.data.string.cast::<u8>(), text.len as usize) };
        match Head::parse(bytes) {
            Some(head) => response.head = head,
            None => status = DEPUTY_INTERNAL,
        }
    }
    // SAFETY: owned, given here once.
    unsafe { deputy_value_free(&raw mut text) };
    if status != DEPUTY_OK {
        abort(response.object);
        return Err(status);
    }
    Ok(response)
}

/// Gets what is at an address: a request without anything else, which is sent.
///
/// \param url NUL-terminated; on a page it may be relative to it
/// \param out_error as in deputy_http_send()
/// \param out_response as in deputy_http_send()
/// \returns as deputy_http_send()
/// \threads any thread, blocks until the headers have come, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_get_cstr(
    url: *const c_char,
    out_error: *mut deputy_value,
    out_response: *mut *mut deputy_http_response,
) -> deputy_status {
    if crate::sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    let mut request = core::ptr::null_mut();
    // SAFETY: contract.
    let mut status = unsafe { deputy_http_request_new(c"GET".as_ptr(), url, &raw mut request) };
    if status == DEPUTY_OK {
        // SAFETY: contract; the request was just made.
        status = unsafe { deputy_http_send(request, out_error, out_response) };
        // SAFETY: the same.
        unsafe { deputy_http_request_free(request) };
    }
    status
}

/// The HTTP status of a response.
///
/// \param response the response
/// \returns such as 200; 0 for NULL, and for one that the browser hides, as of a redirect with the option "manual"
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `response` is NULL or a response.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_status(response: *const deputy_http_response) -> u32 {
    // SAFETY: contract.
    unsafe { response.as_ref() }.map_or(0, |response| response.head.status)
}

/// A header of a response. One that came several times is joined with ", ".
///
/// \param response the response
/// \param name NUL-terminated, in any case
/// \returns NUL-terminated, the response's; NULL if there is none, or the browser hides it
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_header(
    response: *const deputy_http_response,
    name: *const c_char,
) -> *const c_char {
    // SAFETY: contract.
    let Some(response) = (unsafe { response.as_ref() }) else { return core::ptr::null() };
    if name.is_null() {
        return core::ptr::null();
    }
    // SAFETY: not NULL; contract.
    let name = unsafe { CStr::from_ptr(name) };
    response.head.header(name.to_bytes()).map_or(core::ptr::null(), |value| value.as_ptr().cast())
}

/// The address a response came from, after redirects.
///
/// \param response the response
/// \returns NUL-terminated, the response's; NULL for NULL
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `response` is NULL or a response.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_url(response: *const deputy_http_response) -> *const c_char {
    // SAFETY: contract.
    unsafe { response.as_ref() }.map_or(core::ptr::null(), |response| response.head.url.as_ptr().cast())
}

/// Reads of the body: what has come, at least one byte, at most `size`. Large reads go straight into `buffer`, small ones are served
/// from bytes that were read ahead. Of several threads that read, each byte goes to one, and the time of each begins with its turn.
///
/// \param response the response
/// \param buffer receives the bytes
/// \param size its room, at least 1
/// \param out_count receives how many came; 0 at the end of the body
/// \returns DEPUTY_OK; DEPUTY_TIMED_OUT: nothing came in the time that deputy_http_request_limits() gave; the next read goes on;
///          DEPUTY_CLOSED: the connection broke before the end of the body; DEPUTY_CANCELLED: the request was aborted;
///          DEPUTY_INVALID_ARGUMENT: something is NULL or size is 0; DEPUTY_NO_MEMORY; DEPUTY_WOULD_BLOCK: on the UI
/// \threads any thread, blocks until a byte has come, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_read(
    response: *mut deputy_http_response,
    buffer: *mut c_void,
    size: usize,
    out_count: *mut usize,
) -> deputy_status {
    if crate::sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: contract.
    let (Some(response), Some(out)) = (unsafe { (response.as_ref(), out_count.as_mut()) }) else {
        return DEPUTY_INVALID_ARGUMENT;
    };
    if buffer.is_null() || size == 0 {
        return DEPUTY_INVALID_ARGUMENT;
    }
    // SAFETY: not NULL; contract. Initialized or not, it is only written.
    let buffer = unsafe { core::slice::from_raw_parts_mut(buffer.cast::<u8>(), size) };
    let mut ahead = response.ahead.lock();
    let mut count = ahead.take(buffer);
    if count == 0 {
        let read = if size >= AHEAD {
            read_into(response, buffer)
        } else {
            if ahead.bytes.is_empty() {
                if ahead.bytes.try_reserve_exact(AHEAD).is_err() {
                    return DEPUTY_NO_MEMORY;
                }
                ahead.bytes.resize(AHEAD, 0);
            }
            read_into(response, &mut ahead.bytes).map(|read| {
                ahead.filled(read);
                ahead.take(buffer)
            })
        };
        match read {
            Ok(read) => count = read,
            Err(status) => return status,
        }
    }
    *out = count;
    DEPUTY_OK
}

/// The host writes while this waits, and never later: a call with a view ends only when its function has.
fn read_into(response: &deputy_http_response, to: &mut [u8]) -> Result<usize, deputy_status> {
    #[allow(clippy::cast_possible_truncation, reason = "few")]
    let view = deputy_value { flags: p::FLAG_VIEW as u8, ..lent(p::TAG_BYTES, to) };
    let args = [
        word(p::TAG_OBJECT, response.object),
        view,
        word(p::TAG_I32, u64::from(response.read_ms.min(i32::MAX as u32))),
    ];
    let mut out = deputy_value::NULL;
    // SAFETY: the memory is borrowed exclusively until the call has ended.
    let status = unsafe { deputy_js_call(DEPUTY_ANY, READ.get(), &raw mut out, args.as_ptr(), args.len()) };
    // SAFETY: owned, given here once; a number owns nothing.
    let count = if u32::from(out.tag) == p::TAG_I32 { unsafe { out.data.i32 } } else { 0 };
    // SAFETY: the same.
    unsafe { deputy_value_free(&raw mut out) };
    if status == DEPUTY_OK { usize::try_from(count).map_err(|_| DEPUTY_INTERNAL) } else { Err(status) }
}

/// Aborts a request whose headers have come: reads that wait, and later ones, end with DEPUTY_CANCELLED once what was read ahead is
/// used up. Does nothing when the body has been read.
///
/// \param response NULL, which is a no-op, or the response; it is still to be freed
/// \returns DEPUTY_OK; DEPUTY_WOULD_BLOCK: on the UI, with 1024 posts outstanding
/// \threads any thread, blocks until fewer than 1024 posts are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// `response` is NULL or a response.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_abort(response: *const deputy_http_response) -> deputy_status {
    // SAFETY: contract.
    let Some(response) = (unsafe { response.as_ref() }) else { return DEPUTY_OK };
    abort(response.object)
}

fn abort(object: deputy_object) -> deputy_status {
    let of = word(p::TAG_OBJECT, object);
    // SAFETY: a local, copied.
    unsafe { deputy_js_post(DEPUTY_ANY, ABORT.get(), &raw const of, 1) }
}

/// Frees a response. What of the body has not been read is not fetched any more.
///
/// \param response NULL, which is a no-op, or the response, which no thread uses any more
/// \returns DEPUTY_OK; DEPUTY_WOULD_BLOCK: on the UI, with 1024 posts outstanding; it is not freed
/// \threads any thread, blocks until fewer than 1024 posts are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// `response` is NULL or a response, and is given here once; again only after DEPUTY_WOULD_BLOCK.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_free(response: *mut deputy_http_response) -> deputy_status {
    // SAFETY: contract.
    let Some(object) = (unsafe { response.as_ref() }).map(|response| response.object) else { return DEPUTY_OK };
    // Refused otherwise, the context has gone, and the request with it.
    if abort(object) == DEPUTY_WOULD_BLOCK {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: from Box::into_raw; contract.
    drop(unsafe { Box::from_raw(response) });
    DEPUTY_OK
}

impl Drop for deputy_http_response {
    fn drop(&mut self) {
        object::release(self.object);
    }
}
