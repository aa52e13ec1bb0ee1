//! Bodies of requests that are written in pieces.

use core::ffi::c_void;

use parking_lot::Mutex;

use super::{
    super::{
        call::{Function, NO_OPTIONS, deputy_call_options, deputy_js_call_with, limit},
        handle::deputy_task,
        object::deputy_object,
        task::call_and_wait,
        value::{deputy_value_free, lent, wait_ms, word},
    },
    deputy_http_request,
    response::{abort, deputy_http_response},
    send::respond,
};
use crate::{
    context::DEPUTY_ANY,
    http::AHEAD,
    object, protocol as p,
    status::deputy_status::{self, *},
    turn::turn,
    value::deputy_value,
};

/// A request whose body is being written. Any thread may use it, several at once, too.
///
/// \threads any thread, never blocks
/// \since 0.1.0
#[allow(non_camel_case_types, reason = "C name")]
pub struct deputy_http_upload {
    object: deputy_object,
    head_ms: u32,
    read_ms: u32,
    cancel: deputy_task,
    /// Small pieces that go to the host together.
    behind: Mutex<Vec<u8>>,
}

static UPLOAD: Function = Function::new(c"deputy:http_upload");
static WRITE: Function = Function::new(c"deputy:http_write");
static FINISH: Function = Function::new(c"deputy:http_finish");

/// Begins a request whose body is written in pieces, with deputy_http_upload_write().
///
/// Where the platform can, the pieces go out while they are written: in Node, and in Chromium to servers that are known to speak HTTP/2 or
/// later. Elsewhere (Firefox; HTTP/1.1) the browser collects them, on disk if it likes, and sends them when the body has ended. The option
/// "upload" of the request says "stream" (if the platform has no streams, DEPUTY_UNSUPPORTED; if the server turns out to be none for
/// them, the request fails), "collect", or "auto".
///
/// \param request as in deputy_http_send(); it has no body of its own
/// \param out_error as in deputy_http_send()
/// \param out_upload receives the upload; free it with deputy_http_upload_free()
/// \returns DEPUTY_OK: begun; DEPUTY_INVALID_ARGUMENT: something is NULL, the request has a body, or fetch does not take its method, address, a
///          header or an option; DEPUTY_UNSUPPORTED: a stream was asked for, or the context runs no JavaScript; DEPUTY_STALE: the context
///          has gone; DEPUTY_NO_MEMORY; DEPUTY_WOULD_BLOCK: on the UI
/// \threads any thread, blocks until the request has begun, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_upload_begin(
    request: *const deputy_http_request,
    out_error: *mut deputy_value,
    out_upload: *mut *mut deputy_http_upload,
) -> deputy_status {
    if crate::sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: contract.
    let Some(request) = (unsafe { request.as_ref() }) else { return DEPUTY_INVALID_ARGUMENT };
    if out_upload.is_null() || request.body.is_some() {
        return DEPUTY_INVALID_ARGUMENT;
    }
    crate::sys::use_http();
    let args = request.common();
    let mut value = deputy_value::NULL;
    let options = deputy_call_options { cancel: request.cancel, ..NO_OPTIONS };
    // SAFETY: borrowed for the call.
    let mut status = unsafe {
        deputy_js_call_with(
            request.context,
            UPLOAD.get(),
            &raw mut value,
            args.as_ptr(),
            args.len(),
            &raw const options,
        )
    };
    if status == DEPUTY_OK && u32::from(value.tag) == p::TAG_OBJECT {
        let upload = deputy_http_upload {
            object: value.bits(),
            head_ms: request.head_ms,
            read_ms: request.read_ms,
            cancel: request.cancel,
            behind: Mutex::default(),
        };
        // SAFETY: not NULL; contract.
        unsafe { out_upload.write(Box::into_raw(Box::new(upload))) };
        return DEPUTY_OK;
    }
    if status == DEPUTY_OK {
        status = DEPUTY_INTERNAL;
    }
    // SAFETY: contract; the value is moved, or freed.
    unsafe {
        if out_error.is_null() {
            deputy_value_free(&raw mut value);
        } else {
            out_error.write(value);
        }
    }
    status
}

/// Writes a piece of the body: all of it, or nothing. It waits while more than 256 KiB have not gone out, if they go out already. Pieces of
/// less than 64 KiB are put together first (deputy_http_upload_flush()). Of several threads, one writes at a time.
///
/// \param upload the upload
/// \param bytes the piece, copied; NULL if size is 0
/// \param size its bytes
/// \param timeout_ms milliseconds to wait at most, UINT32_MAX without limit
/// \returns DEPUTY_OK: taken; DEPUTY_TIMED_OUT: nothing of it was taken in that time, or the time for all of the request is over; DEPUTY_CLOSED:
///          the connection broke, or the server wants no more: deputy_http_upload_end() tells; DEPUTY_CANCELLED: the request was aborted, or its
///          task was cancelled; DEPUTY_DEADLOCK: it has to wait, for the calling thread's own JavaScript; DEPUTY_STALE: the context that
///          sends it has closed; DEPUTY_INVALID_ARGUMENT: upload is NULL, or bytes is, with a size; DEPUTY_NO_MEMORY; DEPUTY_WOULD_BLOCK: on
///          the UI
/// \threads any thread, blocks until there is room for the piece, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_upload_write(
    upload: *mut deputy_http_upload,
    bytes: *const c_void,
    size: usize,
    timeout_ms: u32,
) -> deputy_status {
    if crate::sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: contract.
    let Some(upload) = (unsafe { upload.as_ref() }) else { return DEPUTY_INVALID_ARGUMENT };
    if bytes.is_null() && size > 0 {
        return DEPUTY_INVALID_ARGUMENT;
    }
    // SAFETY: contract; checked above.
    let bytes: &[u8] = if size == 0 { b"" } else { unsafe { core::slice::from_raw_parts(bytes.cast(), size) } };
    upload.write(bytes, limit(timeout_ms)).err().unwrap_or(DEPUTY_OK)
}

impl deputy_http_upload {
    /// All of it or nothing: what is put together goes first, and the piece only when that has gone.
    fn write(&self, piece: &[u8], ms: u32) -> Result<(), deputy_status> {
        let (mut behind, ms) = turn(&self.behind, ms).ok_or(DEPUTY_TIMED_OUT)?;
        if behind.len() + piece.len() < AHEAD {
            if behind.try_reserve(piece.len()).is_err() {
                return Err(DEPUTY_NO_MEMORY);
            }
            behind.extend_from_slice(piece);
            return Ok(());
        }
        self.hand_over(&mut behind, ms)?;
        if piece.len() < AHEAD {
            behind.extend_from_slice(piece);
            return Ok(());
        }
        self.give(piece, ms)
    }

    fn flush(&self, ms: u32) -> Result<(), deputy_status> {
        let (mut behind, ms) = turn(&self.behind, ms).ok_or(DEPUTY_TIMED_OUT)?;
        self.hand_over(&mut behind, ms)
    }

    fn hand_over(&self, behind: &mut Vec<u8>, ms: u32) -> Result<(), deputy_status> {
        if !behind.is_empty() {
            self.give(behind, ms)?;
            behind.clear();
        }
        Ok(())
    }

    /// To the host, which takes a copy when there is room.
    fn give(&self, piece: &[u8], ms: u32) -> Result<(), deputy_status> {
        let args = [word(p::TAG_OBJECT, self.object), lent(p::TAG_BYTES, piece), wait_ms(self.object, ms)];
        let options = deputy_call_options { cancel: self.cancel, ..NO_OPTIONS };
        // SAFETY: borrowed for the call.
        let status = unsafe {
            deputy_js_call_with(
                DEPUTY_ANY,
                WRITE.get(),
                core::ptr::null_mut(),
                args.as_ptr(),
                args.len(),
                &raw const options,
            )
        };
        if status == DEPUTY_CANCELLED {
            // The host may be about to take it.
            abort(self.object);
        }
        if status == DEPUTY_OK { Ok(()) } else { Err(status) }
    }
}

/// Hands over what small pieces were put together. So does the end of the body.
///
/// \param upload the upload
/// \param timeout_ms as in deputy_http_upload_write()
/// \returns as deputy_http_upload_write()
/// \threads any thread, blocks until there is room, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// `upload` is NULL or an upload.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_upload_flush(upload: *mut deputy_http_upload, timeout_ms: u32) -> deputy_status {
    if crate::sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: contract.
    let Some(upload) = (unsafe { upload.as_ref() }) else { return DEPUTY_INVALID_ARGUMENT };
    upload.flush(limit(timeout_ms)).err().unwrap_or(DEPUTY_OK)
}

/// Ends the body and waits until the headers of the response have come, as deputy_http_send() does.
///
/// \param upload the upload; it is still to be freed
/// \param out_error as in deputy_http_send()
/// \param out_response receives the response; free it with deputy_http_free()
/// \returns as deputy_http_send()
/// \threads any thread, blocks until the headers have come or the time is up, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_upload_end(
    upload: *mut deputy_http_upload,
    out_error: *mut deputy_value,
    out_response: *mut *mut deputy_http_response,
) -> deputy_status {
    if crate::sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: contract.
    let Some(upload) = (unsafe { upload.as_ref() }) else { return DEPUTY_INVALID_ARGUMENT };
    if out_response.is_null() {
        return DEPUTY_INVALID_ARGUMENT;
    }
    match upload.flush(upload.head_ms) {
        // What is not wanted any more is not missed; how it went, the headers tell.
        Ok(()) | Err(DEPUTY_CLOSED) => {}
        Err(status) => return status,
    }
    let args = [word(p::TAG_OBJECT, upload.object)];
    let limits = (upload.head_ms, upload.cancel);
    // SAFETY: contract.
    unsafe {
        let answer = call_and_wait(DEPUTY_ANY, &FINISH, &args, limits, out_error);
        respond(answer, upload.read_ms, out_response)
    }
}

/// Aborts an upload: whoever writes or waits for the response, on any thread, is told DEPUTY_CANCELLED, and so is everybody later.
///
/// \param upload NULL, which is a no-op, or the upload; it is still to be freed
/// \returns as deputy_http_abort()
/// \threads any thread, blocks until fewer than 1024 posts are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// `upload` is NULL or an upload.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_upload_abort(upload: *const deputy_http_upload) -> deputy_status {
    // SAFETY: contract.
    let Some(upload) = (unsafe { upload.as_ref() }) else { return DEPUTY_OK };
    abort(upload.object)
}

/// Frees an upload. One that has not been ended is aborted; a response lives on.
///
/// \param upload NULL, which is a no-op, or the upload, which no thread uses any more
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `upload` is NULL or an upload, and is given here once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_upload_free(upload: *mut deputy_http_upload) {
    if !upload.is_null() {
        // SAFETY: from Box::into_raw; contract.
        drop(unsafe { Box::from_raw(upload) });
    }
}

impl Drop for deputy_http_upload {
    fn drop(&mut self) {
        object::release(self.object);
    }
}
