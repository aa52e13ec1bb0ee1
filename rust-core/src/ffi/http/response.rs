//! Responses: what their headers say, and their bodies, which are read as they come.

use core::ffi::{CStr, c_char, c_void};
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;

use super::super::{
    call::{Function, deputy_js_call, deputy_js_post},
    handle::deputy_task,
    object::deputy_object,
    task::{call_later, deputy_task_free, deputy_task_new, deputy_task_resolve},
    value::{deputy_value_free, lent, number, wait_ms, word},
};
use crate::{
    context::DEPUTY_ANY,
    http::{AHEAD, Ahead, Head},
    object, protocol as p,
    status::deputy_status::{self, *},
    turn::turn,
    value::deputy_value,
};

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
    /// Bytes of the body that native code has.
    received: AtomicU64,
}

static READ: Function = Function::new(c"deputy:http_read");
static BYTES: Function = Function::new(c"deputy:http_bytes");
static ABORT: Function = Function::new(c"deputy:http_abort");

impl deputy_http_response {
    /// Of what the host answered with: a handle of the request, and the text of its head.
    ///
    /// # Safety
    /// The value is whole and owned, and nobody else frees it.
    pub(super) unsafe fn of(mut answer: deputy_value, read_ms: u32) -> Result<Self, deputy_status> {
        let of_pair = u32::from(answer.tag) == p::TAG_ARRAY && answer.kind == 0 && answer.len == 2;
        let mut none = [deputy_value::NULL; 2];
        let parts = if of_pair {
            // SAFETY: an array of an outcome has so many values, in memory that is this value's own.
            unsafe { &mut *answer.data.array.cast_mut().cast::<[deputy_value; 2]>() }
        } else {
            &mut none
        };
        let [of, text] = parts;
        let result = if u32::from(of.tag) == p::TAG_OBJECT && u32::from(text.tag) == p::TAG_STRING {
            // SAFETY: a string of an outcome has so many bytes.
            let bytes = unsafe { core::slice::from_raw_parts(text.data.string.cast::<u8>(), text.len as usize) };
            Head::parse(bytes).ok_or(DEPUTY_INTERNAL).map(|head| Self {
                // The reference is the response's from here on, which gives it back when it is dropped.
                object: core::mem::replace(of, deputy_value::NULL).bits(),
                head,
                read_ms,
                ahead: Mutex::default(),
                received: AtomicU64::new(0),
            })
        } else {
            Err(DEPUTY_WRONG_TYPE)
        };
        // SAFETY: owned, given here once.
        unsafe { deputy_value_free(&raw mut answer) };
        result
    }
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

/// How long the body is, as far as the server has told.
///
/// \param response the response
/// \returns bytes; UINT64_MAX: nobody knows, because the server did not tell, or the body is compressed, or NULL. An answer to HEAD tells how
///          long it would have been.
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `response` is NULL or a response.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_length(response: *const deputy_http_response) -> u64 {
    // SAFETY: contract.
    unsafe { response.as_ref() }.and_then(|response| response.head.length()).unwrap_or(u64::MAX)
}

/// How much of the body has come to native code, on whichever thread: read, or read ahead for small reads.
///
/// \param response the response
/// \returns bytes, after decompression; 0 for NULL
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `response` is NULL or a response.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_received(response: *const deputy_http_response) -> u64 {
    // SAFETY: contract. Relaxed: a count orders nothing.
    unsafe { response.as_ref() }.map_or(0, |response| response.received.load(Ordering::Relaxed))
}

/// Reads of the body: what has come, at least one byte, at most `size`. Large reads go straight into `buffer`, small ones are served
/// from bytes that were read ahead. Of several threads that read, each byte goes to one.
///
/// \param response the response
/// \param buffer receives the bytes
/// \param size its room, at least 1
/// \param out_count receives how many came; 0 at the end of the body
/// \returns DEPUTY_OK; DEPUTY_TIMED_OUT: nothing came in the time that deputy_http_request_limits() gave, and the next read goes on; or the
///          time for all of it (deputy_http_request_total()) is over; DEPUTY_CLOSED: the connection broke before the end of the body, or it
///          could not be decompressed; DEPUTY_CANCELLED: the request was aborted; DEPUTY_DEADLOCK: nothing has come yet, and the request is
///          the calling thread's own JavaScript's (deputy_http_read_async() goes); DEPUTY_STALE: the context that sent it has closed;
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
    let Some((mut ahead, ms)) = turn(&response.ahead, response.read_ms) else { return DEPUTY_TIMED_OUT };
    let mut count = ahead.take(buffer);
    if count == 0 {
        let read = if size >= AHEAD {
            read_into(response, buffer, ms)
        } else {
            if ahead.bytes.is_empty() {
                if ahead.bytes.try_reserve_exact(AHEAD).is_err() {
                    return DEPUTY_NO_MEMORY;
                }
                ahead.bytes.resize(AHEAD, 0);
            }
            read_into(response, &mut ahead.bytes, ms).map(|read| {
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
fn read_into(response: &deputy_http_response, to: &mut [u8], ms: u32) -> Result<usize, deputy_status> {
    #[allow(clippy::cast_possible_truncation, reason = "few")]
    let view = deputy_value { flags: p::FLAG_VIEW as u8, ..lent(p::TAG_BYTES, to) };
    let args = [word(p::TAG_OBJECT, response.object), view, wait_ms(response.object, ms)];
    let mut out = deputy_value::NULL;
    // SAFETY: the memory is borrowed exclusively until the call has ended.
    let status = unsafe { deputy_js_call(DEPUTY_ANY, READ.get(), &raw mut out, args.as_ptr(), args.len()) };
    // SAFETY: owned, given here once; a number owns nothing.
    let count = if u32::from(out.tag) == p::TAG_I32 { unsafe { out.data.i32 } } else { 0 };
    // SAFETY: the same.
    unsafe { deputy_value_free(&raw mut out) };
    if status != DEPUTY_OK {
        return Err(status);
    }
    let count = usize::try_from(count).map_err(|_| DEPUTY_INTERNAL)?;
    // Relaxed: a count orders nothing.
    response.received.fetch_add(count as u64, Ordering::Relaxed);
    Ok(count)
}

/// Reads of the body without waiting: a task settles with a DEPUTY_VALUE_BYTES of what has come, which is empty at the end of the body.
///
/// Bytes go to one reader: those of a task that is cancelled or freed when they have just come are lost.
///
/// \param response the response
/// \param size bytes at most, at least 1
/// \param out_task receives the task; free it with deputy_task_free()
/// \returns DEPUTY_OK: the task tells how it went, with the statuses of deputy_http_read(); DEPUTY_INVALID_ARGUMENT: something is NULL or size
///          is 0; DEPUTY_STALE: the context that sent it has closed; DEPUTY_NO_MEMORY; DEPUTY_NO_THREADS; DEPUTY_WOULD_BLOCK: on the UI
/// \threads any thread, blocks until fewer than 1024 calls are outstanding, on the UI returns DEPUTY_WOULD_BLOCK
/// \since 0.1.0
///
/// # Safety
/// Pointers are NULL or point to what their parameter says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_read_async(
    response: *mut deputy_http_response,
    size: usize,
    out_task: *mut deputy_task,
) -> deputy_status {
    if crate::sys::is_ui() {
        return DEPUTY_WOULD_BLOCK;
    }
    // SAFETY: contract.
    let (Some(response), Some(out)) = (unsafe { (response.as_ref(), out_task.as_mut()) }) else {
        return DEPUTY_INVALID_ARGUMENT;
    };
    if size == 0 {
        return DEPUTY_INVALID_ARGUMENT;
    }
    // Whoever holds it reads, because there is nothing ahead.
    if let Some(mut ahead) = response.ahead.try_lock() {
        let bytes = ahead.take_slice(size);
        if !bytes.is_empty() {
            return settled_with(bytes, out);
        }
    }
    let most = number(u32::try_from(size.min(MOST)).unwrap_or(u32::MAX));
    let args = [word(p::TAG_OBJECT, response.object), most, number(response.read_ms)];
    match call_later(DEPUTY_ANY, &BYTES, &args, (0, 0)) {
        Ok(task) => {
            *out = task;
            DEPUTY_OK
        }
        Err(status) => status,
    }
}

/// Bytes of one task, at most: the host fetches no more ahead.
const MOST: usize = 1 << 20;

fn settled_with(bytes: &[u8], out: &mut deputy_task) -> deputy_status {
    let mut task = 0;
    // SAFETY: a local.
    let mut status = unsafe { deputy_task_new(&raw mut task) };
    if status == DEPUTY_OK {
        let bytes = lent(p::TAG_BYTES, bytes);
        // SAFETY: borrowed for the call, which copies it.
        status = unsafe { deputy_task_resolve(task, &raw const bytes) };
        if status == DEPUTY_OK {
            *out = task;
        } else {
            deputy_task_free(task);
        }
    }
    status
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

pub(super) fn abort(object: deputy_object) -> deputy_status {
    let of = word(p::TAG_OBJECT, object);
    // SAFETY: a local, copied.
    unsafe { deputy_js_post(DEPUTY_ANY, ABORT.get(), &raw const of, 1) }
}

/// Frees a response. What of the body has not been read is not fetched any more.
///
/// \param response NULL, which is a no-op, or the response, which no thread uses any more
/// \returns DEPUTY_OK
/// \threads any thread, never blocks
/// \since 0.1.0
///
/// # Safety
/// `response` is NULL or a response, and is given here once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deputy_http_free(response: *mut deputy_http_response) -> deputy_status {
    if !response.is_null() {
        // SAFETY: from Box::into_raw; contract.
        drop(unsafe { Box::from_raw(response) });
    }
    DEPUTY_OK
}

impl Drop for deputy_http_response {
    fn drop(&mut self) {
        // The host ends what nobody has a handle of.
        object::release(self.object);
    }
}
