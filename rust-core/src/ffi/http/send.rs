//! Requests are sent, and give responses.

use core::ffi::c_char;

use super::{
    super::{
        call::Function,
        handle::deputy_task,
        task::{call_and_wait, call_later, value_of},
        value::lent,
    },
    deputy_http_request, deputy_http_request_free, deputy_http_request_new,
    response::deputy_http_response,
};
use crate::{
    protocol as p,
    status::deputy_status::{self, *},
    value::deputy_value,
};

static SEND: Function = Function::new(c"deputy:http_send");

/// Sends a request and waits until the headers of the response have come. Any HTTP status is a response.
///
/// \param request the request; it stays the caller's, and is not changed
/// \param out_error NULL, or receives an error value where JavaScript gave one; give it to deputy_value_free()
/// \param out_response receives the response; free it with deputy_http_free()
/// \returns DEPUTY_OK; DEPUTY_JS_EXCEPTION: the network failed, or the browser forbids the request; DEPUTY_INVALID_ARGUMENT:
///          something is NULL, or method, address, a header or an option is none that fetch takes; DEPUTY_TIMED_OUT; DEPUTY_CANCELLED;
///          DEPUTY_STALE: the task to cancel it is none, or the context has gone; DEPUTY_DEADLOCK: the calling thread's own JavaScript is to send
///          it; DEPUTY_UNSUPPORTED: the context runs no JavaScript; DEPUTY_NO_MEMORY; DEPUTY_NO_THREADS; DEPUTY_WOULD_BLOCK: on the UI
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
    let args = request.send();
    let limits = (request.head_ms, request.cancel);
    // A task, not a call: leaving it aborts the request.
    // SAFETY: contract.
    let answer = unsafe { call_and_wait(request.context, &SEND, &args, limits, out_error) };
    // SAFETY: contract.
    unsafe { respond(answer, request.read_ms, out_response) }
}

impl deputy_http_request {
    fn send(&self) -> [deputy_value; 6] {
        crate::sys::use_http();
        let [method, url, headers, options, total] = self.common();
        let body = self.body.as_ref().map_or(deputy_value::NULL, |body| lent(p::TAG_BYTES, body));
        [method, url, headers, options, total, body]
    }
}

/// Gives the response that the host has answered with.
///
/// # Safety
/// `out_response` is writable; the value is owned, and nobody else frees it.
pub(super) unsafe fn respond(
    answer: Result<deputy_value, deputy_status>,
    read_ms: u32,
    out_response: *mut *mut deputy_http_response,
) -> deputy_status {
    // SAFETY: contract.
    match answer.and_then(|answer| unsafe { deputy_http_response::of(answer, read_ms) }) {
        Ok(response) => {
            // SAFETY: contract.
            unsafe { out_response.write(Box::into_raw(Box::new(response))) };
            DEPUTY_OK
        }
        Err(status) => status,
    }
}

/// Sends a request and does not wait: a task settles when the headers of the response have come.
///
/// Cancelling the task aborts the request, and so does deputy_task_free() before anybody has taken the response of it.
///
/// \param request as in deputy_http_send()
/// \param out_task receives the task, for deputy_task_wait(), deputy_task_then() and deputy_http_response_of(); free it with
///        deputy_task_free()
/// \returns DEPUTY_OK: sent; DEPUTY_INVALID_ARGUMENT: something is NULL; DEPUTY_STALE: the task to cancel it is none, or the context has
///          gone; DEPUTY_UNSUPPORTED: the context runs no JavaScript; DEPUTY_NO_MEMORY; DEPUTY_NO_THREADS; DEPUTY_WOULD_BLOCK: on the UI. What
///          becomes of the request the task tells, with the statuses of deputy_http_send().
/// \threads any thread, blocks until fewer than 1024 calls are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_send_async(
    request: *const deputy_http_request,
    out_task: *mut deputy_task,
) -> deputy_status {
    if crate::sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: contract.
    let (Some(request), Some(out)) = (unsafe { (request.as_ref(), out_task.as_mut()) }) else {
        return DEPUTY_INVALID_ARGUMENT;
    };
    match call_later(request.context, &SEND, &request.send(), (request.head_ms, request.cancel)) {
        Ok(task) => {
            *out = task;
            DEPUTY_OK
        }
        Err(status) => status,
    }
}

/// Waits for a task of deputy_http_send_async() and gives the response.
///
/// \param task the task; it stays the caller's. As long as it lives, the response is not given up.
/// \param read_ms milliseconds that deputy_http_read() waits for a byte; 0 waits without limit
/// \param out_error as in deputy_http_send()
/// \param out_response receives the response; free it with deputy_http_free()
/// \returns as deputy_http_send(), and DEPUTY_STALE: no such task; DEPUTY_WRONG_TYPE: it is a task of something else
/// \threads any thread, blocks until the task has settled, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_response_of(
    task: deputy_task,
    read_ms: u32,
    out_error: *mut deputy_value,
    out_response: *mut *mut deputy_http_response,
) -> deputy_status {
    if crate::sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    if out_response.is_null() {
        return DEPUTY_INVALID_ARGUMENT;
    }
    // SAFETY: contract.
    unsafe { respond(value_of(task, out_error), read_ms, out_response) }
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
